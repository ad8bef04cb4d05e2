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
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.autoconfigure.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the names and descriptions of our properties. Our prefix is Spring Boot's
 * too, which advises against that: the price is this watch.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribedAsBootDescribesItsOwn() throws IOException {
		List<Property> properties = ConfigurationMetadata.ours();
		assertThat(properties).hasSizeGreaterThan(8).allSatisfy((property) -> {
			assertThat(property.description()).as(property.name())
				.matches("(?s)[A-Z].*\\.")
				.doesNotMatch("(The|An?) .*");
			if (property.type().endsWith("Boolean")) {
				assertThat(property.description()).as(property.name()).matches("(Whether|Enable).*");
			}
		});
	}

	@Test
	void noNameIsThatOfASpringBootPropertyOnTheClassPath() throws IOException {
		List<URL> others = new ArrayList<>(
				Collections.list(getClass().getClassLoader().getResources(ConfigurationMetadata.LOCATION)));
		others.removeIf((url) -> !url.toString().contains("/spring-boot"));
		assertThat(others).hasSizeGreaterThan(5);
		assertNoClash(others, "server.port");
	}

	@Test
	void noNameIsThatOfAPropertyOfTheNewestSpringBoot() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target/newest-boot"))) {
			List<URL> others = new ArrayList<>();
			for (Path file : files.toList()) {
				others.add(URI.create("jar:" + file.toUri() + "!/" + ConfigurationMetadata.LOCATION).toURL());
			}
			assertNoClash(others, "server.port");
		}
	}

	private static void assertNoClash(List<URL> others, String known) throws IOException {
		List<String> names = new ArrayList<>();
		for (URL other : others) {
			names.addAll(ConfigurationMetadata.read(other, "").stream().map(Property::name).toList());
		}
		assertThat(names).contains(known);
		List<String> ours = ConfigurationMetadata.read(ConfigurationMetadata.own(ConfigurationMetadata.LOCATION), "")
			.stream()
			.map(Property::name)
			.toList();
		assertThat(ours).allSatisfy((our) -> assertThat(names)
			.noneMatch((name) -> name.equals(our) || name.startsWith(our + ".") || our.startsWith(name + ".")));
	}

	@Test
	void cureForAnUnknownKeyListsAllKeys() throws IOException {
		MockEnvironment environment = new MockEnvironment().withProperty("server.endpoints.web.nothing", "1");
		String cure = UnknownKeys.find(environment).get(0).cure();
		assertThat(ConfigurationMetadata.ours()).map(Property::name)
			.filteredOn((name) -> name.startsWith("server.endpoints."))
			.allSatisfy((name) -> assertThat(cure).contains(name.substring("server.endpoints.<name>.".length())));
	}

}
