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

import io.kestrel.feature.MinRequestBodyDataRateFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.MinDataRate;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * How fast the bodies of requests to a handler have to come.
 *
 * @param rate the rate, {@code null} for any speed
 * @param source what sets it, for messages
 */
record RequestRateHandlerLimit(@Nullable MinDataRate rate, String source) implements HandlerLimit {

	@Override
	public void apply(ServerWebExchange exchange) {
		MinRequestBodyDataRateFeature feature = RequestFeatures.from(exchange)
			.find(MinRequestBodyDataRateFeature.class)
			.orElse(null);
		if (feature != null && (this.rate == null || feature.isPerRequest())) {
			feature.setMinDataRate(this.rate);
		}
	}

	@Override
	public String toString() {
		return this.source;
	}

}
