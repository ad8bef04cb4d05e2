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

package io.kestrel.autoconfigure;

import java.time.Duration;

import io.kestrel.limits.Http2Ranges;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Checks what is set below {@code server.limits.http2}.
 */
final class Http2LimitChecks {

	private final Problems problems;

	Http2LimitChecks(Problems problems) {
		this.problems = problems;
	}

	@Nullable Integer table(String name, DataSize size) {
		return check(Http2Ranges.isTableSize(size.toBytes()), name, size,
				"it is not within 0 and " + Integer.MAX_VALUE + " bytes",
				"Write a size such as 4KB, or 0 for no table.");
	}

	@Nullable Integer frame(String name, DataSize size) {
		return check(Http2Ranges.isFrameSize(size.toBytes()), name, size,
				"it is not within " + Http2Ranges.MIN_FRAME_SIZE + " and " + Http2Ranges.MAX_FRAME_SIZE + " bytes",
				"Write a size such as 16KB, the least that HTTP/2 allows.");
	}

	@Nullable Integer window(String name, DataSize size) {
		return check(Http2Ranges.isWindowSize(size.toBytes()), name, size,
				"it is not within " + Http2Ranges.MIN_WINDOW_SIZE + " and " + Integer.MAX_VALUE + " bytes",
				"Write a size such as 1MB. Clients may always send " + Http2Ranges.MIN_WINDOW_SIZE + " bytes.");
	}

	@Nullable Duration ping(String name, Duration time) {
		if (Http2Ranges.isPingTime(time)) {
			return time;
		}
		this.problems.add(name, time, "it is less than one second",
				"Write a time such as 20s, or -1 for no limit: pings are looked at once a second.");
		return null;
	}

	private @Nullable Integer check(boolean valid, String name, DataSize size, String reason, String cure) {
		if (!valid) {
			this.problems.add(name, size, reason, cure);
			return null;
		}
		return (int) size.toBytes();
	}

	/**
	 * Where to say what is wrong.
	 */
	@FunctionalInterface
	interface Problems {

		@Nullable Object add(String name, Object value, String reason, String cure);

	}

}
