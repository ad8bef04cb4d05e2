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

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Counts the frames that come, and sees whether one waits for its CONTINUATION: Netty's
 * reader tells nobody. Looks at the header of each frame once, in whatever pieces it
 * comes.
 */
final class FrameScanner {

	private static final int TYPE = 3;

	private static final int FLAGS = 4;

	private static final int END_HEADERS = 0x4;

	/** What was looked at of the octets that are still to be read. */
	private int ahead;

	/** What is still to come of the last frame. */
	private int payload;

	private long frames;

	private long heads;

	private boolean inHead;

	/**
	 * Look at what has come.
	 * @param input all that is still to be read
	 */
	void scan(ByteBuf input) {
		int index = input.readerIndex() + this.ahead;
		int end = input.writerIndex();
		while (index < end) {
			if (this.payload > 0) {
				int part = Math.min(this.payload, end - index);
				this.payload -= part;
				index += part;
			}
			else if (end - index < Http2CodecUtil.FRAME_HEADER_LENGTH) {
				break;
			}
			else {
				this.payload = input.getUnsignedMedium(index);
				begin(input.getByte(index + TYPE), input.getUnsignedByte(index + FLAGS));
				index += Http2CodecUtil.FRAME_HEADER_LENGTH;
			}
			if (this.payload == 0) {
				this.frames++;
			}
		}
		this.ahead = index - input.readerIndex();
	}

	private void begin(byte type, short flags) {
		if (type == Http2FrameTypes.HEADERS) {
			this.heads++;
			this.inHead = (flags & END_HEADERS) == 0;
		}
		else if (type == Http2FrameTypes.CONTINUATION) {
			this.inHead = (flags & END_HEADERS) == 0;
		}
	}

	/**
	 * Some of what was looked at has been read.
	 * @param length number of octets
	 */
	void read(int length) {
		this.ahead -= length;
	}

	/**
	 * Return how many frames have come whole.
	 * @return the number
	 */
	long frames() {
		return this.frames;
	}

	/**
	 * Return which field section has come in part.
	 * @return a number that no other has, 0 if none has
	 */
	long openHead() {
		return this.inHead ? this.heads : 0;
	}

}
