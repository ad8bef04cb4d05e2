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

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * Knows whether one connection is busy, and ends it when it no longer is. Stands between
 * the HTTP/1.1 codec and Reactor Netty, so it sees a request as soon as its head is
 * parsed, also one that still waits behind another (pipelining). HTTP/2 keeps its own
 * count of streams. All methods run on the connection's event loop.
 */
final class ExchangeTracker extends ChannelDuplexHandler {

	private final Channel channel;

	private @Nullable ChannelHandlerContext context;

	/** Requests whose head was parsed and whose response is not written yet. */
	private int unanswered;

	/** Whether the body of the latest request is still to come. */
	private boolean receiving;

	/** Whether Reactor Netty has queued a request, because the one before is not over. */
	private boolean queued;

	/** Whether the response being written is an interim one (RFC 9110 section 15.2). */
	private boolean interim;

	private boolean upgraded;

	private boolean draining;

	/** Whether requests arrive that came after draining began. */
	private boolean discarding;

	ExchangeTracker(Channel channel) {
		this.channel = channel;
	}

	EventLoop eventLoop() {
		return this.channel.eventLoop();
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.upgraded) {
			context.fireChannelRead(message);
			return;
		}
		if (HttpMessages.isRequest(message)) {
			onRequest();
		}
		if (this.discarding) {
			ReferenceCountUtil.release(message);
			return;
		}
		boolean last = HttpMessages.isLast(message);
		context.fireChannelRead(message);
		if (last) {
			this.receiving = false;
			closeIfDrained();
		}
	}

	private void onRequest() {
		this.discarding = this.draining;
		if (!this.discarding) {
			this.queued |= this.unanswered > 0 || ChannelOperations.get(this.channel) != null;
			this.unanswered++;
			this.receiving = true;
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (!this.upgraded && HttpMessages.isResponse(message)) {
			onResponse((HttpResponse) message);
		}
		boolean last = !this.upgraded && HttpMessages.isLast(message) && !this.interim;
		context.write(message, promise);
		if (last) {
			this.unanswered = Math.max(0, this.unanswered - 1);
			readAfterQueue(context);
			closeIfDrained();
		}
	}

	/*
	 * Up to 1.3.7, Reactor Netty forgets to read on when a request of its queue is
	 * answered at once, and the connection hangs (reactor-netty#4361).
	 */
	private void readAfterQueue(ChannelHandlerContext context) {
		if (this.queued && this.unanswered == 0) {
			this.queued = false;
			eventLoop().execute(context::read);
		}
	}

	private void onResponse(HttpResponse response) {
		HttpResponseStatus status = response.status();
		if (status.code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
			this.upgraded = true;
			return;
		}
		this.interim = status.codeClass() == HttpStatusClass.INFORMATIONAL;
		if (this.draining && !this.interim && this.unanswered <= 1) {
			HttpUtil.setKeepAlive(response, false);
		}
	}

	/**
	 * Let the requests that are there be answered, take no others, then close.
	 */
	void drain() {
		this.draining = true;
		if (this.context == null || this.channel.pipeline().get(Http2FrameCodec.class) != null) {
			// A handshake that is not complete has no request. HTTP/2 sends GOAWAY, and
			// closes once its streams have ended.
			this.channel.close();
			return;
		}
		closeIfDrained();
	}

	private void closeIfDrained() {
		if (this.draining && this.context != null && this.unanswered == 0 && !this.receiving && !this.upgraded) {
			// Behind what is still to be sent: a slow client gets its response whole.
			this.context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	/**
	 * Close at once, whatever is going on.
	 */
	void abort() {
		// Not Channel.close(): HTTP/2 would go on waiting for its streams.
		this.channel.unsafe().close(this.channel.voidPromise());
	}

}
