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

import io.kestrel.feature.UpgradedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * A connection, or a stream of HTTP/2, that does not speak HTTP any more, in the place of
 * the operations of its last request. Event loop only.
 */
final class UpgradedOperations extends ChannelOperations<NettyInbound, NettyOutbound> {

	/** What stands between our handler and Reactor Netty's last one, for HTTP alone. */
	private static final String[] HTTP_HANDLERS = { NettyPipeline.HttpTrafficHandler, NettyPipeline.AccessLogHandler,
			NettyPipeline.CompressionHandler };

	private final ChannelOperations<?, ?> request;

	private final String protocol;

	/** Whether the client sends nothing more. */
	private boolean received;

	UpgradedOperations(ChannelOperations<?, ?> request, String protocol) {
		super(Connection.from(request.channel()), ConnectionObserver.emptyListener());
		this.request = request;
		this.protocol = protocol;
	}

	private boolean isStream() {
		return channel() instanceof Http2StreamChannel;
	}

	/**
	 * Answer the request, and take its place.
	 * @return done when the answer is sent
	 */
	ChannelFuture begin() {
		ChannelPipeline pipeline = channel().pipeline();
		HttpHeaders headers = ((HttpServerResponse) this.request).responseHeaders();
		headers.remove(HttpHeaderNames.TRANSFER_ENCODING).remove(HttpHeaderNames.CONTENT_LENGTH);
		HttpResponseStatus status = HttpResponseStatus.OK;
		if (!isStream()) {
			status = HttpResponseStatus.SWITCHING_PROTOCOLS;
			headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
				.set(HttpHeaderNames.UPGRADE, this.protocol);
			for (String name : HTTP_HANDLERS) {
				if (pipeline.get(name) != null) {
					pipeline.remove(name);
				}
			}
		}
		Http2Tunnel.open(channel());
		// From now on bytes are read as somebody asks for them.
		channel().config().setAutoRead(false);
		this.request.rebind(this);
		HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers);
		return channel().writeAndFlush(response);
	}

	/**
	 * Return what the application sees of it.
	 * @param channel the connection, or the stream
	 * @return the bytes
	 */
	UpgradedConnection connection(Channel channel) {
		return new Bytes(new NettyDataBufferFactory(channel.alloc()));
	}

	@Override
	protected void onInboundNext(ChannelHandlerContext context, Object message) {
		if (!(message instanceof LastHttpContent last)) {
			super.onInboundNext(context, message);
			return;
		}
		this.received = true;
		if (last.content().isReadable()) {
			super.onInboundNext(context, last);
		}
		else {
			last.release();
		}
		onInboundComplete();
	}

	/**
	 * Close behind all that was sent.
	 */
	void end() {
		Channel channel = channel();
		if (!channel.isActive()) {
			return;
		}
		if (!isStream()) {
			channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
			return;
		}
		channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
		if (!this.received) {
			reset(Http2Error.NO_ERROR);
		}
	}

	/**
	 * Close because the application has failed.
	 */
	void fail() {
		if (isStream() && channel().isActive()) {
			reset(Http2Error.INTERNAL_ERROR);
		}
		else {
			channel().close();
		}
	}

	private void reset(Http2Error error) {
		channel().writeAndFlush(new DefaultHttp2ResetFrame(error));
	}

	/**
	 * What the application sees of it.
	 */
	private final class Bytes implements UpgradedConnection {

		private final NettyDataBufferFactory factory;

		private Bytes(NettyDataBufferFactory factory) {
			this.factory = factory;
		}

		@Override
		public String getProtocol() {
			return UpgradedOperations.this.protocol;
		}

		@Override
		public Flux<DataBuffer> receive() {
			return UpgradedOperations.this.receive().retain().map(this.factory::wrap);
		}

		@Override
		public Mono<Void> send(Publisher<? extends DataBuffer> data) {
			Flux<ByteBuf> bytes = Flux.from(data).map(NettyDataBufferFactory::toByteBuf);
			return UpgradedOperations.this.send(new BoundedFlux<>(bytes, channel()), (sent) -> true).then();
		}

		@Override
		public DataBufferFactory bufferFactory() {
			return this.factory;
		}

	}

}
