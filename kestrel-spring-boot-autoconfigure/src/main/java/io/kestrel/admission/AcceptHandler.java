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

package io.kestrel.admission;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.kestrel.admission.EndpointAdmission.Entry;
import io.kestrel.limits.ConnectionOverflow;
import io.kestrel.refusal.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a listening channel, before Reactor Netty takes the connections. Those that
 * have to wait for room wait here, and are not read. Event loop of the listening channel
 * only, but for {@link #roomMade()}.
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {

	/** How many connections may wait here; those behind them wait in the backlog. */
	static final int MAX_WAITING = 128;

	/** How soon it is tried again when the system is out of file descriptors. */
	static final long RETRY_MILLIS = 500;

	private final EndpointAdmission admission;

	private final Exhaustion exhaustion;

	private final Queue<Channel> waiting = new ArrayDeque<>();

	/** Made before it is needed: no class can be loaded without a file descriptor. */
	private final Runnable settle = this::settle;

	private final Runnable retry = this::retry;

	/** Whether somebody who makes room has to say so. */
	private final AtomicBoolean roomWanted = new AtomicBoolean();

	/** How many idle connections are being closed for those that wait. */
	private int closing;

	/** Whether nobody can come in. Whoever makes room says so then. */
	private boolean full;

	private boolean exhausted;

	/** {@code null} before the channel has this handler, and after its end. */
	private volatile @Nullable ChannelHandlerContext context;

	AcceptHandler(EndpointAdmission admission, Exhaustion exhaustion) {
		this.admission = admission;
		this.exhaustion = exhaustion;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		if (canWait()) {
			this.admission.addWaiting(this);
		}
	}

	private boolean canWait() {
		return isPause() || this.admission.overflow() == ConnectionOverflow.RECLAIM_IDLE;
	}

	private boolean isPause() {
		return this.admission.overflow() == ConnectionOverflow.PAUSE;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		stop();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		stop();
	}

	private void stop() {
		this.context = null;
		this.admission.removeWaiting(this);
		for (Channel child = this.waiting.poll(); child != null; child = this.waiting.poll()) {
			child.unsafe().closeForcibly();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel connection = (Channel) message;
		if (!this.waiting.isEmpty()) {
			await(context, connection);
		}
		else {
			Entry entry = this.admission.enter(connection);
			switch (entry) {
				case IN -> context.fireChannelRead(connection);
				case CLIENT_FULL -> refuse(context, connection, Refusal.TOO_MANY_CONNECTIONS_OF_CLIENT);
				case SERVER_FULL, ENDPOINT_FULL -> overflow(context, connection);
			}
		}
		if (canWait()) {
			settle();
		}
	}

	private void overflow(ChannelHandlerContext context, Channel connection) {
		switch (this.admission.overflow()) {
			case CLOSE -> refuse(context, connection, Refusal.TOO_MANY_CONNECTIONS);
			case RESPOND -> {
				if (this.admission.enterForResponse(connection)) {
					context.fireChannelRead(connection);
				}
				else {
					refuse(context, connection, Refusal.TOO_MANY_CONNECTIONS);
				}
			}
			case PAUSE, RECLAIM_IDLE -> await(context, connection);
		}
	}

	private void await(ChannelHandlerContext context, Channel connection) {
		if (this.waiting.size() < MAX_WAITING) {
			this.waiting.add(connection);
		}
		else {
			refuse(context, connection, Refusal.TOO_MANY_CONNECTIONS);
		}
	}

	private void refuse(ChannelHandlerContext context, Channel connection, Refusal refusal) {
		this.admission.refuse(connection, refusal, now(context));
	}

	private static long now(ChannelHandlerContext context) {
		return context.channel().eventLoop().ticker().nanoTime();
	}

	/**
	 * There may be room. For any thread.
	 */
	void roomMade() {
		ChannelHandlerContext context = this.context;
		if (context != null && this.roomWanted.compareAndSet(true, false)) {
			execute(context.channel().eventLoop(), this.settle);
		}
	}

	private static void execute(EventLoop loop, Runnable task) {
		if (!loop.isShuttingDown()) {
			loop.execute(task);
		}
	}

	/*
	 * Let in who can come in, make room for the others, and accept more if that makes
	 * sense.
	 */
	private void settle() {
		ChannelHandlerContext context = this.context;
		if (context == null) {
			return;
		}
		do {
			Entry entry = letIn(context);
			this.full = !this.waiting.isEmpty() || (isPause() && !this.admission.hasRoom());
			this.roomWanted.set(this.full);
			makeRoom(entry);
			// Or nobody had to say that there is room meanwhile.
		}
		while (this.full && this.admission.hasRoom() && this.context != null);
		accept(context);
	}

	private Entry letIn(ChannelHandlerContext context) {
		Entry entry = Entry.IN;
		for (Channel first = this.waiting.peek(); first != null; first = this.waiting.peek()) {
			entry = this.admission.enter(first);
			if (entry == Entry.SERVER_FULL || entry == Entry.ENDPOINT_FULL) {
				break;
			}
			this.waiting.remove();
			if (entry == Entry.IN) {
				context.fireChannelRead(first);
			}
			else {
				refuse(context, first, Refusal.TOO_MANY_CONNECTIONS_OF_CLIENT);
			}
		}
		return entry;
	}

	private void makeRoom(Entry entry) {
		ChannelHandlerContext context = this.context;
		if (isPause() || context == null) {
			return;
		}
		while (this.closing < this.waiting.size()) {
			this.closing++;
			EventLoop loop = context.channel().eventLoop();
			this.admission.idle(entry).closeLongest((closed) -> execute(loop, () -> roomMade(closed)));
		}
	}

	private void roomMade(boolean closed) {
		this.closing--;
		ChannelHandlerContext context = this.context;
		if (context == null) {
			return;
		}
		letIn(context);
		Channel first = closed ? null : this.waiting.poll();
		if (first != null) {
			refuse(context, first, Refusal.TOO_MANY_CONNECTIONS);
		}
		settle();
	}

	private void accept(ChannelHandlerContext context) {
		// If it is not wanted to be told of room, nobody would begin again.
		boolean full = isPause() && this.full;
		boolean accept = !full && !this.exhausted && this.waiting.size() < MAX_WAITING;
		if (context.channel().config().isAutoRead() != accept) {
			context.channel().config().setAutoRead(accept);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!this.exhaustion.isCause(cause)) {
			context.fireExceptionCaught(cause);
			return;
		}
		this.exhaustion.warn(cause, now(context));
		if (!this.exhausted) {
			this.exhausted = true;
			accept(context);
			context.channel().eventLoop().schedule(this.retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void retry() {
		this.exhausted = false;
		settle();
	}

}
