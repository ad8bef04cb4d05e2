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

import java.nio.channels.ClosedChannelException;

import io.kestrel.time.Heartbeat;
import io.kestrel.timing.Deadline;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Ends one WebSocket as RFC 6455 wants it: with one close frame, after which nothing is
 * sent, and with time for the client to read it and to answer (section 7.1.1). Reactor
 * Netty closes the connection at once, which is a reset if the client is still sending,
 * and a reset may destroy the close frame. Also refuses what breaks the rules. Between
 * Netty's handlers of frames and Reactor Netty. Event loop only.
 */
final class WebSocketGuard extends ChannelDuplexHandler {

	static final String NAME = "kestrel.webSocket";

	/** How long the client may take to answer a close frame. */
	static final int SECONDS = 5;

	private final WebSocketRules rules;

	private final HttpConnection connection;

	private final Heartbeat heartbeat;

	/** {@code null} before it is in a pipeline. */
	private @Nullable ChannelHandlerContext context;

	private boolean closeSent;

	private boolean closeReceived;

	/** Whether the client has broken a rule: nothing it sends is looked at any more. */
	private boolean failed;

	/** Whether the stream of HTTP/2 is ended by this side. */
	private boolean ended;

	/** Whether Reactor Netty has done with it. */
	private boolean closing;

	private @Nullable Wait wait;

	WebSocketGuard(int maxMessageSize, HttpConnection connection) {
		this.rules = new WebSocketRules(maxMessageSize);
		this.connection = connection;
		this.heartbeat = connection.timing().heartbeat();
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.failed || (this.closing && !(message instanceof CloseWebSocketFrame))) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof WebSocketFrame frame) {
			CorruptedWebSocketFrameException violation = this.rules.check(frame);
			if (violation != null) {
				frame.release();
				fail(context, violation, violation.closeStatus());
				return;
			}
			this.closeReceived |= frame instanceof CloseWebSocketFrame;
		}
		context.fireChannelRead(message);
		if (this.closing && this.closeReceived) {
			finish(context);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		if (this.wait != null) {
			context.read();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!(cause instanceof CodecException)) {
			context.fireExceptionCaught(cause);
		}
		else if (!this.failed) {
			fail(context, cause, status(cause));
		}
	}

	private static WebSocketCloseStatus status(Throwable cause) {
		for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
			if (reason instanceof CorruptedWebSocketFrameException violation) {
				return violation.closeStatus();
			}
			if (reason instanceof TooLongFrameException || isTooMuchDecompressed(reason)) {
				return WebSocketCloseStatus.MESSAGE_TOO_BIG;
			}
		}
		// What can't be decompressed.
		return WebSocketCloseStatus.INVALID_PAYLOAD_DATA;
	}

	/* Netty has no exception of its own for it. */
	private static boolean isTooMuchDecompressed(Throwable reason) {
		return reason instanceof DecompressionException
				&& String.valueOf(reason.getMessage()).contains("reached maximum size");
	}

	/* Whatever comes behind can't be understood, so only the end of it is awaited. */
	private void fail(ChannelHandlerContext context, Throwable cause, WebSocketCloseStatus status) {
		this.failed = true;
		await(context);
		if (!this.closeSent) {
			this.closeSent = true;
			context.write(new CloseWebSocketFrame(status));
		}
		endOutput(context);
		context.fireExceptionCaught(cause);
	}

	private void endOutput(ChannelHandlerContext context) {
		if (!(context.channel() instanceof Http2StreamChannel)) {
			context.writeAndFlush(Unpooled.EMPTY_BUFFER)
				.addListener((sent) -> UnreadBody.shutdownOutput(context.channel()));
		}
		else if (!this.ended) {
			this.ended = true;
			context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
		}
	}

	/**
	 * Tell the client that the server goes away (close code 1001), and wait for its
	 * answer.
	 */
	void goAway() {
		ChannelHandlerContext context = this.context;
		if (context != null && !this.closeSent) {
			this.closeSent = true;
			await(context);
			context.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE));
		}
	}

	/**
	 * The client sends nothing more, on a stream of HTTP/2.
	 */
	void clientEnded() {
		ChannelHandlerContext context = this.context;
		if (context != null) {
			this.closeReceived = true;
			endOutput(context);
			finish(context);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof CloseWebSocketFrame && !this.closeSent) {
			this.closeSent = true;
			context.write(message, promise);
		}
		else if (message instanceof LastHttpContent && !this.ended) {
			this.ended = true;
			context.write(message, promise);
		}
		else if (!this.closeSent) {
			context.write(message, promise);
		}
		else {
			ReferenceCountUtil.release(message);
			if (message instanceof CloseWebSocketFrame || message instanceof LastHttpContent) {
				promise.trySuccess();
			}
			else {
				promise.tryFailure(new ClosedChannelException());
			}
		}
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		if (!this.closeSent || isOver() || !context.channel().isActive()) {
			stop();
			context.close(promise);
			return;
		}
		context.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		this.closing = true;
		await(context);
	}

	/* Nothing is awaited of a client that has answered. */
	private boolean isOver() {
		return this.closeReceived && !this.failed;
	}

	private void await(ChannelHandlerContext context) {
		if (this.wait == null) {
			this.wait = new Wait(context);
			this.heartbeat.add(this.wait);
		}
		context.read();
	}

	/* Not for an error, as Netty's reset of a stream that is not at its end would say. */
	private void cut(ChannelHandlerContext context) {
		new StreamFeatures(this.connection, context.channel()).reset(Http2Error.CANCEL.code());
		finish(context);
	}

	private void finish(ChannelHandlerContext context) {
		stop();
		context.close();
	}

	private void stop() {
		if (this.wait != null) {
			this.heartbeat.remove(this.wait);
			this.wait = null;
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		stop();
		if (context.pipeline().get(WebSocketFrameAggregator.class) != null) {
			// It would report the half message as an error that nobody handles.
			context.pipeline().remove(WebSocketFrameAggregator.class);
		}
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		stop();
	}

	/**
	 * Closes when the time of the client is over.
	 */
	private final class Wait extends Heartbeat.Member {

		private final ChannelHandlerContext context;

		/** The first beat that is too late. */
		private final long due = Deadline.due(WebSocketGuard.this.heartbeat.number(), SECONDS);

		private Wait(ChannelHandlerContext context) {
			this.context = context;
		}

		@Override
		protected void beat(long number) {
			if (number >= this.due) {
				cut(this.context);
			}
		}

	}

}
