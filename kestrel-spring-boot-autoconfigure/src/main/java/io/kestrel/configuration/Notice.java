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
 * A sentence for the log about settings that do not count.
 *
 * @param level how loud
 * @param text the sentence
 * @since 0.1.0
 */
public record Notice(Level level, String text) {

	/**
	 * How loud a notice is.
	 */
	public enum Level {

		/**
		 * For those who look for it.
		 */
		DEBUG,

		/**
		 * The user asked for it.
		 */
		INFO,

		/**
		 * The user may not know.
		 */
		WARN

	}

}
