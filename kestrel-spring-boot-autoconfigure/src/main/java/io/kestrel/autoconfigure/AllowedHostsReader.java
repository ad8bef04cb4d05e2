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
import java.util.function.Function;
import java.util.stream.Stream;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.proxy.AllowedHosts;

import org.springframework.util.StringUtils;

/**
 * Reads {@code server.allowed-hosts}, and collects what is wrong with it.
 */
final class AllowedHostsReader {

	private static final String NAME = "server.allowed-hosts";

	private final Function<String, ConfigurationKey> keys;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	/**
	 * Create a reader.
	 * @param keys gives the key of a property, with its origin
	 */
	AllowedHostsReader(Function<String, ConfigurationKey> keys) {
		this.keys = keys;
	}

	/**
	 * Read the hosts.
	 * @param values the property; semicolons separate hosts as commas do
	 * @return the hosts that are allowed
	 */
	AllowedHosts read(List<String> values) {
		List<String> patterns = values.stream()
			.flatMap((value) -> Stream.of(value.split(";")))
			.filter(StringUtils::hasText)
			.filter(this::isPattern)
			.toList();
		if (patterns.isEmpty() && !values.isEmpty() && this.problems.isEmpty()) {
			refuse(String.join(",", values), "it names no host");
		}
		return AllowedHosts.of(patterns);
	}

	private boolean isPattern(String pattern) {
		try {
			AllowedHosts.of(List.of(pattern));
			return true;
		}
		catch (IllegalArgumentException ex) {
			refuse(pattern.strip(), String.valueOf(ex.getMessage()));
			return false;
		}
	}

	private void refuse(String value, String reason) {
		this.problems.add(new ConfigurationProblem(this.keys.apply(NAME), value, reason,
				"Write hosts such as shop.example.org, *.example.org for all below it, 192.0.2.1, [2001:db8::1],"
						+ " or * for all."));
	}

	List<ConfigurationProblem> problems() {
		return this.problems;
	}

}
