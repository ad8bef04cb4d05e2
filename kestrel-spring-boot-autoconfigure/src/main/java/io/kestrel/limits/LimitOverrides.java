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

import org.jspecify.annotations.Nullable;

/**
 * The limits that were set somewhere: by {@code server.limits} for all endpoints, or for
 * one of them. Each is {@code null} if it is not set, and otherwise means what
 * {@link ServerLimits} says.
 *
 * @param maxRequestBodySize how long the body of a request may be
 * @param maxRequestLineSize how long a request line may be
 * @param maxRequestHeadersTotalSize how long all field lines of a request may be
 * @param maxRequestHeaderCount how many fields a request may have
 * @param maxRequestsPerConnection how many requests a connection may have
 * @since 0.1.0
 */
public record LimitOverrides(@Nullable BodySizeLimit maxRequestBodySize, @Nullable Integer maxRequestLineSize,
		@Nullable Integer maxRequestHeadersTotalSize, @Nullable Integer maxRequestHeaderCount,
		@Nullable Integer maxRequestsPerConnection) {

	/**
	 * Nothing set.
	 */
	public static final LimitOverrides NONE = new LimitOverrides(null, null, null, null, null);

	/**
	 * Return the limit of the body and nothing else.
	 * @param limit how long the body of a request may be
	 * @return the limits
	 */
	public static LimitOverrides ofBodySize(BodySizeLimit limit) {
		return new LimitOverrides(limit, null, null, null, null);
	}

	/**
	 * Return limits with what is set here instead.
	 * @param limits the limits so far
	 * @return the limits
	 */
	public ServerLimits applyTo(ServerLimits limits) {
		return new ServerLimits(or(this.maxRequestBodySize, limits.maxRequestBodySize()),
				or(this.maxRequestLineSize, limits.maxRequestLineSize()),
				or(this.maxRequestHeadersTotalSize, limits.maxRequestHeadersTotalSize()),
				or(this.maxRequestHeaderCount, limits.maxRequestHeaderCount()),
				or(this.maxRequestsPerConnection, limits.maxRequestsPerConnection()));
	}

	/**
	 * Return what is set here, and where it is not, what is set there.
	 * @param others set with less weight
	 * @return both
	 */
	public LimitOverrides orElse(LimitOverrides others) {
		return new LimitOverrides(orNull(this.maxRequestBodySize, others.maxRequestBodySize),
				orNull(this.maxRequestLineSize, others.maxRequestLineSize),
				orNull(this.maxRequestHeadersTotalSize, others.maxRequestHeadersTotalSize),
				orNull(this.maxRequestHeaderCount, others.maxRequestHeaderCount),
				orNull(this.maxRequestsPerConnection, others.maxRequestsPerConnection));
	}

	private static <T> T or(@Nullable T value, T other) {
		return (value != null) ? value : other;
	}

	private static <T> @Nullable T orNull(@Nullable T value, @Nullable T other) {
		return (value != null) ? value : other;
	}

}
