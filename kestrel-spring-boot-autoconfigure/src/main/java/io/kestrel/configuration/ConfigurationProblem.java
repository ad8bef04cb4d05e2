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

/**
 * One thing that is wrong with the configuration: what was written where, why it can't
 * be, and what to do.
 *
 * @param key where it was written
 * @param value the offending value
 * @param reason why it can't be, without the value
 * @param cure what to do, a sentence
 * @since 0.1.0
 */
public record ConfigurationProblem(ConfigurationKey key, String value, String reason, String cure) {

	@Override
	public String toString() {
		return this.key + "=" + this.value + ": " + this.reason + ". " + this.cure;
	}

}
