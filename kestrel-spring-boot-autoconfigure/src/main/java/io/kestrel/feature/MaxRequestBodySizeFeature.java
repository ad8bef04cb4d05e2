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

package io.kestrel.feature;

import org.jspecify.annotations.Nullable;

/**
 * The limit of the body of one request. It starts as the limit of the endpoint
 * ({@code server.limits.max-request-body-size}, 30,000,000 bytes by default) and can be
 * raised, lowered or removed until the application first asks for bytes of the body. Only
 * then is it compared: a longer body fails with {@link RequestBodyTooLargeException}.
 * <p>
 * Same as {@code IHttpMaxRequestBodySizeFeature} of ASP.NET Core.
 *
 * @since 0.1.0
 */
public interface MaxRequestBodySizeFeature extends RequestFeature {

	/**
	 * Return how long the body of this request may be.
	 * @return number of bytes, {@code null} for no limit
	 */
	@Nullable Long getMaxRequestBodySize();

	/**
	 * Set how long the body of this request may be.
	 * @param maxRequestBodySize number of bytes from 0, {@code null} for no limit
	 * @throws IllegalArgumentException if the number is negative
	 * @throws IllegalStateException if it is too late, see {@link #isReadOnly()}
	 */
	void setMaxRequestBodySize(@Nullable Long maxRequestBodySize);

	/**
	 * Set how long the body of this request may be, and say who does.
	 * @param maxRequestBodySize number of bytes from 0, {@code null} for no limit
	 * @param source what sets it, for the message of
	 * {@link RequestBodyTooLargeException}: an annotation on a method, a filter
	 * @throws IllegalArgumentException if the number is negative
	 * @throws IllegalStateException if it is too late, see {@link #isReadOnly()}
	 */
	default void setMaxRequestBodySize(@Nullable Long maxRequestBodySize, String source) {
		setMaxRequestBodySize(maxRequestBodySize);
	}

	/**
	 * Return whether the limit can't be set any more: the application has begun to read
	 * the body, the response is complete, or the connection was upgraded to another
	 * protocol. A call of {@code getBody()} alone reads nothing.
	 * @return whether setting it throws
	 */
	boolean isReadOnly();

}
