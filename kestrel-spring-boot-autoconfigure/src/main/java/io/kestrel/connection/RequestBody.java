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

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.MinRequestBodyDataRateFeature;
import io.kestrel.feature.MinResponseDataRateFeature;
import io.kestrel.feature.RequestBodyTooLargeException;
import io.kestrel.feature.RequestFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.UpgradeFeature;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.MinDataRate;
import io.kestrel.limits.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * One request as far as limits go that the application can set: the size of its body,
 * until it first asks for bytes, from when on the event loop counts; data rates at any
 * time.
 */
final class RequestBody implements RequestFeatures, MaxRequestBodySizeFeature {

	private static final String SOURCE = "MaxRequestBodySizeFeature";

	/** The number of a request that is a stream of HTTP/2. */
	static final int STREAM = 0;

	/** The number of the exchange on its connection of HTTP/1.1, from 1. */
	private final int exchange;

	/** What holds for all requests of the connection. */
	private final RequestFeatures connection;

	private final ServerLimits limits;

	private volatile BodySizeLimit limit;

	/** {@code null} as long as nobody has asked for them. */
	private volatile @Nullable RequestRates rates;

	private volatile State state = State.UNTOUCHED;

	/** Bytes that have come, those thrown away among them. Event loop only. */
	private long received;

	RequestBody(int exchange, ServerLimits limits, RequestFeatures connection) {
		this.exchange = exchange;
		this.connection = connection;
		this.limits = limits;
		this.limit = limits.maxRequestBodySize();
	}

	int exchange() {
		return this.exchange;
	}

	@Override
	public <T> Optional<T> find(Class<T> type) {
		if (type == MinRequestBodyDataRateFeature.class) {
			return rates().requestBodyFeature().map(type::cast);
		}
		if (type == MinResponseDataRateFeature.class) {
			return rates().responseFeature().map(type::cast);
		}
		if (type == UpgradeFeature.class && this.state == State.OVER) {
			// The connection may have another request, which is none of its business.
			return Optional.empty();
		}
		return (RequestFeature.class.isAssignableFrom(type) && type.isInstance(this)) ? Optional.of(type.cast(this))
				: this.connection.find(type);
	}

	private synchronized RequestRates rates() {
		RequestRates rates = this.rates;
		if (rates == null) {
			rates = new RequestRates(this.limits.times(), this.exchange == STREAM);
			this.rates = rates;
		}
		return rates;
	}

	/**
	 * Return how fast the body has to come.
	 * @return the rate, {@code null} for any speed
	 */
	@Nullable MinDataRate requestBodyRate() {
		RequestRates rates = this.rates;
		return (rates != null) ? rates.requestBody() : this.limits.times().requestBody();
	}

	/**
	 * Return how fast the response has to be taken.
	 * @return the rate, {@code null} for any speed
	 */
	@Nullable MinDataRate responseRate() {
		RequestRates rates = this.rates;
		return (rates != null) ? rates.response() : this.limits.times().response();
	}

	@Override
	public @Nullable Long getMaxRequestBodySize() {
		return this.limit.toNullable();
	}

	@Override
	public void setMaxRequestBodySize(@Nullable Long maxRequestBodySize) {
		setMaxRequestBodySize(maxRequestBodySize, SOURCE);
	}

	@Override
	public synchronized void setMaxRequestBodySize(@Nullable Long maxRequestBodySize, String source) {
		BodySizeLimit changed = BodySizeLimit.of(maxRequestBodySize, source);
		if (this.state.refusal != null) {
			throw new IllegalStateException(this.state.refusal);
		}
		this.limit = changed;
	}

	@Override
	public boolean isReadOnly() {
		return this.state != State.UNTOUCHED;
	}

	/**
	 * Fix the limit, because the application asks for the first bytes or because the body
	 * is thrown away.
	 */
	synchronized void begin() {
		if (this.state == State.UNTOUCHED) {
			this.state = State.BEGUN;
		}
	}

	/**
	 * Fix the limit for good.
	 * @param upgraded whether the connection speaks another protocol now, or else that
	 * the request is over
	 */
	synchronized void end(boolean upgraded) {
		this.state = upgraded ? State.UPGRADED : State.OVER;
	}

	/**
	 * Return whether a body of a length is allowed as things are now.
	 * @param length number of bytes, negative if it is not known
	 * @return whether it is within the limit
	 */
	boolean allows(long length) {
		return this.limit.allows(length);
	}

	/**
	 * Count bytes that have come.
	 * @param bytes number of bytes
	 * @return whether the body is still within its limit
	 */
	boolean count(int bytes) {
		this.received += bytes;
		return allows(this.received);
	}

	RequestBodyTooLargeException announcedTooLarge(long length) {
		return new RequestBodyTooLargeException(this.limit, length, true);
	}

	RequestBodyTooLargeException receivedTooLarge() {
		return new RequestBodyTooLargeException(this.limit, this.received, false);
	}

	/**
	 * Whether the limit can be set, and if not, why.
	 */
	private enum State {

		UNTOUCHED(null),

		BEGUN("The maximum request body size can't be changed after the application has begun to read the body."
				+ " Set it earlier, for example with @RequestSizeLimit."),

		UPGRADED("The maximum request body size can't be changed after the request was upgraded:"
				+ " another protocol is spoken now."),

		OVER("The maximum request body size can't be changed after the request is over.");

		private final @Nullable String refusal;

		State(@Nullable String refusal) {
			this.refusal = refusal;
		}

	}

}
