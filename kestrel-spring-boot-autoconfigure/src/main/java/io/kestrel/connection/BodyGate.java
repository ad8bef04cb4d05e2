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

import java.util.ArrayDeque;
import java.util.Queue;

import io.kestrel.feature.RequestBodyTooLargeException;
import io.kestrel.refusal.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the body of one request until the application asks for it, and counts it as
 * it passes. The only demand is a read of the connection: Reactor Netty asks for one when
 * somebody requests bytes, not when {@code getBody()} is called. Event loop only.
 */
final class BodyGate {

	private static final long UNKNOWN = -1;

	private final RequestBody body;

	private final ConnectionSettings settings;

	private final InterimResponse continueResponse;

	/** The Content-Length, or {@link #UNKNOWN}. */
	private final long announced;

	/** What has come too early, {@code null} as long as nothing has. */
	private @Nullable Queue<HttpContent> held;

	private State state = State.CLOSED;

	/** Whether {@code 100 Continue} is to be sent as soon as bytes are asked for. */
	private boolean continueDue;

	private boolean contentSeen;

	/** Why the rest of the body can't be read. */
	private @Nullable RuntimeException malformed;

	BodyGate(RequestBody body, ConnectionSettings settings, HttpHeaders headers, InterimResponse continueResponse) {
		this.body = body;
		this.settings = settings;
		this.announced = announcedLength(headers);
		this.continueResponse = continueResponse;
	}

	private static long announcedLength(HttpHeaders headers) {
		String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
		if (length == null || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
			return UNKNOWN;
		}
		try {
			return Long.parseLong(length);
		}
		catch (NumberFormatException ex) {
			// The codec refuses such a message, whatever is said here.
			return UNKNOWN;
		}
	}

	/**
	 * Return whether nothing of the body has come, and nobody has asked for it.
	 * @return whether neither side has begun with it
	 */
	boolean isUntouched() {
		return this.state == State.CLOSED && !this.contentSeen;
	}

	/**
	 * Return whether the body was too large for the application.
	 * @return whether no more contents pass
	 */
	boolean isRefused() {
		return this.state == State.REFUSED;
	}

	/**
	 * Return whether a piece came that could not be parsed, or came too slowly. Nothing
	 * can be made of what follows it.
	 * @return whether one did
	 */
	boolean isMalformed() {
		return this.malformed != null;
	}

	/**
	 * Return whether the rest of the body is longer than what would be read and thrown
	 * away for the sake of the connection, as far as one can know.
	 * @return whether the announced length is over the limit
	 */
	boolean isAnnouncedTooLarge() {
		return !this.body.allows(this.announced);
	}

	/**
	 * Send {@code 100 Continue} not now but as soon as bytes are asked for: Reactor Netty
	 * would send it when somebody subscribes, before a body can be refused.
	 * @return whether it is held back
	 */
	boolean holdContinue() {
		this.continueDue = this.state == State.CLOSED;
		return this.continueDue || isRefused();
	}

	/**
	 * Let the body pass, because the application asks for it. Does nothing if it did
	 * before.
	 * @param context where contents go
	 */
	void open(ChannelHandlerContext context) {
		if (this.state != State.CLOSED) {
			return;
		}
		this.state = State.OPEN;
		this.body.begin();
		if (isAnnouncedTooLarge()) {
			refuseTooLarge(context, this.body.announcedTooLarge(this.announced));
			return;
		}
		if (this.continueDue && !this.contentSeen) {
			this.continueResponse.send(context);
		}
		for (HttpContent content = pollHeld(); content != null; content = pollHeld()) {
			// A refusal has released those behind it.
			pass(context, content);
		}
		deliverMalformed(context);
	}

	/**
	 * The rest of the body can't be read, and nothing comes any more.
	 * @param context where the application learns it
	 * @param reason why
	 */
	void fail(ChannelHandlerContext context, RuntimeException reason) {
		this.malformed = reason;
		deliverMalformed(context);
	}

	private void deliverMalformed(ChannelHandlerContext context) {
		if (this.malformed != null && this.state == State.OPEN) {
			refuse(context, this.malformed);
		}
	}

	private void hold(HttpContent content) {
		if (this.held == null) {
			this.held = new ArrayDeque<>(2);
		}
		this.held.add(content);
	}

	private @Nullable HttpContent pollHeld() {
		return (this.held != null) ? this.held.poll() : null;
	}

	/**
	 * Take a content that has come.
	 * @param context where it goes
	 * @param content the content, owned by this from now on
	 */
	void receive(ChannelHandlerContext context, HttpContent content) {
		if (this.state == State.OPEN) {
			pass(context, content);
			return;
		}
		this.contentSeen = true;
		if (this.state == State.CLOSED) {
			hold(content);
		}
		else {
			content.release();
		}
	}

	private void pass(ChannelHandlerContext context, HttpContent content) {
		// Also where the length was announced: that is a promise of the client, and it is
		// the codec's matter whether it is kept.
		if (this.body.count(content.content().readableBytes())) {
			context.fireChannelRead(content);
		}
		else {
			content.release();
			refuseTooLarge(context, this.body.receivedTooLarge());
		}
	}

	private void refuseTooLarge(ChannelHandlerContext context, RequestBodyTooLargeException refusal) {
		this.settings.report(Refusal.BODY_TOO_LARGE, context.channel());
		refuse(context, refusal);
	}

	private void refuse(ChannelHandlerContext context, RuntimeException refusal) {
		this.state = State.REFUSED;
		release();
		RefusedContent.deliver(context, refusal);
	}

	/**
	 * Throw away a content, because the request is answered.
	 * @param content the content, {@code null} for those held back
	 * @return whether the body is still within its limit
	 */
	boolean discard(@Nullable HttpContent content) {
		this.body.begin();
		boolean within = true;
		if (content != null) {
			within = this.body.count(content.content().readableBytes());
			content.release();
		}
		for (HttpContent old = pollHeld(); old != null; old = pollHeld()) {
			within = this.body.count(old.content().readableBytes());
			old.release();
		}
		return within;
	}

	/**
	 * Pass nothing more, because the request is answered.
	 */
	void end() {
		this.body.end(false);
		release();
	}

	/**
	 * Release what is held back.
	 */
	void release() {
		for (HttpContent old = pollHeld(); old != null; old = pollHeld()) {
			old.release();
		}
	}

	/**
	 * Sends {@code 100 Continue}.
	 */
	@FunctionalInterface
	interface InterimResponse {

		void send(ChannelHandlerContext context);

	}

	private enum State {

		CLOSED, OPEN, REFUSED

	}

}
