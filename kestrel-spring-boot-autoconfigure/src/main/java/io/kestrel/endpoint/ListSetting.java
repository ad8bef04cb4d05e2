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

package io.kestrel.endpoint;

import java.util.List;

import io.kestrel.configuration.ConfigurationKey;

/**
 * A list of URLs or of ports as it was configured, not yet parsed.
 *
 * @param key where it was written
 * @param values the pieces, split and trimmed; empty if nothing is set
 * @since 0.1.0
 */
public record ListSetting(ConfigurationKey key, List<String> values) {

	public ListSetting {
		values = List.copyOf(values);
	}

	/**
	 * Return a setting that holds nothing.
	 * @param name the name of its key
	 * @return the setting
	 */
	public static ListSetting none(String name) {
		return new ListSetting(ConfigurationKey.of(name), List.of());
	}

	boolean isSet() {
		return !this.values.isEmpty();
	}

	@Override
	public String toString() {
		return this.key + "=" + String.join(";", this.values);
	}

}
