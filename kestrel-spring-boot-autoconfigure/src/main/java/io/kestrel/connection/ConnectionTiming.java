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

import io.kestrel.limits.TimeLimits;
import io.kestrel.time.Heartbeat;
import io.kestrel.timing.Deadline;
import io.kestrel.timing.RequestRate;
import io.kestrel.timing.ResponseRate;

/**
 * What the client of one connection may take its time for. Costs a store or an addition
 * where something happens; all else is done at the heartbeat. Event loop only.
 */
final class ConnectionTiming {

	private final TimeLimits limits;

	private final Heartbeat heartbeat;

	private final Deadline deadline = new Deadline();

	private final RequestRate request = new RequestRate();

	private final ResponseRate response = new ResponseRate();

	ConnectionTiming(TimeLimits limits, Heartbeat heartbeat) {
		this.limits = limits;
		this.heartbeat = heartbeat;
	}

	/**
	 * Wait for a request.
	 */
	void awaitRequest() {
		this.deadline.await(Deadline.Phase.KEEP_ALIVE, this.heartbeat.number(),
				Deadline.beats(this.limits.keepAlive()));
	}

	/**
	 * Wait for the rest of the head of a request.
	 */
	void awaitHead() {
		this.deadline.await(Deadline.Phase.REQUEST_HEADERS, this.heartbeat.number(),
				Deadline.beats(this.limits.requestHeaders()));
	}

	/**
	 * Wait for the rest of a body that nobody wants.
	 * @param seconds how long
	 */
	void awaitDrain(int seconds) {
		this.deadline.await(Deadline.Phase.DRAIN, this.heartbeat.number(), seconds);
	}

	/**
	 * Wait for nothing.
	 */
	void busy() {
		this.deadline.clear();
	}

	/**
	 * Return how long the connection has waited for a request. On other threads than the
	 * event loop only a hint.
	 * @return the number of beats, -1 if it does not wait
	 */
	long waited() {
		return this.deadline.waited(Deadline.Phase.KEEP_ALIVE, this.heartbeat.number());
	}

	RequestRate request() {
		return this.request;
	}

	ResponseRate response() {
		return this.response;
	}

	/**
	 * Hear a beat.
	 * @param number its number
	 * @param responsePending whether something waits for the client
	 * @return what takes too long
	 */
	Late beat(long number, boolean responsePending) {
		if (this.response.beat(number, this.limits.response(), responsePending)) {
			return Late.RESPONSE;
		}
		if (this.request.beat(this.limits.requestBody())) {
			return Late.REQUEST_BODY;
		}
		return switch (this.deadline.beat(number)) {
			case BUSY -> Late.NOTHING;
			case KEEP_ALIVE -> Late.REQUEST;
			case REQUEST_HEADERS -> Late.REQUEST_HEADERS;
			case DRAIN -> Late.DRAIN;
		};
	}

	/**
	 * What takes too long.
	 */
	enum Late {

		NOTHING, REQUEST, REQUEST_HEADERS, REQUEST_BODY, DRAIN, RESPONSE

	}

}
