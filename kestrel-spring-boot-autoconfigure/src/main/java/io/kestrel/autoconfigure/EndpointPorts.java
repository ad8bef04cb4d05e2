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

import java.util.HashMap;
import java.util.Map;

import io.kestrel.server.KestrelWebServer;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Properties that hold the ports which are really bound: {@code local.server.<name>.port}
 * for each named endpoint, beside Spring Boot's {@code local.server.port}.
 */
final class EndpointPorts {

	/** Name of the property source that Spring Boot uses too. */
	private static final String SOURCE = "server.ports";

	private static final String PREFIX = "local.server.";

	private static final String SUFFIX = ".port";

	private static final String FIRST = "local.server.port";

	private EndpointPorts() {
	}

	/**
	 * Set the properties, and remove those of endpoints that no longer listen.
	 * @param environment the environment
	 * @param server the server
	 */
	static void update(ConfigurableEnvironment environment, KestrelWebServer server) {
		MutablePropertySources sources = environment.getPropertySources();
		Map<String, Object> properties = new HashMap<>();
		if (sources.get(SOURCE) instanceof MapPropertySource source) {
			properties.putAll(source.getSource());
		}
		properties.keySet().removeIf(EndpointPorts::isOfEndpoint);
		// Boot sets it, when the server starts; a reload can change it.
		properties.computeIfPresent(FIRST, (name, port) -> server.getPort());
		server.getEndpointPorts().forEach((name, port) -> properties.put(PREFIX + name + SUFFIX, port));
		// A new map: others read the old one meanwhile.
		MapPropertySource source = new MapPropertySource(SOURCE, properties);
		if (sources.contains(SOURCE)) {
			sources.replace(SOURCE, source);
		}
		else if (!properties.isEmpty()) {
			sources.addFirst(source);
		}
	}

	private static boolean isOfEndpoint(String name) {
		return name.startsWith(PREFIX) && name.endsWith(SUFFIX) && !name.equals(FIRST);
	}

}
