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

import io.kestrel.feature.NativeRequestFeatures;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.ServerLimits;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;

/**
 * One connection of whatever protocol, from its acceptance to its end.
 */
final class HttpConnection implements NativeRequestFeatures.Source {

	/** The body of a request that is a stream of HTTP/2, once somebody needs it. */
	private static final AttributeKey<RequestBody> STREAM_BODY = AttributeKey.valueOf(HttpConnection.class,
			"streamBody");

	private final Channel channel;

	private final ServerLimits limits;

	/** {@code null} for HTTP/2, and as long as the protocol is not known. */
	private volatile @Nullable Http1Handler http1;

	HttpConnection(Channel channel, ServerLimits limits) {
		this.channel = channel;
		this.limits = limits;
	}

	EventLoop eventLoop() {
		return this.channel.eventLoop();
	}

	/**
	 * Speak HTTP/1.1.
	 * @return the handler to put in front of Reactor Netty
	 */
	Http1Handler speakHttp1() {
		Http1Handler handler = new Http1Handler(new Http1Exchange(this.limits.maxRequestBodySize()));
		this.http1 = handler;
		return handler;
	}

	@Override
	public RequestFeatures featuresOf(Channel channel, Connection operations) {
		Http1Handler handler = this.http1;
		if (channel != this.channel || handler == null) {
			return streamBody(channel);
		}
		Http1Exchange exchange = handler.exchange();
		int number = exchange.number();
		if (ChannelOperations.get(channel) == operations) {
			// It was the current one after its number was read, so the number is its own.
			return exchange.body(number);
		}
		RequestBody over = new RequestBody(number, this.limits.maxRequestBodySize());
		over.end(handler.isUpgraded());
		return over;
	}

	/**
	 * Return the body of the request of an HTTP/2 stream.
	 * @param stream the stream
	 * @return the one and only
	 */
	RequestBody streamBody(Channel stream) {
		RequestBody body = stream.attr(STREAM_BODY).get();
		if (body != null) {
			return body;
		}
		RequestBody created = new RequestBody(0, this.limits.maxRequestBodySize());
		RequestBody other = stream.attr(STREAM_BODY).setIfAbsent(created);
		return (other != null) ? other : created;
	}

	/**
	 * Let the requests that are there be answered, take no others, then close.
	 */
	void drain() {
		Http1Handler handler = this.http1;
		if (handler != null && this.channel.pipeline().get(Http2FrameCodec.class) == null) {
			handler.drain();
			return;
		}
		// A handshake that is not complete has no request. HTTP/2 sends GOAWAY, and
		// closes once its streams have ended.
		this.channel.close();
	}

	/**
	 * Close at once, whatever is going on.
	 */
	void abort() {
		// Not Channel.close(): HTTP/2 would go on waiting for its streams.
		this.channel.unsafe().close(this.channel.voidPromise());
	}

}
