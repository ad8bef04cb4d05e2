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
 * What the limits of HTTP/2 may be, by RFC 9113 section 6.5.2, and by the original where
 * that leaves it open.
 *
 * @since 0.1.0
 */
public final class Http2Ranges {

	/** The least size of a frame that everybody must take, in bytes. */
	public static final int MIN_FRAME_SIZE = 1 << 14;

	/** What the length of a frame can say, in bytes. */
	public static final int MAX_FRAME_SIZE = (1 << 24) - 1;

	/** What a client may send before it has heard of any window, in bytes. */
	public static final int MIN_WINDOW_SIZE = (1 << 16) - 1;

	/** Pings are looked at once a second. */
	public static final Duration MIN_PING_TIME = Duration.ofSeconds(1);

	private Http2Ranges() {
	}

	/**
	 * Return whether frames may be so large.
	 * @param bytes the size
	 * @return whether it is within 2^14 and 2^24-1
	 */
	public static boolean isFrameSize(long bytes) {
		return bytes >= MIN_FRAME_SIZE && bytes <= MAX_FRAME_SIZE;
	}

	/**
	 * Return whether a window may be so large at the beginning.
	 * @param bytes the size
	 * @return whether it is within 65535 and 2^31-1
	 */
	public static boolean isWindowSize(long bytes) {
		return bytes >= MIN_WINDOW_SIZE && bytes <= Integer.MAX_VALUE;
	}

	/**
	 * Return whether a table of fields may be so large.
	 * @param bytes the size
	 * @return whether it is within 0 and 2^31-1
	 */
	public static boolean isTableSize(long bytes) {
		return bytes >= 0 && bytes <= Integer.MAX_VALUE;
	}

	/**
	 * Return whether pings may take so long.
	 * @param time the time
	 * @return whether it is a second or more, or no limit
	 */
	public static boolean isPingTime(Duration time) {
		return time.equals(TimeLimits.UNLIMITED) || time.compareTo(MIN_PING_TIME) >= 0;
	}

}
