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

package io.kestrel.connection;

import java.util.Optional;

import io.kestrel.feature.MinRequestBodyDataRateFeature;
import io.kestrel.feature.MinResponseDataRateFeature;
import io.kestrel.limits.MinDataRate;
import io.kestrel.limits.TimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * The data rates of one request that the application has asked for. For any thread.
 */
final class RequestRates {

	private final BodyRate requestBody;

	/** {@code null} for a stream of HTTP/2, which has none of its own. */
	private final @Nullable OwnRate response;

	/**
	 * Create the rates of a request for which nothing was changed.
	 * @param limits the rates of the endpoint
	 * @param stream whether the request is a stream of HTTP/2
	 */
	RequestRates(TimeLimits limits, boolean stream) {
		this.requestBody = stream ? new StreamRate(limits.requestBody()) : new OwnRate(limits.requestBody());
		this.response = stream ? null : new OwnRate(limits.response());
	}

	Optional<MinRequestBodyDataRateFeature> requestBodyFeature() {
		return Optional.of(this.requestBody);
	}

	Optional<MinResponseDataRateFeature> responseFeature() {
		return Optional.ofNullable(this.response);
	}

	@Nullable MinDataRate requestBody() {
		return this.requestBody.required();
	}

	@Nullable MinDataRate response() {
		return (this.response != null) ? this.response.required() : null;
	}

	private interface BodyRate extends MinRequestBodyDataRateFeature {

		@Nullable MinDataRate required();

	}

	private static final class OwnRate implements BodyRate, MinResponseDataRateFeature {

		private volatile @Nullable MinDataRate rate;

		private OwnRate(@Nullable MinDataRate rate) {
			this.rate = rate;
		}

		@Override
		public @Nullable MinDataRate getMinDataRate() {
			return this.rate;
		}

		@Override
		public void setMinDataRate(@Nullable MinDataRate minDataRate) {
			this.rate = minDataRate;
		}

		@Override
		public @Nullable MinDataRate required() {
			return this.rate;
		}

	}

	private static final class StreamRate implements BodyRate {

		private final @Nullable MinDataRate ofConnection;

		private volatile boolean disabled;

		private StreamRate(@Nullable MinDataRate ofConnection) {
			this.ofConnection = ofConnection;
		}

		@Override
		public @Nullable MinDataRate getMinDataRate() {
			throw new UnsupportedOperationException("A request of HTTP/2 has no minimum data rate of its own to read:"
					+ " the rate is that of the connection, server.limits.min-request-body-data-rate.");
		}

		@Override
		public void setMinDataRate(@Nullable MinDataRate minDataRate) {
			if (minDataRate != null) {
				throw new UnsupportedOperationException("A request of HTTP/2 can't have the minimum data rate of "
						+ minDataRate.bytesPerSecond() + " bytes per second of its own, since the rate is that of the"
						+ " connection. Set it to null to leave this request out, or change"
						+ " server.limits.min-request-body-data-rate.");
			}
			this.disabled = true;
		}

		@Override
		public boolean isPerRequest() {
			return false;
		}

		@Override
		public @Nullable MinDataRate required() {
			return this.disabled ? null : this.ofConnection;
		}

	}

}
