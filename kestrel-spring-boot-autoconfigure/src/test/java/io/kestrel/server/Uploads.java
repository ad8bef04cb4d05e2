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

import java.nio.charset.StandardCharsets;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeatures;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.handler.ResponseStatusExceptionHandler;

/**
 * What handlers of the tests do with a body.
 */
final class Uploads {

	private Uploads() {
	}

	/**
	 * Return what the server calls, which answers errors by their status as WebFlux does.
	 */
	static HttpHandler handledBy(WebHandler handler) {
		return WebHttpHandlerBuilder.webHandler(handler).exceptionHandler(new ResponseStatusExceptionHandler()).build();
	}

	/**
	 * Answer with the number of bytes.
	 */
	static Mono<Void> count(ServerWebExchange exchange) {
		return count(exchange.getRequest().getBody()).flatMap((count) -> answer(exchange, "counted " + count));
	}

	static Mono<Long> count(Flux<DataBuffer> body) {
		return body.map((buffer) -> {
			long bytes = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return bytes;
		}).reduce(0L, Long::sum);
	}

	/**
	 * Answer with what came.
	 */
	static Mono<Void> echo(ServerWebExchange exchange) {
		return DataBufferUtils.join(exchange.getRequest().getBody()).map((joined) -> {
			String text = joined.toString(StandardCharsets.ISO_8859_1);
			DataBufferUtils.release(joined);
			return text;
		}).defaultIfEmpty("").flatMap((text) -> answer(exchange, "echo " + text));
	}

	static Mono<Void> answer(ServerWebExchange exchange, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		exchange.getResponse().getHeaders().setContentLength(bytes.length);
		return exchange.getResponse()
			.writeWith(Mono.fromSupplier(() -> exchange.getResponse().bufferFactory().wrap(bytes)));
	}

	static MaxRequestBodySizeFeature limitOf(ServerWebExchange exchange) {
		return RequestFeatures.from(exchange).find(MaxRequestBodySizeFeature.class).orElseThrow();
	}

}
