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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.kestrel.feature.NativeRequestFeatures;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * The WebSockets of one connection: itself on HTTP/1.1, any number of streams on HTTP/2
 * (RFC 8441). Event loop only.
 */
final class WebSockets {

	/** What holds for the WebSocket that the application has just accepted. */
	private static final AttributeKey<WebsocketServerSpec> SPEC = AttributeKey.valueOf(WebSockets.class, "spec");

	/** The name that both Netty and Reactor Netty give it. */
	private static final String DECODER = "wsdecoder";

	/** Bytes. */
	private static final int DECOMPRESSION_SLACK = 1024;

	private static final AttributeKey<WebSockets> ALL = AttributeKey.valueOf(WebSockets.class, "all");

	private final Set<WebSocketGuard> open = new HashSet<>();

	private boolean goingAway;

	/**
	 * Accept a WebSocket, and guard it from its first frame on.
	 * @param response the response as Reactor Netty has it
	 * @param handler the handler of the application
	 * @param spec what the application wants of it
	 * @return ends when the handshake is over, or refused
	 */
	static Mono<Void> accept(HttpServerResponse response,
			BiFunction<? super WebsocketInbound, ? super WebsocketOutbound, ? extends Publisher<Void>> handler,
			WebsocketServerSpec spec) {
		Mono<Void> refusal = WebSocketHandshake.refusal(response);
		if (refusal != null) {
			return refusal;
		}
		WebsocketServerSpec bounded = bounded(spec);
		if (response instanceof Connection connection) {
			connection.channel().attr(SPEC).set(bounded);
		}
		return response.sendWebsocket((in, out) -> {
			in.withConnection((connection) -> guardStream(connection.channel()));
			return handler.apply(in, out);
		}, bounded);
	}

	/*
	 * A small frame can be decompressed to a thousand times its size. The limit of a
	 * frame holds for what becomes of it, unless the application has set another one.
	 * Netty gets a little more: since 4.2.18 it wants 512 bytes free behind the last
	 * byte. WebSocketRules refuse a message that has used them.
	 */
	private static WebsocketServerSpec bounded(WebsocketServerSpec spec) {
		if (!spec.compress() || spec.maxDecompressionBufferSize() > 0) {
			return spec;
		}
		WebsocketServerSpec.Builder builder = WebsocketServerSpec.builder()
			.compress(true)
			.handlePing(spec.handlePing())
			.maxFramePayloadLength(spec.maxFramePayloadLength())
			.maxDecompressionBufferSize(
					(int) Math.min(Integer.MAX_VALUE, (long) spec.maxFramePayloadLength() + DECOMPRESSION_SLACK))
			.compressionAllowServerNoContext(spec.compressionAllowServerNoContext())
			.compressionPreferredClientNoContext(spec.compressionPreferredClientNoContext());
		String protocols = spec.protocols();
		return ((protocols != null) ? builder.protocols(protocols) : builder).build();
	}

	/* Of HTTP/2. That of HTTP/1.1 is guarded already. */
	private static void guardStream(Channel channel) {
		if (channel.eventLoop().inEventLoop()) {
			guard(channel);
		}
		else {
			channel.eventLoop().execute(() -> guard(channel));
		}
	}

	/**
	 * Guard a WebSocket whose handshake is over but for the response, or altogether. Does
	 * nothing if it is guarded already, or is no WebSocket.
	 * @param channel the connection, or the stream of HTTP/2
	 */
	static void guard(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		WebsocketServerSpec spec = channel.attr(SPEC).get();
		if (pipeline.get(DECODER) == null || pipeline.get(WebSocketGuard.NAME) != null
				|| pipeline.get(NettyPipeline.ReactiveBridge) == null) {
			return;
		}
		Channel socket = (channel instanceof Http2StreamChannel) ? channel.parent() : channel;
		if (!(NativeRequestFeatures.published(socket) instanceof HttpConnection connection)) {
			return;
		}
		if (spec != null) {
			// Netty's own closes the connection behind our back.
			pipeline.replace(DECODER, DECODER,
					new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
						.allowExtensions(true)
						.maxFramePayloadLength(spec.maxFramePayloadLength())
						.closeOnProtocolViolation(false)
						.build()));
			pipeline.addBefore(NettyPipeline.ReactiveBridge, null, new Utf8FrameValidator(false));
		}
		int maxMessageSize = (spec != null) ? spec.maxFramePayloadLength() : Integer.MAX_VALUE;
		WebSocketGuard guard = new WebSocketGuard(maxMessageSize, connection);
		pipeline.addBefore(NettyPipeline.ReactiveBridge, WebSocketGuard.NAME, guard);
		of(socket).add(guard, channel);
	}

	private void add(WebSocketGuard guard, Channel channel) {
		this.open.add(guard);
		channel.closeFuture().addListener((closed) -> this.open.remove(guard));
		if (this.goingAway) {
			channel.eventLoop().execute(guard::goAway);
		}
	}

	private static WebSockets of(Channel connection) {
		Attribute<WebSockets> all = connection.attr(ALL);
		all.setIfAbsent(new WebSockets());
		return all.get();
	}

	/**
	 * Tell all clients of a connection that the server goes away.
	 * @param connection the connection
	 */
	static void goAway(Channel connection) {
		WebSockets all = of(connection);
		all.goingAway = true;
		List.copyOf(all.open).forEach(WebSocketGuard::goAway);
	}

	/**
	 * Return the guard of a WebSocket.
	 * @param channel its channel
	 * @return its guard, {@code null} if it has none
	 */
	static @Nullable WebSocketGuard guardOf(Channel channel) {
		return channel.pipeline().get(WebSocketGuard.class);
	}

}
