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
 * The octets of a head from where the present word begins. They are copied out of the
 * buffer a window at a time, for an array is read faster than a buffer. As long as a head
 * comes in one piece the array is that of the thread; a connection that waits for more
 * keeps one of its own, no longer than the word it is in.
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

	/** Only between {@link #open()} and {@link #close}, if it is not an own one. */
	byte[] octets = NONE;

	/** Where the word begins. What is before it is no longer needed. */
	int start;

	/** The next octet to look at. */
	int position;

	/** Behind the last octet that is there. */
	int end;

	private boolean own;

	/** How many octets of the line are before {@link #start}. */
	private int lineBefore;

	/**
	 * Begin to look at what came.
	 */
	void open() {
		if (!this.own) {
			this.octets = SHARED.get();
			this.start = 0;
			this.position = 0;
			this.end = 0;
		}
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
		this.lineBefore += this.start;
		this.position -= this.start;
		this.end -= this.start;
		this.start = 0;
	}

	/**
	 * A word begins at the next octet.
	 */
	void mark() {
		this.start = this.position;
	}

	/**
	 * A line begins at the next octet.
	 */
	void beginLine() {
		this.start = this.position;
		this.lineBefore = -this.position;
	}

	/**
	 * Return how long the line is up to the next octet to look at.
	 * @return the octets
	 */
	int lineLength() {
		return this.lineBefore + this.position;
	}

	/**
	 * Wait for more octets: keep those of the word.
	 */
	void suspend() {
		int kept = this.end - this.start;
		if (kept == 0) {
			this.lineBefore += this.position;
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
		this.own = false;
		this.octets = NONE;
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
		return Arrays.equals(this.octets, from, from + expected.length, expected, 0, expected.length);
	}

}
