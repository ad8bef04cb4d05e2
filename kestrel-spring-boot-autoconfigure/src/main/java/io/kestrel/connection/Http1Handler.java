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

import io.kestrel.feature.MalformedRequestBodyException;
import io.kestrel.http.RefusalResponse;
import io.kestrel.http.RequestDecoder;
import io.kestrel.http.ResponseEncoder;
import io.kestrel.http.ResponseFields;
import io.kestrel.http.UpgradeSlots;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
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
 * One HTTP/1.1 connection, between the network and Reactor Netty. Decodes one request at
 * a time, gives Reactor Netty its body only when the application asks for it, encodes its
 * response, and ends the connection so that the last response arrives. All methods run on
 * the event loop, but for those that say otherwise.
 */
final class Http1Handler extends ChannelDuplexHandler implements Runnable {

	private final Http1Exchange exchange;

	private final RequestReader reader;

	private final ResponseEncoder encoder = new ResponseEncoder();

	private final ConnectionSettings settings;

	private final UnreadBody unread = new UnreadBody();

	private @Nullable ChannelHandlerContext context;

	/** Whether the connection ends with the latest response. */
	private boolean closing;

	/** Whether a close waits for the end of what was read. */
	private boolean closePending;

	/** Whether no request is taken any more. */
	private boolean draining;

	private volatile boolean upgraded;

	/** Whether what was read is still being worked on. */
	private boolean reading;

	/** Whether messages are being decoded, further up the stack. */
	private boolean decoding;

	/** Whether Reactor Netty asked for more while something was there. */
	private boolean readWanted;

	Http1Handler(Http1Exchange exchange, ConnectionSettings settings) {
		this.exchange = exchange;
		this.reader = new RequestReader(new RequestDecoder(settings.decoderLimits()));
		this.settings = settings;
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
		this.reader.release();
		this.exchange.release();
		this.unread.stop();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.upgraded || !(message instanceof ByteBuf bytes)) {
			context.fireChannelRead(message);
			return;
		}
		this.reading = true;
		if ((this.draining || this.closing) && !this.exchange.isReceiving()) {
			// Too late, or behind the last request that is answered here.
			bytes.release();
			return;
		}
		this.reader.add(bytes, context.alloc());
		decode(context);
	}

	private void decode(ChannelHandlerContext context) {
		if (this.decoding) {
			return;
		}
		this.decoding = true;
		HttpObject message = next();
		while (message != null) {
			if (message instanceof DefaultHttpRequest request) {
				onRequest(context, request);
			}
			else {
				onContent(context, message);
			}
			message = next();
		}
		this.decoding = false;
		this.reader.releaseIfRead();
		Refusal refusal = this.reader.refusal();
		if (refusal != null) {
			onRefusal(context, refusal);
		}
		else if (this.readWanted && !this.reader.isWaiting()) {
			this.readWanted = false;
			context.read();
		}
		closeIfDrained();
	}

	private @Nullable HttpObject next() {
		boolean wanted = this.exchange.isReceiving() || (this.exchange.isOver() && !this.closing);
		return (wanted && !this.upgraded) ? this.reader.next() : null;
	}

	private void onRequest(ChannelHandlerContext context, HttpRequest request) {
		this.exchange.begin(request);
		this.encoder.begin(request.method());
		if (this.reader.isUpgradeAsked()) {
			UpgradeSlots.add(context);
		}
		context.fireChannelRead(request);
	}

	private void onContent(ChannelHandlerContext context, Object message) {
		if (!this.exchange.isAnswered()) {
			this.exchange.receive(context, message);
			return;
		}
		if (!this.exchange.discard(message) && !this.closing) {
			endEarly(context);
		}
		if (!this.exchange.isReceiving()) {
			this.unread.ended(context);
			afterExchange();
		}
	}

	/* The response is written, and the rest of the request is not worth waiting for. */
	private void endEarly(ChannelHandlerContext context) {
		this.unread.stop();
		this.closing = true;
		context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this::afterLastResponse);
	}

	private void onRefusal(ChannelHandlerContext context, Refusal refusal) {
		this.reader.release();
		if (this.exchange.isReceiving()) {
			report(context, refusal);
			boolean answered = this.exchange.isAnswered();
			this.exchange.fail(context, new MalformedRequestBodyException(refusal.status(), refusal.text()));
			if (answered && !this.closing) {
				endEarly(context);
			}
		}
		else if (!this.closing) {
			this.closing = true;
			report(context, refusal);
			context.writeAndFlush(RefusalResponse.of(refusal, this.settings.server(), context.alloc()))
				.addListener((sent) -> this.unread.closeConnection(context));
		}
	}

	private void report(ChannelHandlerContext context, Refusal refusal) {
		this.settings.refusals()
			.record(refusal, this.settings.endpoint(), context.channel().remoteAddress(),
					context.executor().ticker().nanoTime());
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
		if (this.reader.isWaiting() && !this.upgraded) {
			this.readWanted = true;
		}
		else {
			context.read();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.reading = false;
		context.fireChannelReadComplete();
		if (closeIfPending(context)) {
			return;
		}
		if (this.closing) {
			this.unread.readOn(context);
		}
		else {
			readUnread(context);
			readRest(context);
		}
	}

	/* A close waited for the end of what was there. */
	private boolean closeIfPending(ChannelHandlerContext context) {
		boolean pending = this.closePending;
		if (pending) {
			this.closePending = false;
			close(context, context.newPromise());
		}
		return pending;
	}

	/* Nobody else knows that a message has begun. */
	private void readRest(ChannelHandlerContext context) {
		if (this.reader.isWithinMessage() && !this.upgraded
				&& (this.exchange.isReceiving() || this.exchange.isOver())) {
			context.read();
		}
	}

	private void readUnread(ChannelHandlerContext context) {
		if (this.exchange.isUnread() && !this.closing && !this.upgraded) {
			this.unread.keepConnection(context);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
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
			this.encoder.write(context, message, promise);
			return;
		}
		this.closing |= !this.exchange.answered();
		if (this.closing) {
			ChannelPromise last = promise.unvoid();
			last.addListener(this::afterLastResponse);
			this.encoder.write(context, message, last);
			return;
		}
		this.encoder.write(context, message, promise);
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
			this.closing |= this.exchange.isRestUnwanted() || (this.draining && !this.reader.isWaiting());
			if (this.closing) {
				HttpUtil.setKeepAlive(response, false);
			}
			ResponseFields.complete(response.headers(), this.settings.server());
		}
		return !this.exchange.holdContinue(status);
	}

	private void upgrade(ChannelHandlerContext context) {
		this.upgraded = true;
		this.exchange.upgrade(context);
		if (this.reader.isWaiting()) {
			// What came early is for the handlers of the other protocol.
			ByteBuf early = this.reader.takeBack();
			context.executor().execute(() -> context.pipeline().fireChannelRead(early));
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
		if (this.context == null || this.closing || this.upgraded) {
			return;
		}
		if (this.reader.isUpgradeAsked()) {
			UpgradeSlots.remove(this.context);
		}
		if (this.decoding) {
			return;
		}
		if (this.reader.isWaiting()) {
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
		if (context != null && this.reader.isWaiting()) {
			this.reading = true;
			decode(context);
			this.reading = false;
			if (!closeIfPending(context)) {
				readUnread(context);
			}
		}
	}

	/**
	 * Let the requests that are there be answered, take no others, then close.
	 */
	void drain() {
		this.draining = true;
		closeIfDrained();
	}

	private void closeIfDrained() {
		if (this.draining && this.context != null && this.exchange.isOver() && !this.reader.isWaiting()
				&& !this.upgraded && !this.closing) {
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
		this.unread.closeConnection(context);
	}

}
