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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Tells a client of HTTP/2 that there is no room: empty settings, then GOAWAY with
 * ENHANCE_YOUR_CALM (RFC 9113 sections 3.4, 6.8 and 7), which says that no stream was
 * looked at. What it sends is thrown away until it closes, or its time is over: a close
 * with something unread would be a reset, which can overtake the answer.
 */
final class Http2Overflow extends ChannelInboundHandlerAdapter {

	private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
		.writeBytes(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xb })
		.asReadOnly());

	private Http2Overflow() {
	}

	/**
	 * Refuse a connection, of which the application has seen nothing.
	 * @param pipeline its pipeline
	 * @param connection the connection
	 */
	static void refuse(ChannelPipeline pipeline, HttpConnection connection) {
		connection.settings().report(Refusal.OVERLOADED, connection.channel());
		ChannelHandlerContext codec = pipeline.context(Http2FrameCodec.class);
		// Where clear text may be HTTP/1.1 too, the codec is not there yet. If it is, it
		// has
		// sent settings, and may send others.
		pipeline.addBefore((codec != null) ? codec.name() : NettyPipeline.H2CUpgradeHandler, null, new Http2Overflow());
		connection.channel().config().setAutoRead(true);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		context.writeAndFlush(ANSWER.duplicate());
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ReferenceCountUtil.release(message);
	}

}
