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

import java.time.Duration;

import io.kestrel.limits.Http2Ranges;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.TimeLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Limits of connections of HTTP/2 (RFC 9113), set by a {@link KestrelServerCustomizer}.
 * They win over the properties.
 *
 * @since 0.1.0
 */
public final class Http2LimitOptions {

	private final String where;

	private LimitOverrides limits;

	Http2LimitOptions(String where, LimitOverrides limits) {
		this.where = where;
		this.limits = limits;
	}

	/**
	 * Set how many streams may be open at once. One more is refused with REFUSED_STREAM.
	 * @param count the number. By default what
	 * {@code server.limits.http2.max-streams-per-connection} says, 100
	 * @return these options
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public Http2LimitOptions maxStreamsPerConnection(int count) {
		check(Limit.HTTP2_MAX_STREAMS_PER_CONNECTION, count, count >= 1, "at least 1");
		return set(Limit.HTTP2_MAX_STREAMS_PER_CONNECTION, count);
	}

	/**
	 * Set how large the table of known fields may be, in each direction (RFC 7541 section
	 * 4.2).
	 * @param size the size. By default what {@code server.limits.http2.header-table-size}
	 * says, 4 KB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 0 to 2147483647 bytes
	 */
	public Http2LimitOptions headerTableSize(DataSize size) {
		return set(Limit.HTTP2_HEADER_TABLE_SIZE, size, Http2Ranges.isTableSize(size.toBytes()), 0, Integer.MAX_VALUE);
	}

	/**
	 * Set how large a frame may be without its header. A larger one ends the connection
	 * with FRAME_SIZE_ERROR.
	 * @param size the size. By default what {@code server.limits.http2.max-frame-size}
	 * says, 16 KB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 16384 to 16777215 bytes
	 */
	public Http2LimitOptions maxFrameSize(DataSize size) {
		return set(Limit.HTTP2_MAX_FRAME_SIZE, size, Http2Ranges.isFrameSize(size.toBytes()),
				Http2Ranges.MIN_FRAME_SIZE, Http2Ranges.MAX_FRAME_SIZE);
	}

	/**
	 * Set how large a name or a value of a field may be, each for itself. A larger one
	 * ends the connection with COMPRESSION_ERROR.
	 * @param size the size. By default what
	 * {@code server.limits.http2.max-request-header-field-size} says, 32 KB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 1 to 2147483647 bytes
	 */
	public Http2LimitOptions maxRequestHeaderFieldSize(DataSize size) {
		return set(Limit.HTTP2_MAX_REQUEST_HEADER_FIELD_SIZE, size,
				size.toBytes() >= 1 && size.toBytes() <= Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
	}

	/**
	 * Set how much of all bodies may be under way on a connection before the application
	 * reads it.
	 * @param size the size. By default what
	 * {@code server.limits.http2.initial-connection-window-size} says, 1 MB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 65535 to 2147483647 bytes
	 */
	public Http2LimitOptions initialConnectionWindowSize(DataSize size) {
		return window(Limit.HTTP2_INITIAL_CONNECTION_WINDOW_SIZE, size);
	}

	/**
	 * Set how much of a body may be under way on a stream before the application reads
	 * it.
	 * @param size the size. By default what
	 * {@code server.limits.http2.initial-stream-window-size} says, 768 KB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 65535 to 2147483647 bytes
	 */
	public Http2LimitOptions initialStreamWindowSize(DataSize size) {
		return window(Limit.HTTP2_INITIAL_STREAM_WINDOW_SIZE, size);
	}

	/**
	 * Set after what silence of the client it gets a PING.
	 * @param delay the time, {@code null} for never. By default what
	 * {@code server.limits.http2.keep-alive-ping-delay} says, never
	 * @return these options
	 * @throws IllegalArgumentException if the time is less than one second
	 */
	public Http2LimitOptions keepAlivePingDelay(@Nullable Duration delay) {
		return ping(Limit.HTTP2_KEEP_ALIVE_PING_DELAY, delay);
	}

	/**
	 * Set how long a client may be silent after a PING. Then its connection ends with
	 * INTERNAL_ERROR.
	 * @param timeout the time, {@code null} for any. By default what
	 * {@code server.limits.http2.keep-alive-ping-timeout} says, 20 s
	 * @return these options
	 * @throws IllegalArgumentException if the time is less than one second
	 */
	public Http2LimitOptions keepAlivePingTimeout(@Nullable Duration timeout) {
		return ping(Limit.HTTP2_KEEP_ALIVE_PING_TIMEOUT, timeout);
	}

	private Http2LimitOptions window(Limit<Integer> limit, DataSize size) {
		return set(limit, size, Http2Ranges.isWindowSize(size.toBytes()), Http2Ranges.MIN_WINDOW_SIZE,
				Integer.MAX_VALUE);
	}

	private Http2LimitOptions ping(Limit<Duration> limit, @Nullable Duration time) {
		Duration value = (time != null) ? time : TimeLimits.UNLIMITED;
		check(limit, value, time == null || time.compareTo(Http2Ranges.MIN_PING_TIME) >= 0,
				"at least one second, or null for no limit");
		return set(limit, value);
	}

	private Http2LimitOptions set(Limit<Integer> limit, DataSize size, boolean valid, int least, int most) {
		check(limit, size, valid, least + " to " + most + " bytes");
		return set(limit, (int) size.toBytes());
	}

	private <T> Http2LimitOptions set(Limit<T> limit, T value) {
		this.limits = this.limits.with(limit, value);
		return this;
	}

	private void check(Limit<?> limit, Object value, boolean valid, String range) {
		if (!valid) {
			throw new IllegalArgumentException(
					limit.key() + " is " + range + ": " + value + " (of " + this.where + ")");
		}
	}

	LimitOverrides build() {
		return this.limits;
	}

}
