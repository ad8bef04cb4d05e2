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

package io.kestrel.http2;

import java.time.Duration;

import io.kestrel.time.TimeSlice;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one connection among those of its event loop: one read may bring hundreds
 * of requests, and each is handled as it is decoded. Ends the reading of what has come by
 * hiding the rest.
 */
final class ReadingTurn {

	/** As long as some fifty small requests take. */
	static final Duration LENGTH = Duration.ofMillis(1);

	private final TimeSlice slice;

	private @Nullable ByteBuf input;

	private boolean over;

	ReadingTurn(TimeSlice slice) {
		this.slice = slice;
	}

	void begin() {
		this.slice.begin();
		this.over = false;
	}

	/**
	 * Return whether the rest has to wait for the next turn.
	 * @return whether nothing is to be read
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * Frames are read from now on.
	 * @param input what has come
	 */
	void read(ByteBuf input) {
		this.input = input;
	}

	/**
	 * Something has been done that takes its time.
	 */
	void check() {
		ByteBuf input = this.input;
		if (input != null && input.isReadable() && (this.over || this.slice.isOver())) {
			this.over = true;
			input.writerIndex(input.readerIndex());
		}
	}

	/**
	 * No frame is read any more.
	 * @param end where what has come ends
	 */
	void stop(int end) {
		if (this.input != null) {
			this.input.writerIndex(end);
			this.input = null;
		}
	}

}
