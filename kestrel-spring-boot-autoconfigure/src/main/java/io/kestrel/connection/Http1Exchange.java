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

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.kestrel.feature.RequestBodyAbortedException;
import io.kestrel.feature.RequestFeatures;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * The latest request of an HTTP/1.1 connection and its response. Begins anew with each
 * request, so that one without a body costs no object. All methods run on the event loop,
 * but for those that say otherwise.
 * <p>
 * It has two ends. The server's comes when Reactor Netty unbinds its operations, the
 * client's when the last piece of the request has come. It is over after both.
 */
final class Http1Exchange {

	private static final AtomicIntegerFieldUpdater<Http1Exchange> NUMBER = AtomicIntegerFieldUpdater
		.newUpdater(Http1Exchange.class, "number");

	private final ConnectionSettings settings;

	private final RequestFeatures connection;

	/** Counts the exchanges of the connection. Read by other threads. */
	private volatile int number;

	/** The body, once somebody needs it. Set by any thread. */
	private volatile @Nullable RequestBody body;

	private @Nullable HttpRequest head;

	/** What holds back the body, {@code null} as long as none has come. */
	private @Nullable BodyGate gate;

	/** Whether Reactor Netty has the request and has not ended it. */
	private boolean bound;

	/** Whether the end of the request is still to come. */
	private boolean receiving;

	/** Whether the response is written whole. */
	private boolean answered;

	/** Whether the response being written is an interim one (RFC 9110 section 15.2). */
	private boolean interim;

	Http1Exchange(ConnectionSettings settings, RequestFeatures connection) {
		this.settings = settings;
		this.connection = connection;
	}

	/**
	 * Return the number of the exchange. For any thread.
	 * @return the number
	 */
	int number() {
		return this.number;
	}

	/* That of an exchange, by its number. For any thread. */
	synchronized RequestBody body(int number) {
		RequestBody body = this.body;
		if (body != null && body.exchange() == number) {
			return body;
		}
		RequestBody created = new RequestBody(number, this.settings.limits(), this.connection);
		if (body == null || body.exchange() < number) {
			// Somebody may ask for a request that has just ended, and not be the first.
			this.body = created;
		}
		return created;
	}

	/* The body of the latest exchange, if somebody needed it. */
	@Nullable RequestBody knownBody() {
		RequestBody body = this.body;
		return (body != null && body.exchange() == this.number) ? body : null;
	}

	void begin(HttpRequest request) {
		NUMBER.lazySet(this, this.number + 1);
		this.head = request;
		this.gate = null;
		this.bound = true;
		this.receiving = !HttpMessages.isLast(request);
		this.answered = false;
		this.interim = false;
	}

	/* Whether the next piece that comes belongs to this request. */
	boolean isReceiving() {
		return this.receiving;
	}

	boolean isAnswered() {
		return this.answered;
	}

	boolean isOver() {
		return !this.bound && !this.receiving;
	}

	/* Whether the client is still sending a request that has its response. */
	boolean isUnread() {
		return this.answered && this.receiving;
	}

	/**
	 * Take a piece of the request.
	 * @param context where the application gets it
	 * @param message the piece
	 */
	void receive(ChannelHandlerContext context, Object message) {
		if (message.getClass() == DefaultHttpContent.class) {
			// Most pieces of an upload. Not by the interface: see HttpMessages.
			gate().receive(context, (DefaultHttpContent) message);
			return;
		}
		if (message == LastHttpContent.EMPTY_LAST_CONTENT && this.gate == null) {
			// No body: nothing to hold back.
			this.receiving = false;
			context.fireChannelRead(message);
			return;
		}
		BodyGate gate = gate();
		this.receiving = !HttpMessages.isLast(message);
		gate.receive(context, (HttpContent) message);
	}

	/**
	 * Throw away a piece of the request.
	 * @param message the piece
	 * @return whether the connection can be kept: the body is within its limit
	 */
	boolean discard(Object message) {
		this.receiving = !HttpMessages.isLast(message);
		if (message == LastHttpContent.EMPTY_LAST_CONTENT) {
			return true;
		}
		return gate().discard((HttpContent) message);
	}

	/**
	 * The rest of the request can't be read.
	 * @param context where the application learns it
	 * @param reason why
	 */
	void fail(ChannelHandlerContext context, RuntimeException reason) {
		gate().fail(context, reason);
		this.receiving = false;
	}

	/*
	 * The client has gone. Before Reactor Netty makes an error of it that Spring logs.
	 * Returns whether the rest of a body is missing.
	 */
	boolean lose(ChannelHandlerContext context) {
		boolean lost = this.bound && this.receiving && !this.answered;
		if (lost) {
			fail(context, new RequestBodyAbortedException());
		}
		return lost;
	}

	private BodyGate gate() {
		BodyGate gate = this.gate;
		if (gate == null) {
			gate = new BodyGate(body(this.number), this.settings, headers(), Http1Responses::sendContinue);
			this.gate = gate;
		}
		return gate;
	}

	private HttpHeaders headers() {
		HttpRequest head = this.head;
		if (head == null) {
			throw new IllegalStateException("No request has come");
		}
		return head.headers();
	}

	/**
	 * The application asks for bytes, if it has not got its response yet.
	 * @param context where it gets them
	 * @return whether the connection is to be read
	 */
	boolean demand(ChannelHandlerContext context) {
		if (!this.bound || this.answered) {
			return true;
		}
		if (this.receiving || this.gate != null) {
			gate().open(context);
		}
		return this.gate == null || !this.gate.isRefused();
	}

	/**
	 * A response begins.
	 * @param status its status
	 * @return whether it is the final one
	 */
	boolean respond(HttpResponseStatus status) {
		this.interim = status.codeClass() == HttpStatusClass.INFORMATIONAL;
		return !this.interim;
	}

	/**
	 * Return whether the connection has to end with a response.
	 * @param response the final response
	 * @return whether no other request can follow
	 */
	boolean isLastAfter(HttpResponse response) {
		boolean endless = this.head != null && HttpMessages.unchunk(this.head, response);
		return endless || isLastRequest() || isRestUnwanted();
	}

	/* Requests are counted from 1, so UNLIMITED is never reached. */
	private boolean isLastRequest() {
		return this.number == this.settings.limits().maxRequestsPerConnection();
	}

	/**
	 * Return whether the message that tells the client to go on must wait until the
	 * application asks for bytes.
	 * @param status the status of the response that has begun
	 * @return whether it is not to be sent now
	 */
	boolean holdContinue(HttpResponseStatus status) {
		return status.code() == HttpResponseStatus.CONTINUE.code() && this.receiving && gate().holdContinue();
	}

	/**
	 * Return whether a message ends the response.
	 * @param message what is written
	 * @return whether it is the last piece, and not of an interim response
	 */
	boolean isEnd(Object message) {
		return !this.interim && HttpMessages.isLast(message);
	}

	/**
	 * The response is written whole.
	 * @return whether the connection can be kept, as far as what has come of the request
	 * goes
	 */
	boolean answered() {
		this.answered = true;
		RequestBody body = knownBody();
		if (body != null) {
			body.end(false);
		}
		BodyGate gate = this.gate;
		if (gate == null) {
			return true;
		}
		boolean within = gate.discard(null);
		return !gate.isMalformed() && (within || !this.receiving);
	}

	/*
	 * Whether the rest of the request must not be waited for: it is too long to be read
	 * for the sake of the connection, can't be parsed, or may never come because nobody
	 * told the client to go on.
	 */
	private boolean isRestUnwanted() {
		if (this.gate == null && !(this.receiving && HttpMessages.hasBody(headers()))) {
			return false;
		}
		BodyGate gate = gate();
		return gate.isRefused() || gate.isMalformed()
				|| (this.receiving && (gate.isAnnouncedTooLarge() || isContinueAwaited()));
	}

	private boolean isContinueAwaited() {
		return gate().isUntouched() && this.head != null && HttpUtil.is100ContinueExpected(this.head);
	}

	/**
	 * Return whether Reactor Netty has just ended the request. It says so by an event
	 * whose class is not public.
	 * @param channel the connection
	 * @return whether it had not ended before
	 */
	boolean isUnbound(Channel channel) {
		if (this.bound && this.answered && ChannelOperations.get(channel) == null) {
			this.bound = false;
			return true;
		}
		return false;
	}

	/**
	 * The request is over: keep nothing of it.
	 */
	void clear() {
		this.head = null;
		this.gate = null;
	}

	/**
	 * Another protocol is spoken from now on, and has no limit.
	 * @param context where what was held back goes
	 */
	void upgrade(ChannelHandlerContext context) {
		body(this.number).end(true);
		if (this.gate != null) {
			this.gate.open(context);
		}
	}

	void release() {
		if (this.gate != null) {
			this.gate.release();
		}
	}

}
