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

import io.kestrel.http2.ConnectionCodec;
import io.kestrel.refusal.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Puts our codec of HTTP/2 where Reactor Netty adds its own, of which it lets nobody
 * change anything. The handler of the streams finds its codec when it is added, directly
 * after it, and keeps it. Between the two there is one chance: Reactor Netty's codec says
 * hello at once. This handler hears it, keeps it from the client, and puts our codec in
 * front, which is the one that is found. {@link #finish} takes the other one away.
 */
final class Http2Takeover extends ChannelOutboundHandlerAdapter {

	private static final String NAME = "kestrel.http2Takeover";

	static final String CODEC = "kestrel.http2Codec";

	private final HttpConnection connection;

	private @Nullable ConnectionCodec codec;

	/** Whether what is written is ours. */
	private boolean ours;

	private Http2Takeover(HttpConnection connection) {
		this.connection = connection;
	}

	/**
	 * Wait for Reactor Netty's codec.
	 * @param pipeline the pipeline
	 * @param place the handler of Reactor Netty's behind which it adds the codec
	 * @param connection the connection
	 */
	static void install(ChannelPipeline pipeline, String place, HttpConnection connection) {
		pipeline.addBefore(place, NAME, new Http2Takeover(connection));
	}

	/**
	 * Leave one codec. Does nothing where HTTP/1.1 is spoken.
	 * @param pipeline the pipeline, to which Reactor Netty has added its handlers
	 */
	static void finish(ChannelPipeline pipeline) {
		if (pipeline.get(NAME) instanceof Http2Takeover takeover) {
			if (takeover.codec != null) {
				pipeline.remove(NettyPipeline.HttpCodec);
			}
			pipeline.remove(takeover);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (this.ours) {
			context.write(message, promise);
			return;
		}
		ReferenceCountUtil.release(message);
		promise.trySuccess();
		ChannelPipeline pipeline = context.pipeline();
		if (this.codec == null && pipeline.get(NettyPipeline.HttpCodec) instanceof Http2FrameCodec) {
			this.codec = codec(pipeline);
			this.ours = true;
			pipeline.addBefore(NettyPipeline.HttpCodec, CODEC, this.codec);
			this.codec.openWindow(pipeline.context(this.codec));
			this.ours = false;
		}
	}

	private void refused(Refusal refusal, boolean answered) {
		ConnectionSettings settings = this.connection.settings();
		if (answered) {
			settings.report(refusal, this.connection.channel());
		}
		else {
			settings.report(refusal, this.connection.channel(), "RST_STREAM");
		}
	}

	private ConnectionCodec codec(ChannelPipeline pipeline) {
		ConnectionSettings settings = this.connection.settings();
		return ConnectionCodec.create(settings.limits(), pipeline.get(SslHandler.class) != null, settings.server(),
				this.connection.timing().heartbeat(), this::refused);
	}

}
