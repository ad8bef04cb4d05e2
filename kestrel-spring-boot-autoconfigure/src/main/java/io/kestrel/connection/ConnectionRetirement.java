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

import java.util.concurrent.ThreadLocalRandom;

import io.kestrel.limits.ConnectionLimits;
import io.kestrel.refusal.Refusal;
import io.kestrel.time.Heartbeat;
import io.kestrel.timing.ConnectionAge;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that is over its age so that no request is lost. HTTP/1.1: with the
 * next response, or at once where none is due. HTTP/2: with two GOAWAY frames, of which
 * the first still lets the client send what it had begun to (RFC 9113 section 6.8). Event
 * loop only.
 */
final class ConnectionRetirement {

	private final HttpConnection connection;

	private final ConnectionAge age;

	/** Whether the final GOAWAY is still to be sent. */
	private boolean finalDue;

	ConnectionRetirement(HttpConnection connection, ConnectionAge age) {
		this.connection = connection;
		this.age = age;
	}

	/**
	 * Return what ends a connection at its age.
	 * @param connection the connection
	 * @param limits how old it may be
	 * @param heartbeat that of its event loop
	 * @return what ends it, {@code null} where connections have no age
	 */
	static @Nullable ConnectionRetirement of(HttpConnection connection, ConnectionLimits limits, Heartbeat heartbeat) {
		return limits.maxAge().isNegative() ? null : new ConnectionRetirement(connection,
				new ConnectionAge(limits, heartbeat.number(), ThreadLocalRandom.current()));
	}

	/**
	 * Hear a beat.
	 * @param number its number
	 */
	void beat(long number) {
		switch (this.age.beat(number)) {
			case YOUNG -> {
			}
			case OLD -> {
				// Of a head that has come in part nobody would get an answer.
				if (!this.connection.timing().isAwaitingHead()) {
					this.age.retire(number);
					retire();
				}
			}
			case RETIRED -> finish();
			case OVER -> {
				this.connection.settings().report(Refusal.CONNECTION_TOO_OLD, this.connection.channel());
				this.connection.reset();
			}
		}
	}

	private void retire() {
		Channel channel = this.connection.channel();
		if (channel.pipeline().get(Http2FrameCodec.class) == null) {
			this.connection.drain();
			return;
		}
		Http2GoAwayFrame warning = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
		// More than there can be: the codec makes the highest number of it.
		warning.setExtraStreamIds(Integer.MAX_VALUE);
		channel.writeAndFlush(warning);
		this.finalDue = true;
	}

	private void finish() {
		if (this.finalDue) {
			this.finalDue = false;
			Channel channel = this.connection.channel();
			channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
			// Once the last stream has ended.
			channel.close();
		}
	}

}
