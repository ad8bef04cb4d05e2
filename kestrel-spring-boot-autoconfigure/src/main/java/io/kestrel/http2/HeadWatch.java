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
 * Looks at the frames that are about to be read, to know whether the fields of a request
 * have come in part: Netty keeps that to itself.
 */
final class HeadWatch {

	private static final int LENGTH_OCTETS = 3;

	private static final int END_HEADERS = 0x4;

	/** Octets that a frame still lacks, -1 before its first. */
	private int payload = -1;

	private int type;

	private int flags;

	/** Heads that have begun. */
	private int heads;

	private boolean open;

	/** Octets of the input that were looked at, and that Netty's reader has not taken. */
	private int seen;

	/** Octets of the input that were not looked at. */
	private int unseen;

	/**
	 * Look at what Netty's reader is going to see.
	 * @param input all octets that it has not taken
	 */
	void before(ByteBuf input) {
		int end = input.writerIndex();
		this.unseen = end - walk(input, input.readerIndex() + this.seen, end);
	}

	/**
	 * Netty's reader has done its work.
	 * @param input the same as before, of which something is left if a frame was wrong
	 */
	void after(ByteBuf input) {
		this.seen = (input.refCnt() > 0) ? Math.max(0, input.readableBytes() - this.unseen) : 0;
	}

	private int walk(ByteBuf input, int start, int end) {
		int at = start;
		while (true) {
			if (this.payload < 0) {
				if (end - at < Http2CodecUtil.FRAME_HEADER_LENGTH) {
					return at;
				}
				this.payload = input.getUnsignedMedium(at);
				this.type = input.getByte(at + LENGTH_OCTETS);
				this.flags = input.getByte(at + LENGTH_OCTETS + 1);
				at += Http2CodecUtil.FRAME_HEADER_LENGTH;
				if (this.type == Http2FrameTypes.HEADERS) {
					this.heads++;
					this.open = true;
				}
			}
			if (end - at < this.payload) {
				return at;
			}
			at += this.payload;
			this.payload = -1;
			if (this.type == Http2FrameTypes.HEADERS || this.type == Http2FrameTypes.CONTINUATION) {
				this.open = (this.flags & END_HEADERS) == 0;
			}
		}
	}

	/**
	 * Return which head has come in part.
	 * @return a number that differs from that of the head before, 0 for none
	 */
	int pending() {
		return this.open ? this.heads : 0;
	}

}
