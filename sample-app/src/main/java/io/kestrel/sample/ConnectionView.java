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

package io.kestrel.sample;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The connection through which a request arrived, as the server sees it.
 *
 * @param localAddress address on the server's side, {@code null} for a Unix socket
 * @param localPort port on the server's side, {@code null} for a Unix socket
 * @param protocol protocol, such as HTTP/1.1
 * @param secure whether TLS is spoken
 */
record ConnectionView(@Nullable String localAddress, @Nullable Integer localPort, String protocol, boolean secure) {

	static ConnectionView of(ServerHttpRequest request) {
		InetSocketAddress local = request.getLocalAddress();
		HttpServerRequest nativeRequest = ServerHttpRequestDecorator.getNativeRequest(request);
		return new ConnectionView((local != null) ? local.getAddress().getHostAddress() : null,
				(local != null) ? local.getPort() : null, nativeRequest.protocol(), request.getSslInfo() != null);
	}

}
