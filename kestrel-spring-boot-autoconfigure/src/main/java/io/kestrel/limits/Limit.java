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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One limit that can be set, for a server or for an endpoint.
 *
 * @param <T> the type of its value
 * @since 0.1.0
 */
public final class Limit<T> {

	private static final List<String> KEYS = new ArrayList<>();

	/** See {@link ServerLimits#maxRequestBodySize()}. */
	public static final Limit<BodySizeLimit> MAX_REQUEST_BODY_SIZE = new Limit<>("max-request-body-size");

	/** See {@link ServerLimits#maxRequestLineSize()}. */
	public static final Limit<Integer> MAX_REQUEST_LINE_SIZE = new Limit<>("max-request-line-size",
			"server.netty.max-initial-line-length");

	/** See {@link ServerLimits#maxRequestHeadersTotalSize()}. */
	public static final Limit<Integer> MAX_REQUEST_HEADERS_TOTAL_SIZE = new Limit<>("max-request-headers-total-size",
			"server.max-http-request-header-size");

	/** See {@link ServerLimits#maxRequestHeaderCount()}. */
	public static final Limit<Integer> MAX_REQUEST_HEADER_COUNT = new Limit<>("max-request-header-count");

	/** See {@link ServerLimits#maxRequestsPerConnection()}. */
	public static final Limit<Integer> MAX_REQUESTS_PER_CONNECTION = new Limit<>("max-requests-per-connection",
			"server.netty.max-keep-alive-requests");

	/** See {@link TimeLimits#keepAlive()}. */
	public static final Limit<Duration> KEEP_ALIVE_TIMEOUT = new Limit<>("keep-alive-timeout",
			"server.netty.idle-timeout");

	/** See {@link TimeLimits#requestHeaders()}. */
	public static final Limit<Duration> REQUEST_HEADERS_TIMEOUT = new Limit<>("request-headers-timeout");

	/** See {@link TimeLimits#requestBody()}. */
	public static final Limit<Long> MIN_REQUEST_BODY_DATA_RATE = new Limit<>(
			"min-request-body-data-rate.bytes-per-second");

	/** See {@link TimeLimits#requestBody()}. */
	public static final Limit<Duration> MIN_REQUEST_BODY_DATA_RATE_GRACE_PERIOD = new Limit<>(
			"min-request-body-data-rate.grace-period");

	/** See {@link TimeLimits#response()}. */
	public static final Limit<Long> MIN_RESPONSE_DATA_RATE = new Limit<>("min-response-data-rate.bytes-per-second");

	/** See {@link TimeLimits#response()}. */
	public static final Limit<Duration> MIN_RESPONSE_DATA_RATE_GRACE_PERIOD = new Limit<>(
			"min-response-data-rate.grace-period");

	/** See {@link BufferLimits#request()}. */
	public static final Limit<Integer> MAX_REQUEST_BUFFER_SIZE = new Limit<>("max-request-buffer-size");

	/** See {@link BufferLimits#response()}. */
	public static final Limit<Integer> MAX_RESPONSE_BUFFER_SIZE = new Limit<>("max-response-buffer-size");

	/** See {@link ConnectionLimits#maxConcurrent()}. */
	public static final Limit<Integer> MAX_CONCURRENT_CONNECTIONS = new Limit<>("max-concurrent-connections");

	/** See {@link ConnectionLimits#maxUpgraded()}. */
	public static final Limit<Integer> MAX_CONCURRENT_UPGRADED_CONNECTIONS = new Limit<>(
			"max-concurrent-upgraded-connections");

	/** See {@link ConnectionLimits#maxPerClient()}. */
	public static final Limit<Integer> MAX_CONCURRENT_CONNECTIONS_PER_CLIENT = new Limit<>(
			"max-concurrent-connections-per-client");

	/** See {@link ConnectionLimits#overflow()}. */
	public static final Limit<ConnectionOverflow> CONNECTION_OVERFLOW = new Limit<>("connection-overflow");

	/** See {@link ConnectionLimits#maxAge()}. */
	public static final Limit<Duration> MAX_CONNECTION_AGE = new Limit<>("max-connection-age");

	/** See {@link ConnectionLimits#ageJitter()}. */
	public static final Limit<Integer> MAX_CONNECTION_AGE_JITTER = new Limit<>("max-connection-age-jitter");

	/** See {@link ConnectionLimits#ageGrace()}. */
	public static final Limit<Duration> MAX_CONNECTION_AGE_GRACE = new Limit<>("max-connection-age-grace");

	/** See {@link Http2Limits#maxStreams()}. */
	public static final Limit<Integer> HTTP2_MAX_STREAMS_PER_CONNECTION = new Limit<>(
			"http2.max-streams-per-connection");

	/** See {@link Http2Limits#headerTableSize()}. */
	public static final Limit<Integer> HTTP2_HEADER_TABLE_SIZE = new Limit<>("http2.header-table-size");

	/** See {@link Http2Limits#maxFrameSize()}. */
	public static final Limit<Integer> HTTP2_MAX_FRAME_SIZE = new Limit<>("http2.max-frame-size");

	/** See {@link Http2Limits#maxHeaderFieldSize()}. */
	public static final Limit<Integer> HTTP2_MAX_REQUEST_HEADER_FIELD_SIZE = new Limit<>(
			"http2.max-request-header-field-size");

	/** See {@link Http2Limits#connectionWindow()}. */
	public static final Limit<Integer> HTTP2_INITIAL_CONNECTION_WINDOW_SIZE = new Limit<>(
			"http2.initial-connection-window-size");

	/** See {@link Http2Limits#streamWindow()}. */
	public static final Limit<Integer> HTTP2_INITIAL_STREAM_WINDOW_SIZE = new Limit<>(
			"http2.initial-stream-window-size");

	/** See {@link Http2Limits#keepAlivePingDelay()}. */
	public static final Limit<Duration> HTTP2_KEEP_ALIVE_PING_DELAY = new Limit<>("http2.keep-alive-ping-delay");

	/** See {@link Http2Limits#keepAlivePingTimeout()}. */
	public static final Limit<Duration> HTTP2_KEEP_ALIVE_PING_TIMEOUT = new Limit<>("http2.keep-alive-ping-timeout");

	private final String key;

	private final @Nullable String stockKey;

	private Limit(String key) {
		this(key, null);
	}

	private Limit(String key, @Nullable String stockKey) {
		this.key = key;
		this.stockKey = stockKey;
		KEYS.add(key);
	}

	/**
	 * Return the names of the properties of all limits.
	 * @return the names without the group
	 */
	public static List<String> keys() {
		return Collections.unmodifiableList(KEYS);
	}

	/**
	 * Return the name of its property.
	 * @return the name without the group, for instance {@code keep-alive-timeout}
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Return the property of Spring Boot that means the same.
	 * @return its whole name, {@code null} if there is none
	 */
	public @Nullable String stockKey() {
		return this.stockKey;
	}

	@Override
	public String toString() {
		return this.key;
	}

}
