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

import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
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

	private @Nullable BodySizeLimit maxRequestBodySize;

	private @Nullable Integer maxRequestLineSize;

	private @Nullable Integer maxRequestHeadersTotalSize;

	private @Nullable Integer maxRequestHeaderCount;

	private @Nullable Integer maxRequestsPerConnection;

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
		this.maxRequestBodySize = BodySizeLimit.of((size != null) ? size.toBytes() : null,
				"maxRequestBodySize(...) of " + this.where);
		return this;
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
		this.maxRequestLineSize = positive(size.toBytes(), "request line size");
		return this;
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
		this.maxRequestHeadersTotalSize = positive(size.toBytes(), "request headers total size");
		return this;
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
		this.maxRequestHeaderCount = positive(count, "request header count");
		return this;
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
		this.maxRequestsPerConnection = (count != null) ? positive(count, "number of requests per connection")
				: Integer.valueOf(ServerLimits.UNLIMITED);
		return this;
	}

	private int positive(long value, String what) {
		if (value < 1 || value > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("The maximum " + what + " is 1 to " + Integer.MAX_VALUE + ": " + value
					+ " (of " + this.where + ")");
		}
		return (int) value;
	}

	LimitOverrides build() {
		return new LimitOverrides(this.maxRequestBodySize, this.maxRequestLineSize, this.maxRequestHeadersTotalSize,
				this.maxRequestHeaderCount, this.maxRequestsPerConnection);
	}

}
