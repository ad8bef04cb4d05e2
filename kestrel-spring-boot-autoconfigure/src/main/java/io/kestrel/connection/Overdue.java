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

import io.kestrel.refusal.Refusal;
import io.netty.channel.ChannelHandlerContext;

/**
 * What happens to a client that takes too long.
 */
final class Overdue {

	private Overdue() {
	}

	/**
	 * Do what is due.
	 * @param late what takes too long
	 * @param connection the connection
	 */
	static void act(ConnectionTiming.Late late, HttpConnection connection) {
		switch (late) {
			case NOTHING -> {
			}
			case REQUEST -> close(connection);
			case DRAIN -> endDrain(connection);
			case REQUEST_HEADERS -> refuse(Refusal.REQUEST_HEADERS_TIMEOUT, connection);
			case REQUEST_BODY -> refuse(Refusal.REQUEST_BODY_TOO_SLOW, connection);
			case RESPONSE -> reset(connection);
			case PING -> refuse(Refusal.HTTP2_PING_TIMEOUT, connection);
		}
	}

	private static void close(HttpConnection connection) {
		Http2Traffic http2 = connection.http2();
		if (http2 != null) {
			http2.end().begin();
		}
		else {
			connection.channel().close();
		}
	}

	private static void endDrain(HttpConnection connection) {
		ChannelHandlerContext handler = connection.channel().pipeline().context(Http1Handler.class);
		if (handler != null) {
			// Not the channel: the handler itself would go on waiting for the rest.
			handler.close();
		}
		else {
			connection.abort();
		}
	}

	private static void refuse(Refusal refusal, HttpConnection connection) {
		Http1Handler http1 = connection.http1();
		Http2Traffic http2 = connection.http2();
		if (http1 != null) {
			http1.refuse(refusal);
		}
		else if (http2 != null) {
			connection.settings().report(refusal, connection.channel());
			connection.abort();
		}
	}

	private static void reset(HttpConnection connection) {
		connection.settings().report(Refusal.RESPONSE_TOO_SLOW, connection.channel());
		connection.reset();
	}

}
