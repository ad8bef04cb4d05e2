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
import java.util.function.Consumer;

import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.ConnectionOverflow;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.MinDataRate;
import io.kestrel.limits.ServerLimits;
import io.kestrel.limits.TimeLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Limits set by a {@link KestrelServerCustomizer}, for the whole server or for one of its
 * endpoints. They win over the properties.
 *
 * @since 0.1.0
 */
public final class LimitOptions {

	private final String where;

	private LimitOverrides limits = LimitOverrides.NONE;

	LimitOptions(String where) {
		this.where = where;
	}

	/**
	 * Set how long the body of a request may be, unless its handler says otherwise.
	 * @param size the size, {@code null} for any. By default what
	 * {@code server.limits.max-request-body-size} says, 30,000,000 bytes
	 * @return these options
	 * @throws IllegalArgumentException if the size is negative
	 */
	public LimitOptions maxRequestBodySize(@Nullable DataSize size) {
		return set(Limit.MAX_REQUEST_BODY_SIZE,
				BodySizeLimit.of((size != null) ? size.toBytes() : null, "maxRequestBodySize(...) of " + this.where));
	}

	/**
	 * Set how long the request line of HTTP/1.1 may be, its line end included (RFC 9112
	 * section 3). A longer one is refused with 414.
	 * @param size the size. By default what {@code server.limits.max-request-line-size}
	 * says, 8 KB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 1 to 2147483647 bytes
	 */
	public LimitOptions maxRequestLineSize(DataSize size) {
		return set(Limit.MAX_REQUEST_LINE_SIZE, positive(size.toBytes(), "request line size"));
	}

	/**
	 * Set how long all field lines of a request of HTTP/1.1 may be together, with their
	 * line ends and those of trailers. Longer ones are refused with 431 (RFC 6585 section
	 * 5).
	 * @param size the size. By default what
	 * {@code server.limits.max-request-headers-total-size} says, 32 KB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 1 to 2147483647 bytes
	 */
	public LimitOptions maxRequestHeadersTotalSize(DataSize size) {
		return set(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, positive(size.toBytes(), "request headers total size"));
	}

	/**
	 * Set how many fields a request of HTTP/1.1 may have, those of trailers included.
	 * More are refused with 431 (RFC 6585 section 5).
	 * @param count the number. By default what
	 * {@code server.limits.max-request-header-count} says, 100
	 * @return these options
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public LimitOptions maxRequestHeaderCount(int count) {
		return set(Limit.MAX_REQUEST_HEADER_COUNT, positive(count, "request header count"));
	}

	/**
	 * Set how many requests a connection of HTTP/1.1 may have. The last response says
	 * {@code Connection: close}.
	 * @param count the number, {@code null} for any. By default what
	 * {@code server.limits.max-requests-per-connection} says, any number
	 * @return these options
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public LimitOptions maxRequestsPerConnection(@Nullable Integer count) {
		return set(Limit.MAX_REQUESTS_PER_CONNECTION, orUnlimited(count, 1, "number of requests per connection"));
	}

	/**
	 * Set how much a connection may read ahead of the application.
	 * @param size the size, {@code null} for any. By default what
	 * {@code server.limits.max-request-buffer-size} says, 1 MB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 1 to 2147483647 bytes
	 */
	public LimitOptions maxRequestBufferSize(@Nullable DataSize size) {
		return set(Limit.MAX_REQUEST_BUFFER_SIZE, buffer(size, 1, "request buffer size"));
	}

	/**
	 * Set how much of a response may be unsent before the application is asked for no
	 * more. With zero it is asked when all is sent.
	 * @param size the size, {@code null} for any. By default what
	 * {@code server.limits.max-response-buffer-size} says, 64 KB
	 * @return these options
	 * @throws IllegalArgumentException if the size is not 0 to 2147483647 bytes
	 */
	public LimitOptions maxResponseBufferSize(@Nullable DataSize size) {
		return set(Limit.MAX_RESPONSE_BUFFER_SIZE, buffer(size, 0, "response buffer size"));
	}

	/**
	 * Set how long a connection may be idle between requests. It is closed without a word
	 * then.
	 * @param timeout the time, {@code null} for any. By default what
	 * {@code server.limits.keep-alive-timeout} says, 130 s
	 * @return these options
	 * @throws IllegalArgumentException if the time is not positive
	 */
	public LimitOptions keepAliveTimeout(@Nullable Duration timeout) {
		return set(Limit.KEEP_ALIVE_TIMEOUT, time(timeout, "keep-alive timeout"));
	}

	/**
	 * Set how long the head of a request may take, from its first byte on. A slower one
	 * is refused with 408 (RFC 9110 section 15.5.9).
	 * @param timeout the time, {@code null} for any. By default what
	 * {@code server.limits.request-headers-timeout} says, 30 s
	 * @return these options
	 * @throws IllegalArgumentException if the time is not positive
	 */
	public LimitOptions requestHeadersTimeout(@Nullable Duration timeout) {
		return set(Limit.REQUEST_HEADERS_TIMEOUT, time(timeout, "request headers timeout"));
	}

	/**
	 * Set how fast the body of a request has to come while the application waits for it.
	 * A slower one is refused with 408.
	 * @param rate the rate, {@code null} for none. By default what
	 * {@code server.limits.min-request-body-data-rate} says, 240 bytes per second after 5
	 * s
	 * @return these options
	 */
	public LimitOptions minRequestBodyDataRate(@Nullable MinDataRate rate) {
		return rate(rate, Limit.MIN_REQUEST_BODY_DATA_RATE, Limit.MIN_REQUEST_BODY_DATA_RATE_GRACE_PERIOD);
	}

	/**
	 * Set how fast a response has to be taken. The connection of a slower client is
	 * reset.
	 * @param rate the rate, {@code null} for none. By default what
	 * {@code server.limits.min-response-data-rate} says, 240 bytes per second after 5 s
	 * @return these options
	 */
	public LimitOptions minResponseDataRate(@Nullable MinDataRate rate) {
		return rate(rate, Limit.MIN_RESPONSE_DATA_RATE, Limit.MIN_RESPONSE_DATA_RATE_GRACE_PERIOD);
	}

	/**
	 * Set how long a connection may be used. Then the next response of HTTP/1.1 says
	 * {@code Connection: close}, an idle connection is closed, and HTTP/2 sends GOAWAY
	 * (RFC 9113 section 6.8).
	 * @param age the time, {@code null} for any. By default what
	 * {@code server.limits.max-connection-age} says, any time
	 * @return these options
	 * @throws IllegalArgumentException if the time is not positive
	 */
	public LimitOptions maxConnectionAge(@Nullable Duration age) {
		return set(Limit.MAX_CONNECTION_AGE, time(age, "maximum connection age"));
	}

	/**
	 * Set by how much the age of each connection differs at most, so that those made
	 * together do not end together.
	 * @param percent whole per cent of the age. By default what
	 * {@code server.limits.max-connection-age-jitter} says, 10
	 * @return these options
	 * @throws IllegalArgumentException if the number is not 0 to 100
	 */
	public LimitOptions maxConnectionAgeJitter(int percent) {
		if (percent < 0 || percent > 100) {
			throw new IllegalArgumentException(
					"The jitter of the connection age is 0 to 100 per cent: " + percent + " (of " + this.where + ")");
		}
		return set(Limit.MAX_CONNECTION_AGE_JITTER, percent);
	}

	/**
	 * Set how long the last requests of a connection over its age may take. Then it is
	 * reset.
	 * @param grace the time, {@code null} for any. By default what
	 * {@code server.limits.max-connection-age-grace} says, 30 s
	 * @return these options
	 * @throws IllegalArgumentException if the time is not positive
	 */
	public LimitOptions maxConnectionAgeGrace(@Nullable Duration grace) {
		return set(Limit.MAX_CONNECTION_AGE_GRACE, time(grace, "grace of the connection age"));
	}

	/**
	 * Set how many connections may be open, those that were upgraded not counted. The
	 * limit of an endpoint holds for its own connections, that of the server for those of
	 * all endpoints together.
	 * @param count the number, {@code null} for any. By default what
	 * {@code server.limits.max-concurrent-connections} says, any number
	 * @return these options
	 * @throws IllegalArgumentException if the number is less than 1
	 * @see #connectionOverflow(ConnectionOverflow)
	 */
	public LimitOptions maxConcurrentConnections(@Nullable Integer count) {
		return set(Limit.MAX_CONCURRENT_CONNECTIONS, orUnlimited(count, 1, "number of concurrent connections"));
	}

	/**
	 * Set how many connections may speak another protocol after an upgrade. A WebSocket
	 * handshake beyond it is refused with 503.
	 * @param count the number, {@code null} for any. By default what
	 * {@code server.limits.max-concurrent-upgraded-connections} says, any number
	 * @return these options
	 * @throws IllegalArgumentException if the number is negative
	 */
	public LimitOptions maxConcurrentUpgradedConnections(@Nullable Integer count) {
		return set(Limit.MAX_CONCURRENT_UPGRADED_CONNECTIONS,
				orUnlimited(count, 0, "number of concurrent upgraded connections"));
	}

	/**
	 * Set how many connections one client may have open: an IPv4 address, or a /64
	 * network of IPv6. Another one is closed at once. Unix sockets have no limit.
	 * @param count the number, {@code null} for any. By default what
	 * {@code server.limits.max-concurrent-connections-per-client} says, any number
	 * @return these options
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public LimitOptions maxConcurrentConnectionsPerClient(@Nullable Integer count) {
		return set(Limit.MAX_CONCURRENT_CONNECTIONS_PER_CLIENT,
				orUnlimited(count, 1, "number of concurrent connections per client"));
	}

	/**
	 * Set what happens to a connection when there are as many as there may be.
	 * @param overflow what happens. By default what
	 * {@code server.limits.connection-overflow} says, that it is closed
	 * @return these options
	 */
	public LimitOptions connectionOverflow(ConnectionOverflow overflow) {
		return set(Limit.CONNECTION_OVERFLOW, overflow);
	}

	/**
	 * Set what a connection of HTTP/2 may have.
	 * @param http2 sets it
	 * @return these options
	 */
	public LimitOptions http2(Consumer<Http2LimitOptions> http2) {
		Http2LimitOptions options = new Http2LimitOptions(this.where, this.limits);
		http2.accept(options);
		this.limits = options.build();
		return this;
	}

	private LimitOptions rate(@Nullable MinDataRate rate, Limit<Long> bytes, Limit<Duration> grace) {
		set(bytes, (rate != null) ? rate.bytesPerSecond() : Long.valueOf(ServerLimits.UNLIMITED));
		return (rate != null) ? set(grace, rate.gracePeriod()) : this;
	}

	private Duration time(@Nullable Duration time, String what) {
		if (time != null && (time.isZero() || time.isNegative())) {
			throw new IllegalArgumentException(
					"The " + what + " is more than zero: " + time + " (of " + this.where + ")");
		}
		return (time != null) ? time : TimeLimits.UNLIMITED;
	}

	private int orUnlimited(@Nullable Integer count, int least, String what) {
		if (count != null && count < least) {
			throw new IllegalArgumentException(
					"The maximum " + what + " is at least " + least + ": " + count + " (of " + this.where + ")");
		}
		return (count != null) ? count : ServerLimits.UNLIMITED;
	}

	private <T> LimitOptions set(Limit<T> limit, T value) {
		this.limits = this.limits.with(limit, value);
		return this;
	}

	private int buffer(@Nullable DataSize size, int least, String what) {
		return (size != null) ? within(size.toBytes(), least, what) : ServerLimits.UNLIMITED;
	}

	private int positive(long value, String what) {
		return within(value, 1, what);
	}

	private int within(long value, int least, String what) {
		if (value < least || value > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("The maximum " + what + " is " + least + " to " + Integer.MAX_VALUE
					+ ": " + value + " (of " + this.where + ")");
		}
		return (int) value;
	}

	LimitOverrides build() {
		return this.limits;
	}

}
