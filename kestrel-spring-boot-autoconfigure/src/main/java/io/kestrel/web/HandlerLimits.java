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

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.web.server.ServerWebExchange;

/**
 * Several limits of one handler.
 *
 * @param limits the limits
 */
record HandlerLimits(List<HandlerLimit> limits) implements HandlerLimit {

	@Override
	public void apply(ServerWebExchange exchange) {
		for (HandlerLimit limit : this.limits) {
			limit.apply(exchange);
		}
	}

	@Override
	public String toString() {
		return this.limits.stream().map(Object::toString).collect(Collectors.joining(", "));
	}

}
