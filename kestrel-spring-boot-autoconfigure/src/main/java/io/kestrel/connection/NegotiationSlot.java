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

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import reactor.netty.NettyPipeline;

/**
 * Keeps a place in the pipeline of a TLS connection until ALPN has said which protocol is
 * spoken: Reactor Netty adds its HTTP/1.1 handlers only then, behind this one.
 */
final class NegotiationSlot extends ChannelInboundHandlerAdapter {

	private static final String NAME = "kestrel.negotiationSlot";

	private static final String HTTP1_NAME = "kestrel.http1";

	private final HttpConnection connection;

	private NegotiationSlot(HttpConnection connection) {
		this.connection = connection;
	}

	/**
	 * Put the handler of HTTP/1.1 in its place, now or as soon as the protocol is known.
	 * @param pipeline the pipeline as Reactor Netty made it
	 * @param connection the connection
	 */
	static void install(ChannelPipeline pipeline, HttpConnection connection) {
		if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			pipeline.addBefore(NettyPipeline.HttpTrafficHandler, HTTP1_NAME, connection.speakHttp1());
		}
		else if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, new NegotiationSlot(connection));
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ChannelPipeline pipeline = context.pipeline();
		if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			pipeline.addBefore(NettyPipeline.HttpTrafficHandler, HTTP1_NAME, this.connection.speakHttp1());
		}
		pipeline.remove(this);
		context.fireChannelRead(message);
	}

}
