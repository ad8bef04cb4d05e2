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

import io.kestrel.admission.Permit;
import io.kestrel.http.DecoderLimits;
import io.kestrel.http.RequestDecoder;
import io.kestrel.http.UpgradeSlots;
import io.kestrel.refusal.Refusal;
import io.kestrel.time.NextTurn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent, as octets until somebody wants the next message. Requests that
 * wait for their turn wait here. Event loop only.
 */
final class RequestReader {

	/**
	 * Requests that are begun with before the loop reads again: as many small ones as
	 * take a fraction of a millisecond.
	 */
	private static final int TURN = 16;

	private final DecoderLimits limits;

	/** {@code null} where nobody counts connections. */
	private final @Nullable Permit permit;

	/**
	 * {@code null} as long as nothing has come, and again after a rest: it is the larger
	 * part of what an idle connection would keep.
	 */
	private @Nullable RequestDecoder decoder;

	private ByteBuf received = Unpooled.EMPTY_BUFFER;

	/** Whether the latest octets were enough for a message. */
	private boolean productive;

	private boolean refusalTold;

	/** How many were begun with in this turn. */
	private int requests;

	private boolean turnScheduled;

	RequestReader(DecoderLimits limits, @Nullable Permit permit) {
		this.limits = limits;
		this.permit = permit;
	}

	/**
	 * Take what has come.
	 * @param bytes the octets, owned by this from now on
	 * @param allocator where a larger buffer comes from
	 */
	void add(ByteBuf bytes, ByteBufAllocator allocator) {
		this.productive = false;
		this.requests = 0;
		if (this.received.isReadable()) {
			this.received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, this.received, bytes);
			return;
		}
		release();
		this.received = bytes;
	}

	/**
	 * Return the next message.
	 * @return the message, {@code null} if it has not come whole, is refused or waits for
	 * the next turn
	 */
	@Nullable HttpObject next() {
		RequestDecoder decoder = this.decoder;
		if (decoder == null) {
			decoder = new RequestDecoder(this.limits);
			this.decoder = decoder;
		}
		boolean first = decoder.isBetweenRequests();
		if (first && this.requests >= TURN && isWaiting()) {
			return null;
		}
		HttpObject message = decoder.decode(this.received);
		if (message == null) {
			return null;
		}
		this.requests += first ? 1 : 0;
		this.productive = true;
		Refusal refusal = RequestGate.check(this.permit, message, decoder.isUpgradeAsked());
		return (refusal != null) ? decoder.refuse(refusal) : message;
	}

	/**
	 * Let the loop read what others have sent, if this connection has had its turn.
	 * @param loop the loop
	 * @param next goes on with the next turn
	 */
	void nextTurn(EventExecutor loop, Runnable next) {
		if (this.requests >= TURN && !this.turnScheduled) {
			this.turnScheduled = true;
			NextTurn.schedule(loop, () -> {
				this.turnScheduled = false;
				this.requests = 0;
				next.run();
			});
		}
	}

	/**
	 * Return whether there is something that nobody has looked at.
	 * @return whether there is
	 */
	boolean isWaiting() {
		return this.received.isReadable();
	}

	/**
	 * Return whether only a part of a message has come: nobody but this knows that more
	 * must be read.
	 * @return whether it is
	 */
	boolean isWithinMessage() {
		return !this.productive && !this.received.isReadable();
	}

	/**
	 * Return whether a part of the head of a request has come.
	 * @return whether the rest of it is awaited
	 */
	boolean isWithinHead() {
		return this.decoder != null && this.decoder.isWithinHead();
	}

	boolean isUpgradeAsked() {
		return this.decoder != null && this.decoder.isUpgradeAsked();
	}

	/**
	 * Return whether no message comes any more.
	 * @return whether something was refused
	 */
	boolean isRefused() {
		return refusal() != null;
	}

	private @Nullable Refusal refusal() {
		return (this.decoder != null) ? this.decoder.refusal() : null;
	}

	/**
	 * Return why no message comes any more.
	 * @return the reason, the first time; {@code null} afterwards, or if nothing is
	 * refused
	 */
	@Nullable Refusal newRefusal() {
		Refusal refusal = this.refusalTold ? null : refusal();
		this.refusalTold |= refusal != null;
		return refusal;
	}

	/**
	 * Another protocol is spoken: what came early is for its handlers.
	 * @param context the handler of HTTP/1.1
	 */
	void passOn(ChannelHandlerContext context) {
		if (this.permit != null) {
			this.permit.upgrade();
		}
		if (isWaiting()) {
			ByteBuf early = takeBack();
			ChannelHandlerContext entry = UpgradeSlots.entry(context);
			context.executor().execute(() -> entry.fireChannelRead(early));
		}
	}

	/**
	 * The request has ended and was no upgrade.
	 * @param context the handler of HTTP/1.1
	 */
	void endUpgrade(ChannelHandlerContext context) {
		UpgradeSlots.remove(context);
		if (this.permit != null) {
			this.permit.cancelUpgrade();
		}
	}

	private ByteBuf takeBack() {
		ByteBuf rest = this.received;
		this.received = Unpooled.EMPTY_BUFFER;
		return rest;
	}

	/**
	 * Keep nothing that an idle connection can do without.
	 */
	void rest() {
		if (this.decoder != null && this.decoder.isBetweenRequests()) {
			this.decoder = null;
		}
	}

	/**
	 * Keep no buffer without content.
	 */
	void releaseIfRead() {
		if (!this.received.isReadable()) {
			release();
		}
	}

	void release() {
		takeBack().release();
	}

}
