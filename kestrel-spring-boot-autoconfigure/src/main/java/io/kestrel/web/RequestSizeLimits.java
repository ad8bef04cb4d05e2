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

package io.kestrel.web;

import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Limits of the request body for functional routes, as {@code @RequestSizeLimit} and
 * {@code @DisableRequestSizeLimit} are for methods. <pre class="code">
 * route().POST("/avatars", handler::avatar).filter(RequestSizeLimits.limit(DataSize.ofMegabytes(2))).build()
 * </pre>
 *
 * @since 0.1.0
 */
public final class RequestSizeLimits {

	private RequestSizeLimits() {
	}

	/**
	 * Set how long the body of a request to these routes may be.
	 * @param size the size, from 0
	 * @return a filter that sets the limit, wins over an outer one
	 * @throws IllegalArgumentException if the size is negative
	 */
	public static HandlerFilterFunction<ServerResponse, ServerResponse> limit(DataSize size) {
		String source = "RequestSizeLimits.limit(" + size + ")";
		if (size.isNegative()) {
			throw new IllegalArgumentException(
					source + " is negative. Write a size from 0, or" + " RequestSizeLimits.disabled() for no limit.");
		}
		return MinDataRates.filter(new BodySizeHandlerLimit(size.toBytes(), source));
	}

	/**
	 * Let the body of a request to these routes be of any length.
	 * @return a filter that removes the limit, wins over an outer one
	 */
	public static HandlerFilterFunction<ServerResponse, ServerResponse> disabled() {
		return MinDataRates.filter(new BodySizeHandlerLimit(null, "RequestSizeLimits.disabled()"));
	}

}
