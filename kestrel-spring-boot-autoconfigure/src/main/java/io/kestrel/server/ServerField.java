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

package io.kestrel.server;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import org.jspecify.annotations.Nullable;

/**
 * What {@code server.server-header} says about the field Server of responses (RFC 9110
 * section 10.2.4). Without it there is none, as in Spring Boot's own server.
 */
final class ServerField {

	private static final Predicate<String> SENDABLE = Pattern.compile("[ -~]*").asMatchPredicate();

	private ServerField() {
	}

	/**
	 * Return the value of the field. YAML reads {@code on} and {@code off} as true and
	 * false, so both are the same.
	 * @param setting what is configured
	 * @return the value, {@code null} for no field
	 */
	static @Nullable String value(@Nullable String setting) {
		String text = (setting != null) ? setting.strip() : "";
		return switch (text.toLowerCase(Locale.ROOT)) {
			case "", "off", "false" -> null;
			case "on", "true" -> "Kestrel";
			default -> text;
		};
	}

	/**
	 * Check what is configured.
	 * @param setting what is configured
	 * @return what is wrong with it
	 */
	static Optional<ConfigurationProblem> check(@Nullable String setting) {
		String value = value(setting);
		if (value == null || SENDABLE.test(value)) {
			return Optional.empty();
		}
		return Optional.of(new ConfigurationProblem(ConfigurationKey.of("server.server-header"), escape(value),
				"a field holds letters, digits, punctuation and blanks of ASCII only",
				"Write such a text, on for Kestrel, or off for no field."));
	}

	private static String escape(String value) {
		StringBuilder escaped = new StringBuilder();
		value.chars()
			.forEach((next) -> escaped
				.append((next >= ' ' && next <= '~') ? String.valueOf((char) next) : "\\u%04x".formatted(next)));
		return escaped.toString();
	}

}
