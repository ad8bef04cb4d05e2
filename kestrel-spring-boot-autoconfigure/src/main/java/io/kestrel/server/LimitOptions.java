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

import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.LimitOverrides;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Limits set by a {@link KestrelServerCustomizer}, for the whole server or for one of its
 * endpoints. They win over the properties.
 *
 * @since 0.1.0
 */
public final class LimitOptions {

	private final String where;

	private @Nullable BodySizeLimit maxRequestBodySize;

	LimitOptions(String where) {
		this.where = where;
	}

	/**
	 * Set how long the body of a request may be, unless its handler says otherwise.
	 * @param size the size, {@code null} for any. By default what
	 * {@code server.limits.max-request-body-size} says, 30,000,000 bytes
	 * @return these options
	 * @throws IllegalArgumentException if the size is negative
	 */
	public LimitOptions maxRequestBodySize(@Nullable DataSize size) {
		this.maxRequestBodySize = BodySizeLimit.of((size != null) ? size.toBytes() : null,
				"maxRequestBodySize(...) of " + this.where);
		return this;
	}

	LimitOverrides build() {
		return new LimitOverrides(this.maxRequestBodySize);
	}

}
