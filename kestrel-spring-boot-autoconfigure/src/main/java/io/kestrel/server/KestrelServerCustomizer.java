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

/**
 * Configures the server in code. Beans of this type are called in order, after all
 * properties have been read: what a customizer sets wins over the property. They are
 * called once more for each {@link KestrelServer#reload() reload}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KestrelServerCustomizer {

	/**
	 * Customize the options.
	 * @param options the options, filled from the properties
	 */
	void customize(KestrelServerOptions.Builder options);

}
