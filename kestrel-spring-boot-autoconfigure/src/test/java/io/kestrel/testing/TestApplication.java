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

package io.kestrel.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.kestrel.feature.ServerAddressesFeature;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A real application, started as a user starts it: with arguments and environment
 * variables.
 */
public final class TestApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static Builder with(Class<?>... configuration) {
		return new Builder(configuration);
	}

	public static TestApplication run(String... arguments) {
		return with().run(arguments);
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public List<String> addresses() {
		return this.context.getBean(ServerAddressesFeature.class).getAddresses();
	}

	public String property(String name) {
		return this.context.getEnvironment().getProperty(name);
	}

	/**
	 * Return the port of an address.
	 */
	public int port(int index) {
		String address = addresses().get(index);
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

	/**
	 * Return the port of an endpoint. The order of endpoints is that of Spring's
	 * properties, which is none for arguments.
	 */
	public int port(String endpoint) {
		return Integer.parseInt(property("local.server." + endpoint + ".port"));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Starts applications.
	 */
	public static final class Builder {

		private final Class<?>[] configuration;

		private final Map<String, Object> variables = new HashMap<>();

		private final Map<String, Object> defaults = new HashMap<>();

		private Builder(Class<?>[] configuration) {
			this.configuration = configuration;
		}

		public Builder variable(String name, String value) {
			this.variables.put(name, value);
			return this;
		}

		/**
		 * Set a property at the lowest precedence, as a file would.
		 */
		public Builder property(String name, Object value) {
			this.defaults.put(name, value);
			return this;
		}

		public TestApplication run(String... arguments) {
			Class<?>[] sources = Stream.concat(Stream.of(Application.class), Arrays.stream(this.configuration))
				.toArray(Class<?>[]::new);
			SpringApplication application = new SpringApplication(sources);
			application.setWebApplicationType(WebApplicationType.REACTIVE);
			application.setEnvironment(new VariablesEnvironment(this.variables));
			application.setDefaultProperties(this.defaults);
			application.setRegisterShutdownHook(false);
			return new TestApplication(application.run(arguments));
		}

	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		/**
		 * Event loops of its own: the global ones die with the first context that closes.
		 */
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

	private static final class VariablesEnvironment extends StandardEnvironment {

		VariablesEnvironment(Map<String, Object> variables) {
			getPropertySources().replace(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		}

	}

}
