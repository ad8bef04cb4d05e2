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

package io.kestrel.configuration;

import org.jspecify.annotations.Nullable;

/**
 * Where a value was written, for messages that name it. Two keys are equal if their names
 * are: a line that moves in its file is still the same setting.
 *
 * @param name what the user wrote: a property, an environment variable, a command line
 * option or a method
 * @param origin file and line, or {@code null} if unknown
 * @since 0.1.0
 */
public record ConfigurationKey(String name, @Nullable String origin) {

	private static final String DEFAULT = "default";

	/**
	 * Return the key of a value that nobody wrote.
	 * @param name what the user would write
	 * @return the key
	 */
	public static ConfigurationKey byDefault(String name) {
		return new ConfigurationKey(name, DEFAULT);
	}

	/**
	 * Return whether nobody wrote the value.
	 * @return whether it is a default
	 */
	public boolean isDefault() {
		return DEFAULT.equals(this.origin);
	}

	/**
	 * Return a key of unknown origin.
	 * @param name what the user wrote
	 * @return the key
	 */
	public static ConfigurationKey of(String name) {
		return new ConfigurationKey(name, null);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ConfigurationKey that && this.name.equals(that.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
