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

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.netty.NettyPipeline;
import reactor.util.context.Context;

/**
 * Passes elements on to who writes them, and asks for the next one while the channel has
 * room. What was passed on and is not written yet counts as well. While the channel is
 * full, this is a handler in its pipeline and waits for room there.
 *
 * @param <T> the type of the elements
 */
final class BoundedSubscriber<T> extends ChannelInboundHandlerAdapter
		implements CoreSubscriber<T>, Subscription, Runnable {

	private final CoreSubscriber<? super T> writer;

	private final Channel channel;

	/** How many elements the writer wants. */
	private final AtomicLong wanted = new AtomicLong();

	/** Who counts it up from zero asks the source, for all who come meanwhile. */
	private final AtomicInteger turns = new AtomicInteger();

	/** Whether the source owes an element. */
	private volatile boolean asked;

	/** Whether the event loop is to look for room. */
	private volatile boolean waiting;

	/** Bytes passed on. Set by the source, which has one thread at a time. */
	private volatile long passed;

	/** How many of them were written. Set on the event loop. */
	private volatile long written;

	private volatile boolean ended;

	private volatile boolean inPipeline;

	private Subscription source = Operators.emptySubscription();

	BoundedSubscriber(CoreSubscriber<? super T> writer, Channel channel) {
		this.writer = writer;
		this.channel = channel;
	}

	@Override
	public Context currentContext() {
		return this.writer.currentContext();
	}

	@Override
	public void onSubscribe(Subscription source) {
		this.source = source;
		this.writer.onSubscribe(this);
	}

	@Override
	public void request(long count) {
		this.wanted.accumulateAndGet(count, Operators::addCap);
		ask();
	}

	@Override
	public void onNext(T element) {
		long sum = this.passed + size(element);
		this.passed = sum;
		this.writer.onNext(element);
		this.asked = false;
		ask();
	}

	private static int size(Object element) {
		if (element instanceof ByteBuf bytes) {
			return bytes.readableBytes();
		}
		return (element instanceof ByteBufHolder holder) ? holder.content().readableBytes() : 0;
	}

	@Override
	public void onError(Throwable failure) {
		end();
		this.writer.onError(failure);
	}

	@Override
	public void onComplete() {
		end();
		this.writer.onComplete();
	}

	@Override
	public void cancel() {
		end();
		this.source.cancel();
	}

	private void ask() {
		if (this.turns.getAndIncrement() != 0) {
			return;
		}
		int turns = 1;
		while (turns != 0) {
			while (!this.asked && !this.waiting && !this.ended && this.wanted.get() > 0) {
				if (hasRoom()) {
					this.asked = true;
					this.wanted.decrementAndGet();
					this.source.request(1);
				}
				else {
					awaitRoom();
				}
			}
			turns = this.turns.addAndGet(-turns);
		}
	}

	private boolean hasRoom() {
		return this.channel.bytesBeforeUnwritable() > this.passed - this.written;
	}

	private void awaitRoom() {
		this.waiting = true;
		try {
			this.channel.eventLoop().execute(this);
		}
		catch (RejectedExecutionException ex) {
			// The loop has ended, and the connection with it.
			this.ended = true;
		}
	}

	/* The writer had its turn since: what was passed on is written. */
	@Override
	public void run() {
		this.written = this.passed;
		if (!goOn() && !this.inPipeline) {
			join(this.channel.pipeline());
		}
	}

	private boolean goOn() {
		if (!hasRoom()) {
			return false;
		}
		this.waiting = false;
		ask();
		return true;
	}

	private void join(ChannelPipeline pipeline) {
		if (this.ended || pipeline.get(NettyPipeline.ReactiveBridge) == null) {
			return;
		}
		pipeline.addBefore(NettyPipeline.ReactiveBridge, null, this);
		this.inPipeline = true;
		if (this.ended) {
			leave();
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.waiting && !this.ended) {
			goOn();
		}
		context.fireChannelWritabilityChanged();
	}

	private void end() {
		this.ended = true;
		if (!this.inPipeline) {
			return;
		}
		if (this.channel.eventLoop().inEventLoop()) {
			leave();
		}
		else {
			awaitRoomNoMore();
		}
	}

	private void leave() {
		if (this.inPipeline && this.channel.pipeline().context(this) != null) {
			this.channel.pipeline().remove(this);
		}
		this.inPipeline = false;
	}

	private void awaitRoomNoMore() {
		try {
			this.channel.eventLoop().execute(this::leave);
		}
		catch (RejectedExecutionException ex) {
			// Its pipeline has gone with the loop.
		}
	}

}
