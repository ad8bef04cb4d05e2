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

package io.kestrel.feature;

import java.util.Optional;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the server offers for one request. Also through decorated and mutated exchanges.
 *
 * @since 0.1.0
 */
public interface RequestFeatures {

	/**
	 * Find a feature by its type.
	 * @param <T> type of the feature, an interface below {@link RequestFeature}
	 * @param type the type to look for
	 * @return the feature, or nothing if the server does not have it for this request
	 */
	<T> Optional<T> find(Class<T> type);

	/**
	 * Return the features of the request of an exchange.
	 * @param exchange the exchange
	 * @return the features. On another server than this one, or where there is none (a
	 * mock), those that keep what they are told and enforce nothing
	 */
	static RequestFeatures from(ServerWebExchange exchange) {
		RequestFeatures features = NativeRequestFeatures.find(exchange.getRequest());
		return (features != null) ? features : DetachedRequestFeatures.of(exchange.getAttributes());
	}

	/**
	 * Return the features of a request.
	 * @param request the request
	 * @return the features. On another server than this one, or where there is none (a
	 * mock), those that keep what they are told and enforce nothing
	 */
	static RequestFeatures from(ServerHttpRequest request) {
		RequestFeatures features = NativeRequestFeatures.find(request);
		return (features != null) ? features : DetachedRequestFeatures.of(request.getAttributes());
	}

}
