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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Gives each {@link AddressAlias} the name of its property, in a property source directly
 * behind the one that has the alias.
 */
final class AddressAliases {

	private static final String PREFIX = "kestrelAliases(";

	private AddressAliases() {
	}

	/**
	 * Bring the aliases of all property sources up to date.
	 * @param environment the environment
	 */
	static void update(ConfigurableEnvironment environment) {
		sources(environment).forEach((source) -> update(environment.getPropertySources(), source));
	}

	/**
	 * Return the property sources that somebody else made.
	 * @param environment the environment
	 * @return the sources, strongest first
	 */
	static List<PropertySource<?>> sources(ConfigurableEnvironment environment) {
		List<PropertySource<?>> sources = new ArrayList<>();
		environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.filter((source) -> !source.getName().startsWith(PREFIX))
			.forEach(sources::add);
		return sources;
	}

	private static void update(MutablePropertySources sources, PropertySource<?> source) {
		String name = PREFIX + source.getName() + ")";
		Map<String, Object> values = values(source);
		if (values.isEmpty()) {
			sources.remove(name);
			return;
		}
		PropertySource<?> aliases = new OriginTrackedMapPropertySource(name, values, true);
		if (sources.contains(name)) {
			sources.replace(name, aliases);
		}
		else {
			sources.addAfter(source.getName(), aliases);
		}
	}

	private static Map<String, Object> values(PropertySource<?> source) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (AddressAlias alias : AddressAlias.ALL) {
			String value = alias.valueIn(source);
			if (value != null) {
				values.putIfAbsent(alias.property(), OriginTrackedValue.of(value, alias));
			}
		}
		return values;
	}

}
