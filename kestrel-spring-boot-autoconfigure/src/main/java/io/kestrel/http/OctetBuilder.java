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

package io.kestrel.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Octets that are put together in an array of the thread, for an array is written faster
 * than a buffer, and the buffer is then made as long as they are. Nothing of them may be
 * needed when somebody else has his turn on this thread.
 */
final class OctetBuilder {

	private static final int CAPACITY = 1024;

	/** What a thread keeps: longer heads are rare. */
	static final int MOST_KEPT = 16 * CAPACITY;

	private static final FastThreadLocal<OctetBuilder> OF_THREAD = new FastThreadLocal<>() {

		@Override
		protected OctetBuilder initialValue() {
			return new OctetBuilder();
		}

	};

	private byte[] octets = new byte[CAPACITY];

	private int length;

	/** Negative if there is none. */
	private int mark = -1;

	private OctetBuilder() {
	}

	/**
	 * Return that of the thread.
	 * @return it, without an octet
	 */
	static OctetBuilder ofThread() {
		OctetBuilder builder = OF_THREAD.get();
		if (builder.octets.length > MOST_KEPT) {
			builder.octets = new byte[CAPACITY];
		}
		builder.length = 0;
		builder.mark = -1;
		return builder;
	}

	int length() {
		return this.length;
	}

	void append(byte[] block) {
		reserve(block.length);
		System.arraycopy(block, 0, this.octets, this.length, block.length);
		this.length += block.length;
	}

	void append(char octet) {
		reserve(1);
		this.octets[this.length++] = (byte) octet;
	}

	/**
	 * Append text, of which each character is an octet. A question mark stands for one
	 * that is none, as Netty has it: half of it might be a line feed.
	 * @param text the text
	 */
	void append(CharSequence text) {
		int count = text.length();
		reserve(count);
		if (text instanceof AsciiString ascii) {
			System.arraycopy(ascii.array(), ascii.arrayOffset(), this.octets, this.length, count);
		}
		else if (text instanceof String string) {
			copy(string, count);
		}
		else {
			copy(text.toString(), count);
		}
		this.length += count;
	}

	private void copy(String text, int count) {
		byte[] target = this.octets;
		int offset = this.length;
		for (int i = 0; i < count; i++) {
			target[offset + i] = AsciiString.c2b(text.charAt(i));
		}
	}

	void appendLineEnd() {
		reserve(2);
		this.octets[this.length++] = HttpConstants.CR;
		this.octets[this.length++] = HttpConstants.LF;
	}

	void appendField(CharSequence name, CharSequence value) {
		append(name);
		reserve(2);
		this.octets[this.length++] = HttpConstants.COLON;
		this.octets[this.length++] = HttpConstants.SP;
		append(value);
		appendLineEnd();
	}

	void appendHex(long number) {
		int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 3) / 4);
		for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
			append(Character.forDigit((int) (number >>> shift) & 0xf, 16));
		}
	}

	/**
	 * The body has its place here. Without a mark it is behind all.
	 */
	void mark() {
		this.mark = this.length;
	}

	/**
	 * Return one buffer with a body in its place.
	 * @param body the body, which stays as it is
	 * @param count number of its octets
	 * @param allocator where the buffer comes from
	 * @return the buffer
	 */
	ByteBuf around(ByteBuf body, int count, ByteBufAllocator allocator) {
		int middle = middle();
		ByteBuf target = allocator.buffer(this.length + count).writeBytes(this.octets, 0, middle);
		if (count > 0) {
			// Not target.writeBytes: Netty would make three NIO buffers to copy between.
			body.getBytes(body.readerIndex(), target, count);
		}
		return (middle < this.length) ? target.writeBytes(this.octets, middle, this.length - middle) : target;
	}

	ByteBuf before(ByteBufAllocator allocator) {
		int count = middle();
		return allocator.buffer(count).writeBytes(this.octets, 0, count);
	}

	ByteBuf behind(ByteBufAllocator allocator) {
		int count = this.length - middle();
		return (count > 0) ? allocator.buffer(count).writeBytes(this.octets, middle(), count) : Unpooled.EMPTY_BUFFER;
	}

	private int middle() {
		return (this.mark >= 0) ? this.mark : this.length;
	}

	private void reserve(int count) {
		int needed = this.length + count;
		if (needed > this.octets.length) {
			byte[] longer = new byte[Math.max(needed, 2 * this.octets.length)];
			System.arraycopy(this.octets, 0, longer, 0, this.length);
			this.octets = longer;
		}
	}

}
