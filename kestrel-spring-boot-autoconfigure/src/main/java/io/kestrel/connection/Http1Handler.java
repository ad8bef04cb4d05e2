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
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection, between the codec and Reactor Netty. Gives Reactor Netty one
 * request at a time, and the body of each only when the application asks for it; ends the
 * connection so that its last response arrives. All methods run on the event loop, but
 * for those that say otherwise.
 */
final class Http1Handler extends ChannelDuplexHandler implements Runnable {

	private final Http1Exchange exchange;

	private final RequestQueue waiting = new RequestQueue();

	private final UnreadBody unread = new UnreadBody();

	private @Nullable ChannelHandlerContext context;

	/** Whether the connection ends with the latest response. */
	private boolean closing;

	/** Whether a close waits for the end of what the codec has read. */
	private boolean closePending;

	/** Whether no request is taken any more. */
	private boolean draining;

	private volatile boolean upgraded;

	/** Whether the codec is in the middle of what it has read. */
	private boolean reading;

	/** Whether Reactor Netty asked for more while requests wait. */
	private boolean readWanted;

	Http1Handler(Http1Exchange exchange) {
		this.exchange = exchange;
	}

	/**
	 * Return the latest exchange. For any thread.
	 * @return the exchange
	 */
	Http1Exchange exchange() {
		return this.exchange;
	}

	/**
	 * Return whether another protocol is spoken now. For any thread.
	 * @return whether the connection was upgraded
	 */
	boolean isUpgraded() {
		return this.upgraded;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		release();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		release();
		context.fireChannelInactive();
	}

	private void release() {
		this.waiting.release();
		this.exchange.release();
		this.unread.stop();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.upgraded) {
			context.fireChannelRead(message);
			return;
		}
		this.reading = true;
		if (this.exchange.isReceiving()) {
			onContent(context, message);
		}
		else if (this.draining || this.closing) {
			// Too late, or behind the last request that is answered here.
			ReferenceCountUtil.release(message);
		}
		else if (this.exchange.isOver() && this.waiting.isEmpty()) {
			onRequest(context, message);
		}
		else {
			this.waiting.add(message);
		}
	}

	private void onRequest(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request) {
			this.exchange.begin(request);
			context.fireChannelRead(message);
		}
		else if (message instanceof HttpObject) {
			// Behind a message that could not be parsed.
			ReferenceCountUtil.release(message);
		}
		else {
			// A frame: HTTP/2 with prior knowledge.
			this.upgraded = true;
			context.fireChannelRead(message);
		}
	}

	private void onContent(ChannelHandlerContext context, Object message) {
		if (!this.exchange.isAnswered()) {
			this.exchange.receive(context, message);
			return;
		}
		if (!this.exchange.discard(message) && !this.closing) {
			this.unread.stop();
			this.closing = true;
			context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this::afterLastResponse);
		}
		if (!this.exchange.isReceiving()) {
			this.unread.ended(context);
			afterExchange();
		}
	}

	/**
	 * Reactor Netty asks for bytes. During an exchange that means that the application
	 * does.
	 */
	@Override
	public void read(ChannelHandlerContext context) {
		if (!this.upgraded && !this.exchange.demand(context)) {
			// Not a byte more before the response.
			return;
		}
		if (this.waiting.isEmpty()) {
			context.read();
		}
		else {
			this.readWanted = true;
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.reading = false;
		context.fireChannelReadComplete();
		if (this.closePending) {
			this.closePending = false;
			close(context, context.newPromise());
		}
		else if (this.closing) {
			this.unread.readOn(context);
		}
		else {
			readUnread(context);
		}
	}

	private void readUnread(ChannelHandlerContext context) {
		if (this.exchange.isUnread() && !this.closing && !this.upgraded) {
			this.unread.keepConnection(context);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (this.upgraded) {
			context.write(message, promise);
			return;
		}
		if (HttpMessages.isResponse(message) && !onResponse(context, (HttpResponse) message)) {
			ReferenceCountUtil.release(message);
			promise.trySuccess();
			return;
		}
		if (this.upgraded || !this.exchange.isEnd(message)) {
			context.write(message, promise);
			return;
		}
		this.closing |= !this.exchange.answered();
		if (this.closing) {
			context.write(message, promise.unvoid()).addListener(this::afterLastResponse);
			return;
		}
		context.write(message, promise);
		if (!this.reading) {
			readUnread(context);
		}
	}

	/*
	 * Returns whether the response goes out now.
	 */
	private boolean onResponse(ChannelHandlerContext context, HttpResponse response) {
		HttpResponseStatus status = response.status();
		if (status.code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
			upgrade(context);
			return true;
		}
		if (this.exchange.respond(status)) {
			this.closing |= (this.draining && this.waiting.requests() == 0) || this.exchange.isRestUnwanted();
			if (this.closing) {
				HttpUtil.setKeepAlive(response, false);
			}
		}
		return !this.exchange.holdContinue(status);
	}

	private void upgrade(ChannelHandlerContext context) {
		this.upgraded = true;
		this.exchange.upgrade(context);
		for (Object message = this.waiting.poll(); message != null; message = this.waiting.poll()) {
			context.fireChannelRead(message);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		context.fireUserEventTriggered(event);
		if (event instanceof SslCloseCompletionEvent && this.closing) {
			// The end of what a TLS client sends.
			this.unread.ended(context);
		}
		if (this.exchange.isUnbound(context.channel())) {
			afterExchange();
		}
	}

	private void afterExchange() {
		if (!this.exchange.isOver()) {
			return;
		}
		this.exchange.clear();
		if (this.context != null && !this.waiting.isEmpty() && !this.closing) {
			// Not from within the end of the last one: its callbacks are still to run.
			this.context.executor().execute(this);
		}
		else {
			closeIfDrained();
		}
	}

	/**
	 * Begin with the next request that waits.
	 */
	@Override
	public void run() {
		ChannelHandlerContext context = this.context;
		Object request = this.exchange.isOver() ? this.waiting.poll() : null;
		if (context == null || request == null) {
			return;
		}
		this.reading = true;
		onRequest(context, request);
		for (Object content = pollContent(); content != null; content = pollContent()) {
			onContent(context, content);
		}
		this.reading = false;
		readUnread(context);
		if (this.readWanted && this.waiting.isEmpty()) {
			this.readWanted = false;
			context.read();
		}
	}

	private @Nullable Object pollContent() {
		return this.exchange.isReceiving() ? this.waiting.poll() : null;
	}

	/**
	 * Let the requests that are there be answered, take no others, then close.
	 */
	void drain() {
		this.draining = true;
		closeIfDrained();
	}

	private void closeIfDrained() {
		if (this.draining && this.context != null && this.exchange.isOver() && this.waiting.isEmpty()
				&& !this.upgraded) {
			// Behind what is still to be sent: a slow client gets its response whole.
			this.context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	private void afterLastResponse(Future<?> written) {
		if (this.context != null) {
			close(this.context, this.context.newPromise());
		}
	}

	/**
	 * Close. If the client is still sending its request, it must get the response first.
	 */
	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		if (!this.exchange.isUnread() || this.upgraded || !context.channel().isActive()) {
			context.close(promise);
			return;
		}
		context.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		this.closing = true;
		if (this.reading) {
			// The end of the request may be in what was read already.
			this.closePending = true;
			return;
		}
		this.waiting.release();
		this.unread.closeConnection(context);
	}

}
