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

import io.kestrel.http.RequestDecoder;
import io.kestrel.http.UpgradeSlots;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObject;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent, as octets until somebody wants the next message. Requests that
 * wait for their turn wait here. Event loop only.
 */
final class RequestReader {

	private final RequestDecoder decoder;

	private final RequestGate gate;

	private ByteBuf received = Unpooled.EMPTY_BUFFER;

	/** Whether the latest octets were enough for a message. */
	private boolean productive;

	private boolean refusalTold;

	RequestReader(RequestDecoder decoder, RequestGate gate) {
		this.decoder = decoder;
		this.gate = gate;
	}

	/**
	 * Take what has come.
	 * @param bytes the octets, owned by this from now on
	 * @param allocator where a larger buffer comes from
	 */
	void add(ByteBuf bytes, ByteBufAllocator allocator) {
		this.productive = false;
		if (this.received.isReadable()) {
			this.received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, this.received, bytes);
			return;
		}
		release();
		this.received = bytes;
	}

	/**
	 * Return the next message.
	 * @return the message, {@code null} if it has not come whole or is refused
	 */
	@Nullable HttpObject next() {
		HttpObject message = this.decoder.decode(this.received);
		this.productive |= message != null;
		return this.gate.refuses(message, isUpgradeAsked()) ? null : message;
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
		return this.decoder.isWithinHead();
	}

	boolean isUpgradeAsked() {
		return this.decoder.isUpgradeAsked();
	}

	/**
	 * Return whether no message comes any more.
	 * @return whether something was refused
	 */
	boolean isRefused() {
		return refusal() != null;
	}

	private @Nullable Refusal refusal() {
		Refusal refusal = this.decoder.refusal();
		return (refusal != null) ? refusal : this.gate.refusal();
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
		this.gate.upgraded();
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
		this.gate.endUpgrade();
	}

	private ByteBuf takeBack() {
		ByteBuf rest = this.received;
		this.received = Unpooled.EMPTY_BUFFER;
		return rest;
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
