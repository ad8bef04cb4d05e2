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
import io.kestrel.feature.RequestBodyTooLargeException;
import io.kestrel.feature.RequestFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.BodySizeLimit;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request and its limit. The application may set the limit on any thread
 * until it first asks for bytes; from then on the event loop counts.
 */
final class RequestBody implements RequestFeatures, MaxRequestBodySizeFeature {

	private static final String SOURCE = "MaxRequestBodySizeFeature";

	/** The number of the exchange on its connection. */
	private final int exchange;

	/** What holds for all requests of the connection. */
	private final RequestFeatures connection;

	private volatile BodySizeLimit limit;

	private volatile State state = State.UNTOUCHED;

	/** Bytes that have come, those thrown away among them. Event loop only. */
	private long received;

	RequestBody(int exchange, BodySizeLimit limit, RequestFeatures connection) {
		this.exchange = exchange;
		this.connection = connection;
		this.limit = limit;
	}

	int exchange() {
		return this.exchange;
	}

	@Override
	public <T> Optional<T> find(Class<T> type) {
		return (RequestFeature.class.isAssignableFrom(type) && type.isInstance(this)) ? Optional.of(type.cast(this))
				: this.connection.find(type);
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
