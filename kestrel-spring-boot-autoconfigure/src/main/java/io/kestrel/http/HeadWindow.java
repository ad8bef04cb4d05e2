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

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * The octets of a head from where the present line begins. They are copied out of the
 * buffer a window at a time, for an array is read faster than a buffer. As long as a head
 * comes in one piece the array is that of the thread; a connection that waits for more
 * keeps one of its own, no longer than the line it is in.
 */
final class HeadWindow {

	/** Longer than most heads, shorter than most bodies behind one. */
	private static final int WINDOW = 1024;

	private static final FastThreadLocal<byte[]> SHARED = new FastThreadLocal<>() {

		@Override
		protected byte[] initialValue() {
			return new byte[4 * WINDOW];
		}

	};

	private static final byte[] NONE = {};

	/**
	 * That of the thread, if it is not an own one, and then only until {@link #close}.
	 */
	byte[] octets = NONE;

	/** Where the line begins. What is before it is no longer needed. */
	int start;

	/** The next octet to look at. */
	int position;

	/** Behind the last octet that is there. */
	int end;

	private boolean own;

	/**
	 * Begin to look at what came.
	 */
	void open() {
		if (!this.own) {
			byte[] shared = SHARED.get();
			// A connection stays on its thread, and reading is cheaper than writing.
			if (this.octets != shared) {
				this.octets = shared;
			}
		}
	}

	/**
	 * Return whether all octets have been looked at.
	 * @return whether {@link #fill} has to bring more
	 */
	boolean isAtEnd() {
		return this.position == this.end;
	}

	/**
	 * Copy more octets.
	 * @param in where they are
	 * @param most how many may be copied
	 * @return whether there were any
	 */
	boolean fill(ByteBuf in, int most) {
		int count = Math.min(Math.min(in.readableBytes(), WINDOW), most);
		if (count <= 0) {
			return false;
		}
		if (this.end + count > this.octets.length) {
			makeRoom(count);
		}
		in.readBytes(this.octets, this.end, count);
		this.end += count;
		return true;
	}

	private void makeRoom(int count) {
		int kept = this.end - this.start;
		byte[] target = this.octets;
		if (kept + count > target.length) {
			target = new byte[Math.max(2 * kept, kept + count)];
			this.own = true;
		}
		move(target);
	}

	private void move(byte[] target) {
		System.arraycopy(this.octets, this.start, target, 0, this.end - this.start);
		this.octets = target;
		this.position -= this.start;
		this.end -= this.start;
		this.start = 0;
	}

	/**
	 * A line begins at the next octet.
	 */
	void beginLine() {
		this.start = this.position;
	}

	/**
	 * Return how long the line is up to the next octet to look at.
	 * @return the octets
	 */
	int lineLength() {
		return this.position - this.start;
	}

	/**
	 * Wait for more octets: keep those of the line.
	 */
	void suspend() {
		int kept = this.end - this.start;
		if (kept == 0) {
			release();
		}
		else if (!this.own) {
			this.own = true;
			move(new byte[Math.max(64, 2 * kept)]);
		}
	}

	/**
	 * Be done with the head: what is behind it goes back.
	 * @param in where the octets came from
	 */
	void close(ByteBuf in) {
		in.readerIndex(in.readerIndex() - (this.end - this.position));
		release();
	}

	private void release() {
		if (this.own) {
			this.own = false;
			this.octets = NONE;
		}
		this.start = 0;
		this.position = 0;
		this.end = 0;
	}

	/**
	 * Return whether the octets from a place on are these.
	 * @param from the place
	 * @param expected what they should be
	 * @return whether they are
	 */
	boolean matches(int from, byte[] expected) {
		int to = from + expected.length;
		return to <= this.end && Arrays.equals(this.octets, from, to, expected, 0, expected.length);
	}

}
