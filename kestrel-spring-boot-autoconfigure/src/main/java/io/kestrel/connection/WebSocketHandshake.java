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

package io.kestrel.connection;

import java.util.List;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The rule of the WebSocket handshake that neither Spring nor Reactor Netty has: there is
 * one version (RFC 6455 section 4.2.2). Netty would shake hands by the drafts 7 and 8,
 * and by that of 2010 where the client names no version; its 426 to all others lacks
 * {@code Upgrade} (RFC 9110 section 15.5.22). On HTTP/2 Reactor Netty does not say which
 * version it speaks.
 */
final class WebSocketHandshake {

	private static final String VERSION = WebSocketVersion.V13.toHttpHeaderValue();

	private WebSocketHandshake() {
	}

	/**
	 * Refuse a request whose {@code Sec-WebSocket-Version} is not 13, comes twice or is
	 * missing: 426 with the version that is spoken (section 4.4). Not for every request
	 * that asks for a WebSocket: the application may answer it in another way.
	 * @param response the response as Reactor Netty has it
	 * @return ends when the answer is given, {@code null} if the version is right
	 */
	static @Nullable Mono<Void> refusal(HttpServerResponse response) {
		if (!(response instanceof HttpServerRequest request)
				|| List.of(VERSION).equals(request.requestHeaders().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
			return null;
		}
		response.header(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION).header(HttpHeaderNames.CONTENT_LENGTH, "0");
		if (!HttpVersion.HTTP_1_1.equals(request.version())) {
			// HTTP/2 has no upgrade that could be required (RFC 9113 section 8.6).
			return response.status(HttpResponseStatus.BAD_REQUEST).send();
		}
		return response.status(HttpResponseStatus.UPGRADE_REQUIRED)
			.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
			.header(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
			.send();
	}

}
