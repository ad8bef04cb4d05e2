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

package io.kestrel.server;

import io.kestrel.limits.Http2Limits;
import io.kestrel.limits.Http2Ranges;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SettingsSpec;

/**
 * What customizers of the {@code HttpServer} say of HTTP/2. Reactor Netty's codec would
 * have kept to it; ours does where our own properties say nothing.
 */
final class Http2SettingsOfCustomizers {

	private Http2SettingsOfCustomizers() {
	}

	/**
	 * Return what they changed.
	 * @param before the settings before the first customizer, {@code null} for none
	 * @param after the settings after the last one, {@code null} for none
	 * @return what differs from Reactor Netty's defaults
	 */
	static LimitOverrides read(@Nullable Http2SettingsSpec before, @Nullable Http2SettingsSpec after) {
		if (after == null || after.equals(before)) {
			return LimitOverrides.NONE;
		}
		Http2SettingsSpec unchanged = (before != null) ? before : Http2SettingsSpec.builder().build();
		Integer window = changed(unchanged.initialWindowSize(), after.initialWindowSize());
		return LimitOverrides.NONE
			.with(Limit.HTTP2_MAX_STREAMS_PER_CONNECTION,
					number(changed(unchanged.maxConcurrentStreams(), after.maxConcurrentStreams())))
			.with(Limit.HTTP2_HEADER_TABLE_SIZE, number(changed(unchanged.headerTableSize(), after.headerTableSize())))
			.with(Limit.HTTP2_MAX_FRAME_SIZE, changed(unchanged.maxFrameSize(), after.maxFrameSize()))
			.with(Limit.HTTP2_INITIAL_STREAM_WINDOW_SIZE, window)
			.with(Limit.HTTP2_INITIAL_CONNECTION_WINDOW_SIZE, (window != null) ? connectionWindow(window) : null)
			.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE,
					number(changed(unchanged.maxHeaderListSize(), after.maxHeaderListSize())));
	}

	/* As Netty makes one out of a larger window of streams. */
	private static @Nullable Integer connectionWindow(int window) {
		long size = window + (long) Math.max(0, window - Http2Ranges.MIN_WINDOW_SIZE);
		return (size > Http2Limits.DEFAULT.connectionWindow()) ? number(size) : null;
	}

	private static <T> @Nullable T changed(@Nullable T before, @Nullable T after) {
		return (after == null || after.equals(before)) ? null : after;
	}

	private static @Nullable Integer number(@Nullable Long value) {
		return (value != null) ? (int) Math.min(value, Integer.MAX_VALUE) : null;
	}

}
