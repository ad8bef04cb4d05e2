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

import java.util.function.BiFunction;

import io.kestrel.connection.ConnectionSettings;
import io.kestrel.proxy.AllowedHosts;
import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.reactivestreams.Publisher;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers requests for hosts that are not the server's with {@code 400 Bad Request}: a
 * page that somebody made a browser load from another name does not reach the application
 * (DNS rebinding), nor does a name that it would write into links.
 */
final class HostFilter implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private final AllowedHosts hosts;

	private final ConnectionSettings settings;

	private final BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> next;

	HostFilter(AllowedHosts hosts, ConnectionSettings settings,
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> next) {
		this.hosts = hosts;
		this.settings = settings;
		this.next = next;
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		if (Authorities.of(request).allMatch(this.hosts::allows)) {
			return this.next.apply(request, response);
		}
		if (request instanceof Connection connection) {
			this.settings.report(Refusal.HOST_NOT_ALLOWED, connection.channel());
		}
		return refusal(response).send();
	}

	/* A stream of HTTP/2 ends by itself (RFC 9113 section 8.2.2 on Connection). */
	private static HttpServerResponse refusal(HttpServerResponse response) {
		boolean stream = response instanceof Connection connection
				&& connection.channel() instanceof Http2StreamChannel;
		HttpServerResponse refusal = response.status(HttpResponseStatus.BAD_REQUEST);
		return stream ? refusal : refusal.keepAlive(false);
	}

}
