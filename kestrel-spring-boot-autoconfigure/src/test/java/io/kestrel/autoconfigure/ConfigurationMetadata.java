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

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata of our properties, as the annotation processor wrote it.
 */
final class ConfigurationMetadata {

	static final String LOCATION = "META-INF/spring-configuration-metadata.json";

	private static final String ENDPOINT_LOCATION = "META-INF/spring/configuration-metadata/"
			+ KestrelServerProperties.Endpoint.class.getName() + ".json";

	private static final String ENDPOINT_PREFIX = "server.endpoints.<name>.";

	private static final JsonMapper JSON = new JsonMapper();

	private ConfigurationMetadata() {
	}

	/**
	 * Return all our properties, those of an endpoint in place of the map that holds
	 * them.
	 */
	static List<Property> ours() throws IOException {
		List<Property> properties = new ArrayList<>();
		for (Property property : read(own(LOCATION), "")) {
			if (property.name().equals("server.endpoints")) {
				properties.addAll(read(own(ENDPOINT_LOCATION), ENDPOINT_PREFIX));
			}
			else {
				properties.add(property);
			}
		}
		return properties;
	}

	static URL own(String location) throws IOException {
		String classes = KestrelServerProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		return Collections.list(KestrelServerProperties.class.getClassLoader().getResources(location))
			.stream()
			.filter((url) -> url.toString().contains(classes))
			.findFirst()
			.orElseThrow();
	}

	static List<Property> read(URL url, String prefix) throws IOException {
		try (InputStream in = url.openStream()) {
			List<Property> properties = new ArrayList<>();
			for (JsonNode node : JSON.readTree(in).path("properties")) {
				properties.add(new Property(prefix + node.path("name").asString(""), node.path("type").asString(""),
						node.path("description").asString(""),
						node.has("defaultValue") ? node.path("defaultValue").asString("") : null));
			}
			return properties;
		}
	}

	/**
	 * One property.
	 */
	record Property(String name, String type, String description, @Nullable String defaultValue) {

		String simpleType() {
			return this.type.replaceAll("[a-z]+\\.", "");
		}

	}

}
