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

package io.kestrel.benchmarks.decoder;

import java.util.function.Consumer;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.EventExecutor;

/**
 * The place of a handler in a pipeline that sends nothing.
 */
final class OutboundContext extends SinkContext {

	private final Channel channel = new EmbeddedChannel();

	private final Consumer<Object> sink;

	OutboundContext(ChannelHandler handler, Consumer<Object> sink) {
		super(handler, sink);
		this.sink = sink;
	}

	@Override
	public ByteBufAllocator alloc() {
		return ByteBufAllocator.DEFAULT;
	}

	@Override
	public EventExecutor executor() {
		return this.channel.eventLoop();
	}

	@Override
	public ChannelFuture write(Object message) {
		this.sink.accept(message);
		return this.channel.newSucceededFuture();
	}

	@Override
	public ChannelFuture write(Object message, ChannelPromise promise) {
		this.sink.accept(message);
		return promise;
	}

	@Override
	public ChannelPromise newPromise() {
		return this.channel.newPromise();
	}

	@Override
	public ChannelPromise voidPromise() {
		return this.channel.voidPromise();
	}

}
