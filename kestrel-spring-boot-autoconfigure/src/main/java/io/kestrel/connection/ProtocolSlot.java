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
import java.util.Set;

import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import reactor.netty.NettyPipeline;

/**
 * Puts our handler of HTTP/1.1 in the place of Netty's codec, as soon as it is known that
 * HTTP/1.1 is spoken: at once where nothing else is; after ALPN; where clear text may be
 * HTTP/2 as well, after the first octets.
 */
final class ProtocolSlot {

	private static final String NAME = "kestrel.protocolSlot";

	private static final String HANDSHAKE_NAME = "kestrel.afterHandshake";

	private ProtocolSlot() {
	}

	/**
	 * Put the handler of HTTP/1.1 in its place, now or as soon as the protocol is known.
	 * @param pipeline the pipeline as Reactor Netty made it
	 * @param connection the connection
	 */
	static void install(ChannelPipeline pipeline, HttpConnection connection) {
		if (pipeline.get(NettyPipeline.SslReader) != null) {
			pipeline.addAfter(NettyPipeline.SslReader, HANDSHAKE_NAME, new AfterHandshake(connection));
		}
		if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			Http2Takeover.install(pipeline, NettyPipeline.H2OrHttp11Codec, connection);
		}
		if (pipeline.get(NettyPipeline.H2CUpgradeHandler) != null) {
			pipeline.addBefore(NettyPipeline.H2CUpgradeHandler, NAME, new Preface(connection));
		}
		else if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			speakHttp1(pipeline, connection);
		}
		else if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, new AfterAlpn(connection));
		}
		else if (connection.isOverflow()) {
			Http2Overflow.refuse(pipeline, connection);
		}
	}

	private static void speakHttp1(ChannelPipeline pipeline, HttpConnection connection) {
		pipeline.replace(HttpServerCodec.class, NettyPipeline.HttpCodec, connection.speakHttp1());
	}

	/* Where HTTP/2 is spoken. A pipeline without the codec has ended meanwhile. */
	private static void speakHttp2(ChannelPipeline pipeline, HttpConnection connection) {
		Http2FrameCodec codec = pipeline.get(Http2FrameCodec.class);
		if (codec != null && pipeline.get(NettyPipeline.H2MultiplexHandler) != null) {
			pipeline.addBefore(NettyPipeline.H2MultiplexHandler, Http2Traffic.NAME, connection.speakHttp2(codec));
			pipeline.addBefore(NettyPipeline.H2MultiplexHandler, Http2Errors.NAME, new Http2Errors(connection));
		}
	}

	/**
	 * Lets the time of the first request begin when the handshake is over: only then do
	 * the handlers behind it hear that there is a connection.
	 */
	private static final class AfterHandshake extends ChannelInboundHandlerAdapter {

		private final HttpConnection connection;

		private AfterHandshake(HttpConnection connection) {
			this.connection = connection;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.connection.timing().awaitRequest();
			context.pipeline().remove(this);
			context.fireChannelActive();
		}

	}

	/**
	 * Waits until ALPN has made Reactor Netty add its handlers, behind this one.
	 */
	private static final class AfterAlpn extends ChannelInboundHandlerAdapter {

		private static final Set<String> TOO_OLD = Set.of("TLSv1", "TLSv1.1");

		private final HttpConnection connection;

		private AfterAlpn(HttpConnection connection) {
			this.connection = connection;
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
				settle(context.pipeline());
			}
			context.fireUserEventTriggered(event);
		}

		private void settle(ChannelPipeline pipeline) {
			Http2Takeover.finish(pipeline);
			if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
				if (this.connection.settings().http1()) {
					speakHttp1(pipeline, this.connection);
				}
				else {
					// ALPN has told the client what is spoken, if it has asked.
					this.connection.settings().report(Refusal.HTTP1_NOT_SPOKEN, this.connection.channel());
					this.connection.channel().close();
				}
			}
			else if (this.connection.isOverflow()) {
				Http2Overflow.refuse(pipeline, this.connection);
			}
			else {
				speakHttp2(pipeline, this.connection);
				refuseOldTls(pipeline);
			}
			pipeline.remove(this);
		}

		/* RFC 9113 section 9.2. */
		private void refuseOldTls(ChannelPipeline pipeline) {
			SslHandler ssl = pipeline.get(SslHandler.class);
			Http2Traffic http2 = this.connection.http2();
			if (ssl != null && http2 != null && TOO_OLD.contains(ssl.engine().getSession().getProtocol())) {
				this.connection.settings().report(Refusal.TLS_TOO_OLD_FOR_HTTP2, this.connection.channel());
				http2.end().refuse(Http2Error.INADEQUATE_SECURITY);
			}
		}

	}

	/**
	 * Looks for the preface of HTTP/2 (RFC 9113 section 3.4). What does not begin with it
	 * is HTTP/1.1, in which {@code Upgrade: h2c} means nothing any more (section 3.1).
	 */
	private static final class Preface extends ByteToMessageDecoder {

		private static final ByteBuf PREFACE = Unpooled
			.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf().asReadOnly());

		private final HttpConnection connection;

		private Preface(HttpConnection connection) {
			this.connection = connection;
		}

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
			int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
			if (!ByteBufUtil.equals(in, in.readerIndex(), PREFACE, PREFACE.readerIndex(), length)) {
				if (!this.connection.settings().http1()) {
					refuse(context, in);
					return;
				}
				ChannelPipeline pipeline = context.pipeline();
				pipeline.remove(NettyPipeline.H2CUpgradeHandler);
				pipeline.remove(HttpServerUpgradeHandler.class);
				speakHttp1(pipeline, this.connection);
				pipeline.remove(this);
			}
			else if (length == PREFACE.readableBytes() && this.connection.isOverflow()) {
				Http2Overflow.refuse(context.pipeline(), this.connection);
				context.pipeline().remove(this);
			}
			else if (length == PREFACE.readableBytes()) {
				ChannelPipeline pipeline = context.pipeline();
				Http2Takeover.install(pipeline, NettyPipeline.H2CUpgradeHandler, this.connection);
				// Alone, so that the first frames find all handlers in their places:
				// Reactor Netty adds its own at the preface.
				context.fireChannelRead(in.readRetainedSlice(length));
				Http2Takeover.finish(pipeline);
				speakHttp2(pipeline, this.connection);
				pipeline.remove(this);
			}
		}

		private void refuse(ChannelHandlerContext context, ByteBuf in) {
			if (Http2Only.refuse(context, in, this.connection)) {
				in.skipBytes(in.readableBytes());
			}
		}

	}

}
