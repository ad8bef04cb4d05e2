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

package io.kestrel.limits;

import java.time.Duration;

/**
 * What an endpoint allows on a connection of HTTP/2 (RFC 9113).
 *
 * @param maxStreams number of streams that may be open at once
 * (SETTINGS_MAX_CONCURRENT_STREAMS). By default 100
 * @param headerTableSize bytes of the table of known fields, in each direction
 * (SETTINGS_HEADER_TABLE_SIZE, RFC 7541). By default 4 KB
 * @param maxFrameSize bytes of a frame without its header (SETTINGS_MAX_FRAME_SIZE). By
 * default 16 KB
 * @param maxHeaderFieldSize bytes of a name or a value of a field, each for itself. By
 * default 32 KB
 * @param connectionWindow bytes of bodies that may be on the way on a connection before
 * the application reads them. By default 1 MB
 * @param streamWindow bytes of a body that may be on the way on a stream before the
 * application reads them (SETTINGS_INITIAL_WINDOW_SIZE). By default 768 KB
 * @param keepAlivePingDelay after what silence of the client it is sent a PING, negative
 * for never. By default never
 * @param keepAlivePingTimeout how long it may be silent after a PING, negative for ever.
 * By default 20 seconds
 * @since 0.1.0
 */
public record Http2Limits(int maxStreams, int headerTableSize, int maxFrameSize, int maxHeaderFieldSize,
		int connectionWindow, int streamWindow, Duration keepAlivePingDelay, Duration keepAlivePingTimeout) {

	/**
	 * What holds where nothing is set, as in ASP.NET Core's Kestrel.
	 */
	public static final Http2Limits DEFAULT = new Http2Limits(100, 4 * 1024, 16 * 1024, 32 * 1024, 1024 * 1024,
			768 * 1024, Duration.ofSeconds(-1), Duration.ofSeconds(20));

}
