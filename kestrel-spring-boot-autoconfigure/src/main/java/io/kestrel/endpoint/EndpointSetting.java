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

import io.kestrel.configuration.ConfigurationKey;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it was configured, not yet parsed.
 *
 * @param name name of the endpoint, or {@code null} if it has none
 * @param url the URL, or {@code null} if it is missing
 * @param written what was written: the URL, or the port alone
 * @param options what else is said about it
 * @param key where it was written: the property of the URL, or the method that was called
 * @since 0.1.0
 */
public record EndpointSetting(@Nullable String name, @Nullable String url, @Nullable String written,
		EndpointOptions options, ConfigurationKey key) {

	/**
	 * Create a setting that has its URL in full.
	 * @param name name of the endpoint, or {@code null} if it has none
	 * @param url the URL, or {@code null} if it is missing
	 * @param options what else is said about it
	 * @param key where it was written
	 */
	public EndpointSetting(@Nullable String name, @Nullable String url, EndpointOptions options, ConfigurationKey key) {
		this(name, url, url, options, key);
	}

}
