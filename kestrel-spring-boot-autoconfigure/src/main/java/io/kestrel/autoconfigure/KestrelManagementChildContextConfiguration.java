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

import io.kestrel.endpoint.AddressSettings;
import io.kestrel.server.KestrelReactiveWebServerFactory;
import io.kestrel.server.KestrelServerOptions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Configuration of the management server on a port of its own. Spring Boot makes its
 * factory by itself, of the same class as the application's; what it lacks are the
 * application's event loops and the name of its port.
 *
 * @since 0.1.0
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
public class KestrelManagementChildContextConfiguration {

	@Bean
	WebServerFactoryCustomizer<KestrelReactiveWebServerFactory> kestrelManagementServerFactoryCustomizer(
			ObjectProvider<ReactorResourceFactory> resourceFactory, Environment environment) {
		KestrelServerOptions options = AddressSettingsReader.of(environment).options(AddressSettings.NONE).build();
		return (factory) -> {
			factory.setOptions(options);
			ServerHeaderProperty.apply(environment, factory);
			resourceFactory.ifAvailable(factory::setResourceFactory);
			factory.setPortKey("management.server.port");
		};
	}

}
