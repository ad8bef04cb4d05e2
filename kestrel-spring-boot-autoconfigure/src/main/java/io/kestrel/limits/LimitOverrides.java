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
 * one of them.
 *
 * @param maxRequestBodySize how long the body of a request may be, {@code null} if it is
 * not set
 * @since 0.1.0
 */
public record LimitOverrides(@Nullable BodySizeLimit maxRequestBodySize) {

	/**
	 * Nothing set.
	 */
	public static final LimitOverrides NONE = new LimitOverrides(null);

	/**
	 * Return limits with what is set here instead.
	 * @param limits the limits so far
	 * @return the limits
	 */
	public ServerLimits applyTo(ServerLimits limits) {
		return new ServerLimits(
				(this.maxRequestBodySize != null) ? this.maxRequestBodySize : limits.maxRequestBodySize());
	}

	/**
	 * Return what is set here, and where it is not, what is set there.
	 * @param others set with less weight
	 * @return both
	 */
	public LimitOverrides orElse(LimitOverrides others) {
		return new LimitOverrides(
				(this.maxRequestBodySize != null) ? this.maxRequestBodySize : others.maxRequestBodySize());
	}

}
