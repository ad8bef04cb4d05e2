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

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.kestrel.feature.NativeRequestFeatures;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The open connections of one running server, over all its endpoints, from the moment
 * they are accepted. Reactor Netty's own group lacks those that have not spoken yet, for
 * instance an HTTP/2 connection that never had a stream.
 *
 * @since 0.1.0
 */
public final class Connections {

	private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private final Http2StreamCodec streamCodec = new Http2StreamCodec();

	private volatile boolean draining;

	/**
	 * Take in a connection whose pipeline Reactor Netty has just made.
	 * @param channel the connection
	 * @param settings what holds for the endpoint that accepted it
	 */
	public void add(Channel channel, ConnectionSettings settings) {
		HttpConnection connection = new HttpConnection(this, channel, settings);
		NativeRequestFeatures.publish(channel, connection);
		ProtocolSlot.install(channel.pipeline(), connection);
		this.open.add(connection);
		connection.opened(channel.pipeline().get(NettyPipeline.SslHandler) != null);
		channel.closeFuture().addListener(connection);
		if (this.draining) {
			// Accepted before the listening socket closed, registered after.
			connection.drain();
		}
	}

	/**
	 * Take in a stream of HTTP/2, before its first frame. Does nothing for all others.
	 * @param connection the connection or stream as Reactor Netty has it
	 * @param state what has just happened to it
	 */
	public static void addStream(Connection connection, ConnectionObserver.State state) {
		if (state == ConnectionObserver.State.CONNECTED && connection.channel() instanceof Http2StreamChannel stream
				&& NativeRequestFeatures.published(stream.parent()) instanceof HttpConnection own) {
			stream.pipeline().replace(NettyPipeline.H2ToHttp11Codec, NettyPipeline.H2ToHttp11Codec, own.streamCodec());
		}
	}

	/**
	 * Take in a request, before Reactor Netty passes it on. Only a stream of HTTP/2 needs
	 * it; HTTP/1.1 knows its requests from their messages.
	 * @param request the request as Reactor Netty has it
	 */
	public static void addRequest(Connection request) {
		if (request.channel() instanceof Http2StreamChannel stream && request instanceof HttpServerRequest head) {
			HttpConnection connection = (NativeRequestFeatures.published(stream.parent()) instanceof HttpConnection own)
					? own : null;
			if (connection != null) {
				count(connection);
			}
			if (connection != null && head.method().equals(HttpMethod.CONNECT)) {
				// Has no body, but may open a tunnel, which has no limit.
				stream.pipeline()
					.addBefore(NettyPipeline.HttpTrafficHandler, Http2Tunnel.NAME,
							new Http2Tunnel(stream, connection.http2()));
			}
			// Where the request has no body, its end came with its head.
			else if (connection != null && stream.stream().state() == Http2Stream.State.OPEN) {
				track(connection, stream);
				Http2StreamHandler handler = new Http2StreamHandler(connection.streamBody(stream),
						connection.timing().newBody(), connection.settings(), head.requestHeaders());
				stream.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, Http2StreamHandler.NAME, handler);
			}
		}
	}

	/* What is unread would keep the stream's channel open. */
	private static void track(HttpConnection connection, Http2StreamChannel stream) {
		Http2Traffic traffic = connection.http2();
		if (traffic != null) {
			traffic.track(stream);
		}
	}

	/* Reactor Netty counts the requests of HTTP/1.1 only. */
	private static void count(HttpConnection connection) {
		Http2Traffic traffic = connection.http2();
		if (traffic != null && traffic.isLastRequest(connection.settings().limits().maxRequestsPerConnection())) {
			connection.execute(connection::drain);
		}
	}

	Http2StreamCodec streamCodec() {
		return this.streamCodec;
	}

	void remove(HttpConnection connection) {
		connection.closed();
		this.open.remove(connection);
		completeIfDrained();
	}

	private void completeIfDrained() {
		if (this.draining && this.open.isEmpty()) {
			this.drained.complete(null);
		}
	}

	/**
	 * Return how many connections are open.
	 * @return the number
	 */
	public int size() {
		return this.open.size();
	}

	/**
	 * Let each connection answer the requests whose head is parsed, then close it: idle
	 * ones at once, HTTP/2 after a GOAWAY. Call it after the listening sockets have
	 * closed.
	 * @return completes when no connection is left
	 */
	public CompletionStage<Void> drain() {
		this.draining = true;
		this.open.forEach((connection) -> connection.execute(connection::drain));
		completeIfDrained();
		return this.drained;
	}

	/**
	 * Close all connections at once.
	 * @return how many there were
	 */
	public int abort() {
		int count = 0;
		for (HttpConnection connection : this.open) {
			connection.execute(connection::abort);
			count++;
		}
		return count;
	}

}
