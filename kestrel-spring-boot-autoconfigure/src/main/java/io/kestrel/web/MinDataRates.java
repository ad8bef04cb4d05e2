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

import io.kestrel.limits.MinDataRate;

import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Minimum data rates for functional routes, as {@code @MinRequestBodyDataRate},
 * {@code @MinResponseDataRate} and those that disable them are for methods.
 * <pre class="code">
 * route().POST("/sensors", handler::read).filter(MinDataRates.requestBodyDisabled()).build()
 * </pre>
 *
 * @since 0.1.0
 */
public final class MinDataRates {

	private MinDataRates() {
	}

	/**
	 * Set how fast the body of a request to these routes has to come. Holds on HTTP/1.1
	 * only.
	 * @param rate the rate
	 * @return a filter that sets the rate, wins over an outer one
	 */
	public static HandlerFilterFunction<ServerResponse, ServerResponse> requestBody(MinDataRate rate) {
		return filter(new RequestRateHandlerLimit(rate, "MinDataRates.requestBody(" + rate + ")"));
	}

	/**
	 * Let the body of a request to these routes come at any speed.
	 * @return a filter that removes the rate, wins over an outer one
	 */
	public static HandlerFilterFunction<ServerResponse, ServerResponse> requestBodyDisabled() {
		return filter(new RequestRateHandlerLimit(null, "MinDataRates.requestBodyDisabled()"));
	}

	/**
	 * Set how fast the responses of these routes have to be taken. Holds on HTTP/1.1
	 * only.
	 * @param rate the rate
	 * @return a filter that sets the rate, wins over an outer one
	 */
	public static HandlerFilterFunction<ServerResponse, ServerResponse> response(MinDataRate rate) {
		return filter(new ResponseRateHandlerLimit(rate, "MinDataRates.response(" + rate + ")"));
	}

	/**
	 * Let the responses of these routes be taken at any speed. Holds on HTTP/1.1 only.
	 * @return a filter that removes the rate, wins over an outer one
	 */
	public static HandlerFilterFunction<ServerResponse, ServerResponse> responseDisabled() {
		return filter(new ResponseRateHandlerLimit(null, "MinDataRates.responseDisabled()"));
	}

	static HandlerFilterFunction<ServerResponse, ServerResponse> filter(HandlerLimit limit) {
		return (request, next) -> {
			limit.apply(request.exchange());
			return next.handle(request);
		};
	}

}
