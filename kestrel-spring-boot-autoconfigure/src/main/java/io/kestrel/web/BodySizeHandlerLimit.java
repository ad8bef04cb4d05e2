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

import java.util.concurrent.atomic.AtomicBoolean;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeatures;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * The limit of the request body that a handler has of its own.
 */
final class BodySizeHandlerLimit implements HandlerLimit {

	private static final Log logger = LogFactory.getLog(BodySizeHandlerLimit.class);

	private final @Nullable Long bytes;

	private final String source;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a limit.
	 * @param bytes number of bytes from 0, {@code null} for any
	 * @param source what sets it, for messages
	 */
	BodySizeHandlerLimit(@Nullable Long bytes, String source) {
		this.bytes = bytes;
		this.source = source;
	}

	@Override
	public void apply(ServerWebExchange exchange) {
		RequestFeatures.from(exchange)
			.find(MaxRequestBodySizeFeature.class)
			.ifPresent((feature) -> apply(feature, exchange));
	}

	private void apply(MaxRequestBodySizeFeature feature, ServerWebExchange exchange) {
		try {
			feature.setMaxRequestBodySize(this.bytes, this.source);
		}
		catch (IllegalStateException ex) {
			warnOnce(feature, exchange);
		}
	}

	private void warnOnce(MaxRequestBodySizeFeature feature, ServerWebExchange exchange) {
		if (this.warned.compareAndSet(false, true)) {
			Long limit = feature.getMaxRequestBodySize();
			logger.warn(this.source + " is not applied to " + exchange.getRequest().getMethod() + " "
					+ exchange.getRequest().getPath().value()
					+ ": its body was being read before its handler was known,"
					+ " for instance by a filter that looks for a form field. "
					+ ((limit != null) ? "The limit of " + limit + " bytes holds" : "It has no limit")
					+ ". Let the filter leave such requests alone, or set the limit in a filter before it with"
					+ " MaxRequestBodySizeFeature. This is said once.");
		}
	}

	@Override
	public String toString() {
		return this.source;
	}

}
