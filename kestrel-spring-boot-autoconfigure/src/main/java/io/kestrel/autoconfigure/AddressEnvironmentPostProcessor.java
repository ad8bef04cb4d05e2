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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.kestrel.address.EndpointAddress.Port;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.EndpointResolver;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Makes the environment say the same thing under both names: gives each
 * {@link AddressAlias} the name of its property, and tells Spring Boot the port of the
 * first address where Boot itself asks for {@code server.port}. Warns where our own keys
 * can have no effect, before anything else can fail for the same reason.
 */
final class AddressEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	/** Name of the property source that holds the port of the first address. */
	static final String DERIVED_PORT_SOURCE = "kestrelFirstPort";

	private static final String SERVER_PORT = "server.port";

	private final Log logger;

	AddressEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(AddressEnvironmentPostProcessor.class);
	}

	@Override
	public int getOrder() {
		// After configuration data, so that aliases are found in files as well.
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		boolean enabled = binder.bind("kestrel.enabled", Boolean.class).orElse(true);
		WebApplicationType type = binder.bind("spring.main.web-application-type", WebApplicationType.class)
			.orElse(application.getWebApplicationType());
		if (type == WebApplicationType.SERVLET && enabled) {
			this.logger
				.warn("The Kestrel starter is inactive, because this is a servlet application: spring-webmvc is on"
						+ " the class path. Set spring.main.web-application-type=reactive to run it on the Kestrel"
						+ " starter, or kestrel.enabled=false to silence this warning.");
		}
		if (type != WebApplicationType.REACTIVE) {
			return;
		}
		if (enabled) {
			AddressAliases.sources(environment).forEach(AddressEnvironmentPostProcessor::refuseUrlsWithoutEqualsSign);
		}
		AddressAliases.update(environment);
		if (enabled) {
			addDerivedPort(environment);
		}
		else {
			warnOfUnusedAddresses(environment);
		}
	}

	/*
	 * An application that listened at localhost alone is public without its server.urls.
	 */
	private void warnOfUnusedAddresses(ConfigurableEnvironment environment) {
		try {
			AddressSettings settings = AddressSettingsReader.read(environment);
			List<String> unused = new ArrayList<>(settings.describeAll());
			if (!unused.isEmpty()) {
				this.logger.warn("Not listening at " + String.join(", ", unused)
						+ ", because kestrel.enabled is false: Spring Boot's own server listens at server.port and"
						+ " server.address, all addresses and 8080 by default.");
			}
		}
		catch (BindException ex) {
			// Nobody reads these keys now.
		}
	}

	private static void refuseUrlsWithoutEqualsSign(PropertySource<?> source) {
		if (!(source instanceof CommandLinePropertySource<?> commandLine)) {
			return;
		}
		String urls = commandLine.getProperty(AddressAlias.URLS_OPTION);
		String arguments = commandLine.getProperty(CommandLinePropertySource.DEFAULT_NON_OPTION_ARGS_PROPERTY_NAME);
		if (urls != null && urls.isEmpty() && arguments != null) {
			throw new InvalidConfigurationException(List.of(new ConfigurationProblem(ConfigurationKey.of("--urls"),
					arguments, "the value stands behind a blank, where Spring Boot does not look for it",
					"Write --urls=" + arguments.split(",")[0] + " in one piece.")));
		}
	}

	/*
	 * Spring Boot compares management.server.port with server.port to know whether the
	 * management endpoints need a server of their own.
	 */
	private static void addDerivedPort(ConfigurableEnvironment environment) {
		if (!environment.containsProperty("management.server.port") || environment.containsProperty(SERVER_PORT)) {
			return;
		}
		try {
			EndpointResolver.resolve(AddressSettingsReader.read(environment))
				.endpoints()
				.stream()
				.map(Endpoint::address)
				.filter(Port.class::isInstance)
				.mapToInt((address) -> ((Port) address).port())
				.filter((port) -> port != 0)
				.findFirst()
				.ifPresent((port) -> environment.getPropertySources()
					.addLast(new MapPropertySource(DERIVED_PORT_SOURCE, Map.of(SERVER_PORT, port))));
		}
		catch (InvalidConfigurationException | BindException ex) {
			// The start of the server reports it, with all that is known then.
		}
	}

}
