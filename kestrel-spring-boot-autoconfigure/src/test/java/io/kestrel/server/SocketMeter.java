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

package io.kestrel.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

/**
 * Counts the open connections of a server and the bytes that it takes from them, nearer
 * to the socket than everything else.
 */
final class SocketMeter implements NettyServerCustomizer {

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicLong taken = new AtomicLong();

	private final Queue<Long> takenBeforeResponse = new ConcurrentLinkedQueue<>();

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnChannelInit((observer, channel, remoteAddress) -> {
			this.open.incrementAndGet();
			channel.closeFuture().addListener((closed) -> this.open.decrementAndGet());
			channel.pipeline().addFirst(new Counter());
		});
	}

	/**
	 * Return how many connections are open.
	 */
	int open() {
		return this.open.get();
	}

	/**
	 * Return how many bytes the server has taken from all connections.
	 */
	long taken() {
		return this.taken.get();
	}

	/**
	 * Return what the server had taken from each connection when its first response began
	 * to leave.
	 */
	Queue<Long> takenBeforeResponse() {
		return this.takenBeforeResponse;
	}

	private final class Counter extends ChannelDuplexHandler {

		private long count;

		private boolean answered;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof ByteBuf bytes) {
				this.count += bytes.readableBytes();
				SocketMeter.this.taken.addAndGet(bytes.readableBytes());
			}
			context.fireChannelRead(message);
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			if (!this.answered && message instanceof ByteBuf bytes && bytes.isReadable()) {
				this.answered = true;
				SocketMeter.this.takenBeforeResponse.add(this.count);
			}
			context.write(message, promise);
		}

	}

}
