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

import java.net.SocketAddress;
import java.util.function.Consumer;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The place of a handler in a pipeline that ends behind it. An embedded channel would
 * cost more than what is measured.
 */
class SinkContext implements ChannelHandlerContext {

	private final ChannelHandler handler;

	private final Consumer<Object> sink;

	SinkContext(ChannelHandler handler, Consumer<Object> sink) {
		this.handler = handler;
		this.sink = sink;
	}

	@Override
	public ChannelHandlerContext fireChannelRead(@Nullable Object message) {
		if (message != null) {
			this.sink.accept(message);
		}
		return this;
	}

	@Override
	public ChannelHandler handler() {
		return this.handler;
	}

	@Override
	public ByteBufAllocator alloc() {
		return UnpooledByteBufAllocator.DEFAULT;
	}

	@Override
	public boolean isRemoved() {
		return false;
	}

	@Override
	public String name() {
		return "sink";
	}

	@Override
	public Channel channel() {
		throw notMeasured();
	}

	@Override
	public EventExecutor executor() {
		throw notMeasured();
	}

	@Override
	public ChannelPipeline pipeline() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireChannelRegistered() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireChannelUnregistered() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireChannelActive() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireChannelInactive() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireChannelReadComplete() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireChannelWritabilityChanged() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireExceptionCaught(Throwable cause) {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext fireUserEventTriggered(Object event) {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext read() {
		throw notMeasured();
	}

	@Override
	public ChannelHandlerContext flush() {
		throw notMeasured();
	}

	@Override
	public ChannelFuture bind(SocketAddress local) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture connect(SocketAddress remote) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture connect(SocketAddress remote, SocketAddress local) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture disconnect() {
		throw notMeasured();
	}

	@Override
	public ChannelFuture close() {
		throw notMeasured();
	}

	@Override
	public ChannelFuture deregister() {
		throw notMeasured();
	}

	@Override
	public ChannelFuture bind(SocketAddress local, ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture connect(SocketAddress remote, ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture disconnect(ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture close(ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture deregister(ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture write(Object message) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture write(Object message, ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture writeAndFlush(Object message) {
		throw notMeasured();
	}

	@Override
	public ChannelFuture writeAndFlush(Object message, ChannelPromise promise) {
		throw notMeasured();
	}

	@Override
	public ChannelPromise newPromise() {
		throw notMeasured();
	}

	@Override
	public ChannelProgressivePromise newProgressivePromise() {
		throw notMeasured();
	}

	@Override
	public ChannelFuture newSucceededFuture() {
		throw notMeasured();
	}

	@Override
	public ChannelFuture newFailedFuture(Throwable cause) {
		throw notMeasured();
	}

	@Override
	public ChannelPromise voidPromise() {
		throw notMeasured();
	}

	@Override
	@Deprecated
	public <T> Attribute<T> attr(AttributeKey<T> key) {
		throw notMeasured();
	}

	@Override
	@Deprecated
	public <T> boolean hasAttr(AttributeKey<T> key) {
		throw notMeasured();
	}

	private static IllegalStateException notMeasured() {
		return new IllegalStateException("Only valid requests are measured, which only go up");
	}

}
