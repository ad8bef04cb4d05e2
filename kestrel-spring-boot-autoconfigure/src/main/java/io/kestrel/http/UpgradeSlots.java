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

package io.kestrel.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * Makes room for another protocol. Netty's WebSocket handshake looks for a decoder and an
 * encoder of its own, and puts its handlers in their places; these two let everything
 * pass until then.
 */
public final class UpgradeSlots {

	private static final String DECODER = "kestrel.upgradeDecoder";

	private static final String ENCODER = "kestrel.upgradeEncoder";

	private UpgradeSlots() {
	}

	/**
	 * Add the slots, nearer to the network than a handler.
	 * @param context the handler that decodes and encodes HTTP/1.1
	 */
	public static void add(ChannelHandlerContext context) {
		ChannelPipeline pipeline = context.pipeline();
		if (pipeline.context(DECODER) == null) {
			pipeline.addBefore(context.name(), ENCODER, new EncoderSlot())
				.addBefore(context.name(), DECODER, new DecoderSlot());
		}
	}

	/**
	 * Remove the slots if nothing came of the upgrade.
	 * @param context the handler that decodes and encodes HTTP/1.1
	 */
	public static void remove(ChannelHandlerContext context) {
		ChannelPipeline pipeline = context.pipeline();
		if (pipeline.context(DECODER) != null) {
			pipeline.remove(DECODER);
			pipeline.remove(ENCODER);
		}
	}

	/**
	 * Return where octets of the other protocol begin their way to the application. Not
	 * the head of the pipeline: TLS would decrypt them again.
	 * @param context the handler that decodes and encodes HTTP/1.1
	 * @return the place, which stays one when the slots are replaced or removed
	 */
	public static ChannelHandlerContext entry(ChannelHandlerContext context) {
		ChannelHandlerContext encoder = context.pipeline().context(ENCODER);
		return (encoder != null) ? encoder : context;
	}

	private static final class DecoderSlot extends HttpRequestDecoder {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			context.fireChannelRead(message);
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.fireChannelReadComplete();
		}

	}

	private static final class EncoderSlot extends HttpResponseEncoder {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			context.write(message, promise);
		}

	}

}
