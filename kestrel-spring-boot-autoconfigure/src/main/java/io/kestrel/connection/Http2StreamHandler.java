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

import io.kestrel.feature.RequestBodyAbortedException;
import io.kestrel.time.Heartbeat;
import io.kestrel.timing.BodyWait;
import io.kestrel.timing.Deadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One stream of HTTP/2 whose request has a body, between the codec and Reactor Netty.
 * Passes the body on only when the application asks for it. Where the response ends
 * before the request does, throws the rest away as on HTTP/1.1, or tells the client to
 * stop sending (RFC 9113 section 8.1). Event loop only.
 */
final class Http2StreamHandler extends ChannelDuplexHandler {

	static final String NAME = "kestrel.http2Stream";

	/**
	 * How long after its response a stream is reset whose body nobody wants. A client
	 * must not discard a response because of such a reset, but curl 7.88 does if it reads
	 * both at once.
	 */
	static final int RESET_SECONDS = 1;

	private final BodyGate gate;

	private final RequestBody body;

	/** Its part in the rate of the connection. */
	private final BodyWait wait;

	private boolean receiving = true;

	private boolean answered;

	private boolean interim;

	/** Whether the rest of the request is not waited for. */
	private boolean unwanted;

	private final ConnectionSettings settings;

	private @Nullable Reset reset;

	Http2StreamHandler(RequestBody body, BodyWait wait, ConnectionSettings settings, HttpHeaders headers) {
		this.body = body;
		this.wait = wait;
		this.settings = settings;
		this.gate = new BodyGate(body, settings, headers, Http2StreamHandler::sendContinue);
	}

	private static void sendContinue(ChannelHandlerContext context) {
		context.writeAndFlush(
				new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof HttpContent content)) {
			context.fireChannelRead(message);
			return;
		}
		if (HttpMessages.isLast(message)) {
			this.receiving = false;
			stop();
		}
		if (!this.answered) {
			this.wait.add(content.content().readableBytes());
			if (!this.receiving) {
				this.wait.end();
			}
			this.gate.receive(context, content);
		}
		else if (!this.gate.discard(content) && !this.unwanted) {
			this.unwanted = true;
			resetLater(context, RESET_SECONDS);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		if (this.answered) {
			// Also what is not wanted: Netty closes the channel of a stream only when all
			// that has come for it was read.
			context.read();
		}
	}

	@Override
	public void read(ChannelHandlerContext context) {
		if (!this.answered) {
			this.gate.open(context);
			if (this.receiving && !this.gate.isRefused()) {
				this.wait.await(this.body.requestBodyRate());
			}
		}
		if (this.answered || !this.gate.isRefused()) {
			context.read();
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (HttpMessages.isResponse(message)) {
			HttpResponseStatus status = ((HttpResponse) message).status();
			this.interim = status.codeClass() == HttpStatusClass.INFORMATIONAL;
			if (status.code() == HttpResponseStatus.CONTINUE.code() && this.gate.holdContinue()) {
				ReferenceCountUtil.release(message);
				promise.trySuccess();
				return;
			}
		}
		if (this.interim || !HttpMessages.isLast(message)) {
			context.write(message, promise);
			return;
		}
		this.answered = true;
		this.wait.end();
		this.unwanted = this.gate.isRefused() || this.gate.isAnnouncedTooLarge();
		this.gate.end();
		if (this.receiving) {
			context.write(message, promise.unvoid()).addListener((ChannelFuture written) -> afterResponse(context));
		}
		else {
			context.write(message, promise);
		}
	}

	private void afterResponse(ChannelHandlerContext context) {
		resetLater(context, this.unwanted ? RESET_SECONDS : UnreadBody.SECONDS);
		context.read();
	}

	private void resetLater(ChannelHandlerContext context, int seconds) {
		stop();
		if (this.receiving && context.channel().isActive()) {
			this.reset = new Reset(context, this.settings.shared().heartbeats().of(context.channel().eventLoop()),
					seconds);
		}
	}

	private void stop() {
		if (this.reset != null) {
			this.reset.stop();
			this.reset = null;
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// A client that has its response may reset the stream instead of sending the
		// rest.
		// Nobody is left to be told, and Reactor Netty would log it as an error.
		if (!this.answered) {
			context.fireExceptionCaught(cause);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		stop();
		this.wait.end();
		if (!this.answered) {
			// Before Reactor Netty makes an error of it that Spring logs as one of the
			// application.
			this.gate.fail(context, new RequestBodyAbortedException());
		}
		this.gate.release();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		stop();
		this.wait.end();
		this.gate.release();
	}

	/**
	 * Resets the stream when its time is over.
	 */
	private static final class Reset extends Heartbeat.Member {

		private final ChannelHandlerContext context;

		private final Heartbeat heartbeat;

		/** The first beat that is too late. */
		private final long due;

		private Reset(ChannelHandlerContext context, Heartbeat heartbeat, int seconds) {
			this.context = context;
			this.heartbeat = heartbeat;
			this.due = Deadline.due(heartbeat.number(), seconds);
			heartbeat.add(this);
		}

		@Override
		protected void beat(long number) {
			if (number >= this.due) {
				stop();
				this.context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
			}
		}

		private void stop() {
			this.heartbeat.remove(this);
		}

	}

}
