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

import io.kestrel.limits.MinDataRate;
import org.jspecify.annotations.Nullable;

/**
 * How fast the body of one request has to come while the application waits for it. It
 * starts as the rate of the endpoint ({@code server.limits.min-request-body-data-rate},
 * 240 bytes per second after 5 s by default). A change counts for bytes that the
 * application asks for later. A slower body fails with
 * {@link RequestBodyTimeoutException}, and the connection ends.
 * <p>
 * On HTTP/2 the rate is one of the connection, over all its requests; a single request
 * can only be left out of it, by {@code null}.
 * <p>
 * Same as {@code IHttpMinRequestBodyDataRateFeature} of ASP.NET Core.
 *
 * @since 0.1.0
 */
public interface MinRequestBodyDataRateFeature extends RequestFeature {

	/**
	 * Return how fast the body of this request has to come.
	 * @return the rate, {@code null} for any speed
	 * @throws UnsupportedOperationException on HTTP/2, see {@link #isPerRequest()}
	 */
	@Nullable MinDataRate getMinDataRate();

	/**
	 * Set how fast the body of this request has to come.
	 * @param minDataRate the rate, {@code null} for any speed
	 * @throws UnsupportedOperationException on HTTP/2, unless the rate is {@code null}
	 */
	void setMinDataRate(@Nullable MinDataRate minDataRate);

	/**
	 * Return whether this request can have a rate of its own. On HTTP/2 it can only have
	 * none.
	 * @return whether the rate can be read, and set to another one than {@code null}
	 */
	default boolean isPerRequest() {
		return true;
	}

}
