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
import io.kestrel.refusal.Refusal;
import io.kestrel.tls.SecureEndpoint;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.reactivestreams.Publisher;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers requests that came on a connection for another server name with
 * {@code 421 Misdirected Request} (RFC 9110, section 15.5.20), so that the client asks
 * again on a connection of its own.
 */
final class MisdirectedRequests implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private final SecureEndpoint endpoint;

	private final ConnectionSettings settings;

	private final BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> next;

	MisdirectedRequests(SecureEndpoint endpoint, ConnectionSettings settings,
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> next) {
		this.endpoint = endpoint;
		this.settings = settings;
		this.next = next;
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		if (request instanceof Connection connection) {
			Channel channel = connection.channel();
			// The parent of any other channel is the one that listens.
			Channel secured = (channel instanceof Http2StreamChannel) ? channel.parent() : channel;
			if (Authorities.of(request).anyMatch((authority) -> this.endpoint.isMisdirected(secured, authority))) {
				this.settings.report(Refusal.MISDIRECTED, channel);
				return response.status(HttpResponseStatus.MISDIRECTED_REQUEST).send();
			}
		}
		return this.next.apply(request, response);
	}

}
