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
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reads the body and says what it saw: method, target, Host, length of the body.
 */
final class EchoHandler implements HttpHandler {

	private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

	private static final Pattern ECHO = Pattern.compile("echo <(.*)>");

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		return request.getBody()
			.map(EchoHandler::count)
			.reduce(0, Integer::sum)
			.flatMap((length) -> response.writeWith(Flux.just(text(request, response, length))))
			.onErrorResume(ResponseStatusException.class, (failure) -> refuse(response, failure));
	}

	/* As WebFlux does. */
	private static Mono<Void> refuse(ServerHttpResponse response, ResponseStatusException failure) {
		response.setStatusCode(failure.getStatusCode());
		response.getHeaders().setContentLength(0);
		return response.setComplete();
	}

	private static int count(DataBuffer buffer) {
		int count = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return count;
	}

	private static DataBuffer text(ServerHttpRequest request, ServerHttpResponse response, int length) {
		HttpServerRequest nativeRequest = ServerHttpRequestDecorator.getNativeRequest(request);
		String host = request.getHeaders().getFirst("Host");
		String text = "echo <" + request.getMethod() + " " + nativeRequest.uri() + " " + ((host != null) ? host : "")
				+ " " + length + ">";
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		response.getHeaders().setContentLength(bytes.length);
		return response.bufferFactory().wrap(bytes);
	}

	static List<Integer> statuses(String received) {
		return STATUS.matcher(received).results().map((match) -> Integer.valueOf(match.group(1))).toList();
	}

	static @Nullable String echo(String response) {
		List<String> echoes = echoes(response);
		return echoes.isEmpty() ? null : echoes.get(0);
	}

	static List<String> echoes(String received) {
		return ECHO.matcher(received).results().map((match) -> match.group(1)).toList();
	}

}
