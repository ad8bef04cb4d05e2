/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.kestrel.autoconfigure;

import java.time.Duration;

import io.kestrel.server.KestrelReactiveWebServerFactory;
import io.kestrel.server.KestrelServer;
import io.kestrel.server.KestrelServerCustomizer;
import io.kestrel.server.ServerAddresses;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyConfigurations.ReactorResourceFactoryConfiguration;
import org.springframework.boot.web.server.autoconfigure.reactive.ReactiveWebServerConfiguration;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the server. Comes before those
 * of Spring Boot, so that a factory of the application wins over ours and ours over
 * Boot's.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = NettyReactiveWebServerAutoConfiguration.class,
		beforeName = {
				"org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration",
				"org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration" },
		after = ServerFeaturesAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHttpInputMessage.class, HttpServer.class })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "kestrel.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ KestrelServerProperties.class, DevelopmentCertificateProperties.class })
@Import({ ReactiveWebServerConfiguration.class, ReactorResourceFactoryConfiguration.class })
public final class KestrelServerAutoConfiguration {

	/** Spring Boot's own key, which says the same of the files of SSL bundles. */
	private static final String QUIET_PERIOD = "spring.ssl.bundle.watch.file.quiet-period";

	// Only this context: a factory of a parent context serves the parent.
	@Bean
	@ConditionalOnMissingBean(value = ReactiveWebServerFactory.class, search = SearchStrategy.CURRENT)
	KestrelReactiveWebServerFactory kestrelReactiveWebServerFactory(ReactorResourceFactory resourceFactory,
			ObjectProvider<NettyRouteProvider> routes, ObjectProvider<NettyServerCustomizer> serverCustomizers,
			ResourceLoader resourceLoader, Environment environment) {
		KestrelReactiveWebServerFactory factory = new KestrelReactiveWebServerFactory();
		factory.setResourceLoader(resourceLoader);
		Binder.get(environment).bind(QUIET_PERIOD, Duration.class).ifBound(factory::setCertificateQuietPeriod);
		factory.setResourceFactory(resourceFactory);
		routes.orderedStream().forEach(factory::addRouteProviders);
		factory.getServerCustomizers().addAll(serverCustomizers.orderedStream().toList());
		return factory;
	}

	@Bean
	KestrelReactiveWebServerFactoryCustomizer kestrelReactiveWebServerFactoryCustomizer(Environment environment,
			ObjectProvider<KestrelServerCustomizer> customizers, ObjectProvider<ServerAddresses> serverAddresses) {
		return new KestrelReactiveWebServerFactoryCustomizer(environment, customizers.orderedStream().toList(),
				serverAddresses.getIfAvailable(ServerAddresses::new));
	}

	@Bean
	EndpointPortsListener endpointPortsListener() {
		return new EndpointPortsListener();
	}

	@Bean
	@ConditionalOnMissingBean(KestrelServer.class)
	KestrelServer kestrelServer(ApplicationContext context) {
		return new ApplicationServer(context);
	}

	@Bean
	@ConditionalOnClass(name = EnvironmentChangeListener.EVENT)
	EnvironmentChangeListener environmentChangeListener(ApplicationContext context, KestrelServer server) {
		return new EnvironmentChangeListener(context, server);
	}

	/**
	 * What only an application with the actuator needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class ActuatorConfiguration {

		@Bean
		SecretSanitizingFunction kestrelSecretSanitizingFunction() {
			return new SecretSanitizingFunction();
		}

	}

}
