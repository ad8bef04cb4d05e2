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
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Limits that are set somewhere, each of which may be missing. Immutable.
 *
 * @since 0.1.0
 */
public final class LimitOverrides {

	/**
	 * Nothing set.
	 */
	public static final LimitOverrides NONE = new LimitOverrides(Map.of());

	private final Map<Limit<?>, Object> values;

	private LimitOverrides(Map<Limit<?>, Object> values) {
		this.values = Map.copyOf(values);
	}

	/**
	 * Return what is set here with one more limit.
	 * @param limit the limit
	 * @param value its value, {@code null} to leave it as it is
	 * @param <T> the type of the value
	 * @return the limits
	 */
	public <T> LimitOverrides with(Limit<T> limit, @Nullable T value) {
		if (value == null) {
			return this;
		}
		Map<Limit<?>, Object> values = new HashMap<>(this.values);
		values.put(limit, value);
		return new LimitOverrides(values);
	}

	/**
	 * Return what a limit is set to.
	 * @param limit the limit
	 * @param <T> the type of the value
	 * @return its value, {@code null} if it is not set here
	 */
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Limit<T> limit) {
		return (T) this.values.get(limit);
	}

	private <T> T get(Limit<T> limit, T other) {
		T value = get(limit);
		return (value != null) ? value : other;
	}

	/**
	 * Return what is set here, and where it is not, what is set there.
	 * @param others set with less weight
	 * @return both
	 */
	public LimitOverrides orElse(LimitOverrides others) {
		Map<Limit<?>, Object> both = new HashMap<>(others.values);
		both.putAll(this.values);
		return new LimitOverrides(both);
	}

	/**
	 * Return limits with what is set here instead.
	 * @param limits the limits so far
	 * @return the limits
	 */
	public ServerLimits applyTo(ServerLimits limits) {
		return new ServerLimits(get(Limit.MAX_REQUEST_BODY_SIZE, limits.maxRequestBodySize()),
				get(Limit.MAX_REQUEST_LINE_SIZE, limits.maxRequestLineSize()),
				get(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, limits.maxRequestHeadersTotalSize()),
				get(Limit.MAX_REQUEST_HEADER_COUNT, limits.maxRequestHeaderCount()),
				get(Limit.MAX_REQUESTS_PER_CONNECTION, limits.maxRequestsPerConnection()), times(limits.times()),
				buffers(limits.buffers()), connections(limits.connections()), http2(limits.http2()));
	}

	private TimeLimits times(TimeLimits limits) {
		return new TimeLimits(get(Limit.KEEP_ALIVE_TIMEOUT, limits.keepAlive()),
				get(Limit.REQUEST_HEADERS_TIMEOUT, limits.requestHeaders()),
				rate(limits.requestBody(), Limit.MIN_REQUEST_BODY_DATA_RATE,
						Limit.MIN_REQUEST_BODY_DATA_RATE_GRACE_PERIOD),
				rate(limits.response(), Limit.MIN_RESPONSE_DATA_RATE, Limit.MIN_RESPONSE_DATA_RATE_GRACE_PERIOD));
	}

	private @Nullable MinDataRate rate(@Nullable MinDataRate rate, Limit<Long> bytes, Limit<Duration> grace) {
		MinDataRate base = (rate != null) ? rate : MinDataRate.DEFAULT;
		Long changed = get(bytes);
		if ((changed != null) ? changed == ServerLimits.UNLIMITED : rate == null) {
			return null;
		}
		return new MinDataRate((changed != null) ? changed : base.bytesPerSecond(), get(grace, base.gracePeriod()));
	}

	private BufferLimits buffers(BufferLimits limits) {
		return new BufferLimits(get(Limit.MAX_REQUEST_BUFFER_SIZE, limits.request()),
				get(Limit.MAX_RESPONSE_BUFFER_SIZE, limits.response()));
	}

	private ConnectionLimits connections(ConnectionLimits limits) {
		return new ConnectionLimits(get(Limit.MAX_CONCURRENT_CONNECTIONS, limits.maxConcurrent()),
				get(Limit.MAX_CONCURRENT_UPGRADED_CONNECTIONS, limits.maxUpgraded()),
				get(Limit.MAX_CONCURRENT_CONNECTIONS_PER_CLIENT, limits.maxPerClient()),
				get(Limit.CONNECTION_OVERFLOW, limits.overflow()), get(Limit.MAX_CONNECTION_AGE, limits.maxAge()),
				get(Limit.MAX_CONNECTION_AGE_JITTER, limits.ageJitter()),
				get(Limit.MAX_CONNECTION_AGE_GRACE, limits.ageGrace()));
	}

	private Http2Limits http2(Http2Limits limits) {
		return new Http2Limits(get(Limit.HTTP2_MAX_STREAMS_PER_CONNECTION, limits.maxStreams()),
				get(Limit.HTTP2_HEADER_TABLE_SIZE, limits.headerTableSize()),
				get(Limit.HTTP2_MAX_FRAME_SIZE, limits.maxFrameSize()),
				get(Limit.HTTP2_MAX_REQUEST_HEADER_FIELD_SIZE, limits.maxHeaderFieldSize()),
				get(Limit.HTTP2_INITIAL_CONNECTION_WINDOW_SIZE, limits.connectionWindow()),
				get(Limit.HTTP2_INITIAL_STREAM_WINDOW_SIZE, limits.streamWindow()),
				get(Limit.HTTP2_KEEP_ALIVE_PING_DELAY, limits.keepAlivePingDelay()),
				get(Limit.HTTP2_KEEP_ALIVE_PING_TIMEOUT, limits.keepAlivePingTimeout()));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof LimitOverrides overrides && this.values.equals(overrides.values));
	}

	@Override
	public int hashCode() {
		return this.values.hashCode();
	}

	@Override
	public String toString() {
		return this.values.toString();
	}

}
