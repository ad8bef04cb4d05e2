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

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.server.KestrelServer;
import io.kestrel.server.KestrelWebServer;
import io.kestrel.server.ReloadResult;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The server of an application as a bean, which is there before the server is. Brings up
 * to date what the environment says about the server, before a reload and after.
 */
final class ApplicationServer implements KestrelServer {

	private final ApplicationContext context;

	ApplicationServer(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public ReloadResult reload() {
		KestrelWebServer server = server();
		if (this.context.getEnvironment() instanceof ConfigurableEnvironment environment) {
			AddressAliases.update(environment);
		}
		try {
			return server.reload();
		}
		catch (BindException ex) {
			throw new InvalidConfigurationException(List.of(problem(ex)));
		}
		finally {
			updatePorts(server);
		}
	}

	@Override
	public CompletionStage<Void> drain(String endpoint) {
		KestrelWebServer server = server();
		CompletionStage<Void> drained = server.drain(endpoint);
		updatePorts(server);
		return drained;
	}

	private KestrelWebServer server() {
		WebServer server = webServer();
		if (server instanceof KestrelWebServer kestrel) {
			return kestrel;
		}
		throw new IllegalStateException(
				(server != null) ? "The server of this application is " + server.getClass().getName() + ", not Kestrel"
						: "The server does not run: it was not started yet, or this application has none");
	}

	private @Nullable WebServer webServer() {
		return (this.context instanceof WebServerApplicationContext application) ? application.getWebServer() : null;
	}

	private void updatePorts(KestrelWebServer server) {
		if (server.isRunning() && this.context.getEnvironment() instanceof ConfigurableEnvironment environment) {
			EndpointPorts.update(environment, server);
		}
	}

	/*
	 * A value of the wrong type. At the start, Spring Boot itself reports it.
	 */
	private static ConfigurationProblem problem(BindException failure) {
		ConfigurationProperty property = failure.getProperty();
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String origin = (property != null && property.getOrigin() != null) ? property.getOrigin().toString() : null;
		String value = (property != null) ? String.valueOf(property.getValue()) : "";
		return new ConfigurationProblem(new ConfigurationKey(failure.getName().toString(), origin), value,
				"it can't be read: " + root.getMessage(),
				"Write a value of the kind that docs/configuration.md names.");
	}

}
