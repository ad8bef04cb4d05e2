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

package io.kestrel.certificate;

import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;

/**
 * One value of the configuration, in a form that may be shown: what a message names when
 * the value can't be used.
 *
 * @param key where it was written
 * @param value what was written, without any secret
 */
record Setting(ConfigurationKey key, String value) {

	/**
	 * Return a value of a group. The origin of a group is that of its bundle or path; the
	 * others may stand elsewhere, the password in the environment perhaps.
	 * @param group the key of the group
	 * @param property the name in the group, with a dash between words
	 * @param value what may be shown
	 */
	static Setting of(ConfigurationKey group, String property, String value) {
		boolean first = property.equals("path") || property.equals("bundle");
		return new Setting(new ConfigurationKey(group.name() + "." + property, first ? group.origin() : null), value);
	}

	ConfigurationProblem problem(String reason, String cure) {
		return new ConfigurationProblem(this.key, this.value, reason, cure);
	}

	InvalidConfigurationException refuse(String reason, String cure) {
		return new InvalidConfigurationException(List.of(problem(reason, cure)));
	}

}
