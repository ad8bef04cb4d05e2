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

import java.io.IOException;

import io.kestrel.admission.Permit;
import io.kestrel.http.UpgradeSlots;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslCloseCompletionEvent;
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

	private final Http1Responses responses;

	private final Http1End end;

	private final ConnectionTiming timing;

	private @Nullable ChannelHandlerContext context;

	/** Whether no request is taken any more. */
	private boolean draining;

	/** Whether another protocol is spoken now. For any thread. */
	private volatile boolean upgraded;

	/** Whether messages are being decoded, further up the stack. */
	private boolean decoding;

	/** Whether Reactor Netty asked for more while something was there. */
	private boolean readWanted;

	Http1Handler(Http1Exchange exchange, ConnectionSettings settings, ConnectionTiming timing,
			@Nullable Permit permit) {
		this.exchange = exchange;
		this.reader = new RequestReader(settings.decoderLimits(), permit);
		this.end = new Http1End(exchange, settings, timing);
		this.timing = timing;
		this.responses = new Http1Responses(exchange, this.end, timing, settings.server());
	}

	/* The latest. For any thread. */
	Http1Exchange exchange() {
		return this.exchange;
	}

	boolean isUpgraded() {
		return this.upgraded;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	/* Comes with the end of the connection at the latest. */
	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.reader.release();
		this.exchange.release();
		this.end.stop();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.exchange.lose(context);
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!(cause instanceof IOException) || !this.exchange.lose(context)) {
			context.fireExceptionCaught(cause);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.upgraded || !(message instanceof ByteBuf bytes)) {
			context.fireChannelRead(message);
			return;
		}
		this.end.beginReading();
		if ((this.draining || this.end.isNear() || this.reader.isRefused()) && !this.exchange.isReceiving()) {
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
		try {
			for (HttpObject message = next(); message != null; message = next()) {
				if (message instanceof DefaultHttpRequest request) {
					onRequest(context, request);
				}
				else {
					onContent(context, message);
				}
			}
		}
		finally {
			this.decoding = false;
		}
		this.reader.releaseIfRead();
		Refusal refusal = this.reader.newRefusal();
		if (refusal != null) {
			onRefusal(context, refusal);
		}
		else if (this.reader.isWaiting()) {
			// Reactor Netty lets the socket be read without end behind a whole request.
			context.channel().config().setAutoRead(false);
			this.reader.nextTurn(context.executor(), this);
		}
		else if (this.readWanted) {
			this.readWanted = false;
			context.read();
		}
		await();
		closeIfDrained();
	}

	private void await() {
		if (!this.exchange.isOver() || this.end.isNear()) {
			this.timing.busy();
		}
		else if (this.reader.isWithinHead()) {
			this.timing.awaitHead();
		}
		else {
			this.timing.awaitRequest();
		}
	}

	private @Nullable HttpObject next() {
		boolean wanted = this.exchange.isReceiving() || (this.exchange.isOver() && !this.end.isNear());
		return (wanted && !this.upgraded) ? this.reader.next() : null;
	}

	private void onRequest(ChannelHandlerContext context, HttpRequest request) {
		this.exchange.begin(request);
		this.responses.begin(request.method());
		if (this.reader.isUpgradeAsked()) {
			UpgradeSlots.add(context);
		}
		context.fireChannelRead(request);
	}

	private void onContent(ChannelHandlerContext context, Object message) {
		if (!this.exchange.isAnswered()) {
			this.timing.receiveBody(HttpMessages.length(message));
			this.exchange.receive(context, message);
			if (!this.exchange.isReceiving()) {
				this.timing.endBody();
			}
			return;
		}
		if (!this.exchange.discard(message)) {
			this.end.early(context);
		}
		if (!this.exchange.isReceiving()) {
			this.end.requestEnded(context);
			afterExchange();
		}
	}

	/* Take nothing more from the client. */
	void refuse(Refusal refusal) {
		if (this.context != null) {
			onRefusal(this.context, refusal);
		}
	}

	private void onRefusal(ChannelHandlerContext context, Refusal refusal) {
		this.timing.endBody();
		this.reader.release();
		if (!this.exchange.isReceiving()) {
			this.end.refuse(context, refusal);
			return;
		}
		this.end.report(context, refusal);
		boolean answered = this.exchange.isAnswered();
		this.exchange.fail(context, RefusedContent.exception(refusal));
		if (answered) {
			this.end.early(context);
		}
	}

	/* Reactor Netty asks. During an exchange that means that the application does. */
	@Override
	public void read(ChannelHandlerContext context) {
		if (!this.upgraded && !this.exchange.demand(context)) {
			// Not a byte more before the response.
			return;
		}
		if (this.exchange.isReceiving() && !this.exchange.isAnswered()) {
			this.timing.awaitBody(this.exchange.knownBody());
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
		context.fireChannelReadComplete();
		endReading(context);
	}

	private void endReading(ChannelHandlerContext context) {
		if (this.upgraded) {
			return;
		}
		this.end.endReading(context);
		// Nobody else knows that a message has begun.
		if (this.reader.isWithinMessage() && !this.end.isNear()
				&& (this.exchange.isReceiving() || this.exchange.isOver())) {
			context.read();
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (this.upgraded) {
			context.write(message, promise);
			return;
		}
		if (Http1Responses.isSwitch(message)) {
			this.upgraded = true;
			this.exchange.upgrade(context);
			this.reader.passOn(context);
			this.responses.writeSwitch(context, message, promise);
			return;
		}
		this.responses.write(context, message, promise, this.draining && !this.reader.isWaiting());
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		context.fireUserEventTriggered(event);
		if (event instanceof SslCloseCompletionEvent) {
			this.end.tlsEnded(context);
		}
		if (this.exchange.isUnbound(context.channel())) {
			afterExchange();
		}
	}

	private void afterExchange() {
		ChannelHandlerContext context = this.context;
		if (!this.exchange.isOver() || context == null) {
			return;
		}
		this.exchange.clear();
		if (this.reader.isUpgradeAsked() && !this.upgraded) {
			this.reader.endUpgrade(context);
		}
		if (!this.decoding) {
			await();
		}
		if (!this.decoding && this.reader.isWaiting()) {
			// Not from within the end of the last one: its callbacks are still to run.
			context.executor().execute(this);
		}
		closeIfDrained();
	}

	@Override
	public void run() {
		ChannelHandlerContext context = this.context;
		if (context != null && this.reader.isWaiting()) {
			this.end.beginReading();
			decode(context);
			endReading(context);
		}
	}

	/* Keep nothing that an idle connection can do without. */
	void rest() {
		this.reader.rest();
		this.end.rest();
	}

	/* Let the requests that are there be answered, take no others, then close. */
	void drain() {
		this.draining = true;
		closeIfDrained();
	}

	private void closeIfDrained() {
		if (this.draining && this.context != null && this.exchange.isOver() && !this.reader.isWaiting()
				&& !this.upgraded && !this.decoding) {
			this.end.now(this.context);
		}
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		if (this.upgraded) {
			context.close(promise);
		}
		else {
			this.end.close(context, promise);
		}
	}

}
