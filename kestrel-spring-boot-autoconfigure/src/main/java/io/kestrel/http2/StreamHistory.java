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

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * What Netty forgets of streams that are over: which of them we have reset. What the
 * client had sent before it heard of that is no error of it (RFC 9113 section 5.1).
 */
final class StreamHistory extends Http2ConnectionAdapter {

	/** A power of two. More streams than that are not reset within one round trip. */
	private static final int REMEMBERED = 256;

	private final int[] reset = new int[REMEMBERED];

	private int next;

	private int last;

	StreamHistory(Http2Connection connection) {
		connection.addListener(this);
	}

	@Override
	public void onStreamClosed(Http2Stream stream) {
		if (stream.isResetSent()) {
			remember(stream.id());
		}
	}

	/**
	 * Remember that a stream was reset by us.
	 * @param stream its number
	 */
	void remember(int stream) {
		this.reset[this.next] = stream;
		this.next = (this.next + 1) & (REMEMBERED - 1);
	}

	/**
	 * The client opens a stream.
	 * @param stream its number
	 * @return whether it is a new one
	 */
	boolean open(int stream) {
		if (stream <= this.last) {
			return false;
		}
		this.last = stream;
		return true;
	}

	/**
	 * Return whether the client has opened a stream, or one with a higher number.
	 * @param stream its number
	 * @return whether it is not idle
	 */
	boolean isKnown(int stream) {
		return stream <= this.last;
	}

	/**
	 * Return whether the client may not know yet that a stream is over.
	 * @param stream its number
	 * @return whether we have reset it
	 */
	boolean isReset(int stream) {
		for (int other : this.reset) {
			if (other == stream) {
				return true;
			}
		}
		return false;
	}

}
