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

package io.kestrel.handshake;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;

/**
 * Last words in clear, to a client with which there will be no TLS. A close at once would
 * answer what the client still sends with a reset, and that makes it forget what it has
 * not read yet: so the sending side is closed first, and the handler that says farewell
 * throws away what comes until the client ends, or the time is over.
 */
final class Farewell {

	/* A lost segment is sent again within one second (RFC 6298 section 2). */
	static final int SECONDS = 2;

	private Farewell() {
	}

	/**
	 * Send last words and end the connection.
	 * @param context the handler that throws away what still comes, and reads on
	 * @param words what is sent
	 */
	static void say(ChannelHandlerContext context, ByteBuf words) {
		Channel channel = context.channel();
		Future<?> end = context.executor().schedule((Runnable) channel::close, SECONDS, TimeUnit.SECONDS);
		channel.closeFuture().addListener((closed) -> end.cancel(false));
		context.writeAndFlush(words).addListener((ChannelFuture sent) -> {
			if (sent.isSuccess() && channel instanceof DuplexChannel duplex) {
				duplex.shutdownOutput();
				context.read();
			}
			else {
				channel.close();
			}
		});
	}

}
