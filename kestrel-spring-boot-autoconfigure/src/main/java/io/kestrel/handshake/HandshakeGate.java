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

package io.kestrel.handshake;

import io.kestrel.time.Heartbeat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the TLS handler and everything that waits for a connection, in the place
 * of Reactor Netty's reader of the handshake: reads until the handshake is over, and only
 * then tells those behind it that there is a connection. Of a failure they hear nothing
 * but the close, because each of them would log a warning of its own. Event loop only.
 */
final class HandshakeGate extends ChannelInboundHandlerAdapter {

	private final TlsEndpoint endpoint;

	private final RenegotiationGuard guard;

	private final HandshakeReporter reporter;

	private final HandshakeDeadline deadline;

	private State state = State.CLOSED;

	private @Nullable ChannelHandlerContext context;

	private @Nullable TlsHost host;

	HandshakeGate(TlsEndpoint endpoint, RenegotiationGuard guard, HandshakeReporter reporter, Heartbeat heartbeat) {
		this.endpoint = endpoint;
		this.guard = guard;
		this.reporter = reporter;
		this.deadline = new HandshakeDeadline(heartbeat, () -> fail(HandshakeFailure.TIMEOUT, null));
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	/**
	 * From now on what comes through is the handshake's, and no longer that of the
	 * handlers that were replaced.
	 */
	void open() {
		this.state = State.HANDSHAKE;
		if (context().channel().isActive()) {
			startDeadline();
		}
	}

	private ChannelHandlerContext context() {
		ChannelHandlerContext added = this.context;
		if (added == null) {
			throw new IllegalStateException("Not in a pipeline");
		}
		return added;
	}

	private void startDeadline() {
		this.deadline.start(this.endpoint.handshakeTimeout());
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		startDeadline();
		context.read();
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.read();
		context.fireChannelReadComplete();
	}

	/**
	 * The client has said whom it wants.
	 * @param serverName the name, {@code null} for none
	 */
	void asked(@Nullable String serverName) {
		this.reporter.serverName(serverName);
	}

	/**
	 * It is known what the client is offered.
	 * @param serverName the name, {@code null} for none
	 * @param host what it is offered
	 */
	void selected(@Nullable String serverName, TlsHost host) {
		this.host = host;
		context().channel().attr(NegotiatedTls.KEY).set(new NegotiatedTls(serverName, host));
		this.deadline.change(host.handshakeTimeout());
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent completion) {
			if (this.state == State.HANDSHAKE) {
				completed(context, completion);
			}
		}
		else if (this.state != State.FAILED && !(event instanceof SniCompletionEvent)) {
			context.fireUserEventTriggered(event);
		}
	}

	private void completed(ChannelHandlerContext context, SslHandshakeCompletionEvent completion) {
		if (!completion.isSuccess()) {
			fail(HandshakeFailureClassifier.classify(completion.cause(), this.guard.alert()), completion.cause());
			return;
		}
		SslHandler ssl = context.pipeline().get(SslHandler.class);
		if (this.host != null && !this.host.http1()
				&& !ApplicationProtocolNames.HTTP_2.equals(ssl.applicationProtocol())) {
			fail(HandshakeFailure.PROTOCOL_NOT_NEGOTIATED, null);
			return;
		}
		this.deadline.cancel();
		this.state = State.OPEN;
		this.guard.handshakeEnded(ssl.engine().getSession().getProtocol());
		context.pipeline().remove(this);
		context.fireChannelActive();
		context.fireUserEventTriggered(completion);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		// Before the handshake there is nothing to read, and after a failure neither.
		ReferenceCountUtil.release(message);
	}

	@Override
	@SuppressWarnings("deprecation") // Not of inbound handlers.
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(HandshakeFailureClassifier.classify(cause, this.guard.alert()), cause);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		end(HandshakeFailure.CLIENT_CLOSED, null);
		context.fireChannelInactive();
	}

	/**
	 * The handshake is over before there is a TLS handler: tell the client and close.
	 * @param failure why
	 * @param words what the client is told, empty for nothing
	 */
	void refuse(HandshakeFailure failure, ByteBuf words) {
		end(failure, null);
		if (words.isReadable()) {
			Farewell.say(context(), words);
		}
		else {
			words.release();
			context().close();
		}
	}

	private void fail(HandshakeFailure failure, @Nullable Throwable cause) {
		end(failure, cause);
		Channel channel = context().channel();
		if (channel.isOpen()) {
			context().close();
		}
	}

	private void end(HandshakeFailure failure, @Nullable Throwable cause) {
		this.deadline.cancel();
		if (this.state == State.HANDSHAKE) {
			this.state = State.FAILED;
			this.reporter.failed(failure, cause);
		}
	}

	boolean isFailed() {
		return this.state == State.FAILED;
	}

	private enum State {

		CLOSED, HANDSHAKE, OPEN, FAILED

	}

}
