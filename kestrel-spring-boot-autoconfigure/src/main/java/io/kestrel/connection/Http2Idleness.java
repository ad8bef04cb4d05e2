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

import io.netty.handler.codec.http2.Http2Connection;

/**
 * Whether an HTTP/2 connection has no stream. Looked at once a second, so that streams
 * cost nothing. Event loop only.
 */
final class Http2Idleness {

	/** The latest stream that was seen. */
	private int stream;

	/**
	 * Hear a beat.
	 * @param connection the state of the connection
	 * @param timing what the client may take its time for
	 * @param number the number of the beat
	 */
	void beat(Http2Connection connection, ConnectionTiming timing, long number) {
		int latest = connection.remote().lastStreamCreated();
		if (connection.numActiveStreams() > 0 || latest != this.stream) {
			// A stream that began and ended since the last beat counts as well.
			this.stream = latest;
			timing.busy();
		}
		if (connection.numActiveStreams() == 0) {
			// What ended has ended after the beat before.
			timing.awaitRequestSince(number - 1);
		}
	}

}
