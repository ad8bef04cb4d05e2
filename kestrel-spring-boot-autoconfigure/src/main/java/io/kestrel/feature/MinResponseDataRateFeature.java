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
 * How fast the client has to take the response to one request. It starts as the rate of
 * the endpoint ({@code server.limits.min-response-data-rate}, 240 bytes per second after
 * 5 s by default). A change counts for what is written later. Where the client is slower
 * the connection is reset.
 * <p>
 * A server does not have it for requests of HTTP/2, where the rate is one of the
 * connection, over all its responses.
 * <p>
 * Same as {@code IHttpMinResponseDataRateFeature} of ASP.NET Core.
 *
 * @since 0.1.0
 */
public interface MinResponseDataRateFeature extends RequestFeature {

	/**
	 * Return how fast the client has to take the response to this request.
	 * @return the rate, {@code null} for any speed
	 */
	@Nullable MinDataRate getMinDataRate();

	/**
	 * Set how fast the client has to take what is written from now on.
	 * @param minDataRate the rate, {@code null} for any speed
	 */
	void setMinDataRate(@Nullable MinDataRate minDataRate);

}
