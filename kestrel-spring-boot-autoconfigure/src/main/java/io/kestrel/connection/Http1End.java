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

import io.kestrel.http.RefusalResponse;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP/1.1 connection ends: with a response that says so, once that has arrived.
 * Event loop only.
 */
final class Http1End {

	private final Http1Exchange exchange;

	private final ConnectionSettings settings;

	private final ConnectionTiming timing;

	/** {@code null} as long as there was none. */
	private @Nullable UnreadBody unread;

	/** Whether the end of what the client sends can't be found. */
	private boolean refused;

	/** Whether the connection ends with the latest response. */
	private boolean closing;

	/** Whether what was read is still being worked on. */
	private boolean reading;

	/** Whether a close waits for the end of that. */
	private boolean closePending;

	Http1End(Http1Exchange exchange, ConnectionSettings settings, ConnectionTiming timing) {
		this.exchange = exchange;
		this.settings = settings;
		this.timing = timing;
	}

	private UnreadBody unread() {
		UnreadBody unread = this.unread;
		if (unread == null) {
			unread = new UnreadBody(this.timing);
			this.unread = unread;
		}
		return unread;
	}

	/**
	 * Return whether the connection ends with the latest response.
	 * @return whether no request is taken any more
	 */
	boolean isNear() {
		return this.closing;
	}

	/**
	 * Let the connection end with the response that is being written.
	 */
	void announce() {
		this.closing = true;
	}

	/**
	 * Close when the last piece of the last response is written.
	 * @param context the handler
	 * @param last the promise of that piece
	 * @return the promise to write it with
	 */
	ChannelPromise after(ChannelHandlerContext context, ChannelPromise last) {
		ChannelPromise written = last.unvoid();
		written.addListener((sent) -> close(context, context.newPromise()));
		return written;
	}

	/**
	 * The response is written, and the rest of the request is not worth waiting for.
	 * @param context the handler
	 */
	void early(ChannelHandlerContext context) {
		if (!this.closing) {
			stop();
			this.closing = true;
			context.writeAndFlush(Unpooled.EMPTY_BUFFER, after(context, context.newPromise()));
		}
	}

	/**
	 * There is nothing to wait for but what is still to be sent: a slow client gets its
	 * response whole.
	 * @param context the handler
	 */
	void now(ChannelHandlerContext context) {
		if (!this.closing) {
			context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	/**
	 * Answer a request that the application never sees.
	 * @param context the handler
	 * @param refusal why
	 */
	void refuse(ChannelHandlerContext context, Refusal refusal) {
		if (!this.closing) {
			this.closing = true;
			report(context, refusal);
			context.writeAndFlush(RefusalResponse.of(refusal, this.settings.server(), context.alloc()))
				.addListener((sent) -> unread().closeConnection(context));
		}
	}

	void report(ChannelHandlerContext context, Refusal refusal) {
		this.refused = true;
		this.settings.report(refusal, context.channel());
	}

	/**
	 * Close. If the client is still sending, it must get the response first.
	 * @param context the handler
	 * @param promise of the close
	 */
	void close(ChannelHandlerContext context, ChannelPromise promise) {
		boolean moreToCome = this.exchange.isUnread() || (this.exchange.isAnswered() && this.refused);
		if (!moreToCome || !context.channel().isActive()) {
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
		unread().closeConnection(context);
	}

	/**
	 * What was read is going to be worked on.
	 */
	void beginReading() {
		this.reading = true;
	}

	/**
	 * All that was read is worked on.
	 * @param context the handler
	 */
	void endReading(ChannelHandlerContext context) {
		this.reading = false;
		if (this.closePending) {
			this.closePending = false;
			close(context, context.newPromise());
		}
		else {
			readUnread(context);
		}
	}

	/**
	 * The response is written, and another request may follow.
	 * @param context the handler
	 */
	void answered(ChannelHandlerContext context) {
		if (!this.reading) {
			readUnread(context);
		}
	}

	private void readUnread(ChannelHandlerContext context) {
		if (this.closing) {
			if (this.unread != null) {
				this.unread.readOn(context);
			}
		}
		else if (this.exchange.isUnread()) {
			unread().keepConnection(context);
		}
	}

	/**
	 * The client has sent all that it announced.
	 * @param context the handler
	 */
	void requestEnded(ChannelHandlerContext context) {
		if (this.unread != null) {
			this.unread.ended(context);
		}
	}

	/**
	 * TLS has ended, by its own account.
	 * @param context the handler
	 */
	void tlsEnded(ChannelHandlerContext context) {
		if (this.closing && this.unread != null) {
			this.unread.endedByTls(context);
		}
	}

	/**
	 * Wait for nothing any more.
	 */
	void stop() {
		if (this.unread != null) {
			this.unread.stop();
		}
	}

	/**
	 * Keep nothing that an idle connection can do without.
	 */
	void rest() {
		if (!this.closing) {
			this.unread = null;
		}
	}

}
