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

import java.time.Duration;

import io.kestrel.http.ResponseEncoder;
import io.kestrel.limits.MinDataRate;
import io.kestrel.limits.TimeLimits;
import io.kestrel.time.Heartbeat;
import io.kestrel.timing.BodyWait;
import io.kestrel.timing.Deadline;
import io.kestrel.timing.RequestRate;
import io.kestrel.timing.ResponseRate;
import io.netty.channel.FileRegion;
import org.jspecify.annotations.Nullable;

/**
 * What the client of one connection may take its time for. Costs a store or an addition
 * where something happens; all else is done at the heartbeat. Event loop only.
 */
final class ConnectionTiming implements ResponseEncoder.Meter {

	/** For a connection that is only told that there is no room. */
	private static final TimeLimits OVERFLOW = new TimeLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), null,
			MinDataRate.DEFAULT);

	/**
	 * Until then the next request finds everything in place: a busy client makes nobody
	 * allocate anew.
	 */
	static final int BEATS_BEFORE_REST = 5;

	private final TimeLimits limits;

	private final Heartbeat heartbeat;

	private final Deadline deadline = new Deadline();

	/** {@code null} as long as there was no body of which something is remembered. */
	private @Nullable RequestRate request;

	/** {@code null} as long as nothing was written of which something is remembered. */
	private @Nullable ResponseRate response;

	/** The body of HTTP/1.1, {@code null} as long as there was none. */
	private @Nullable BodyWait body;

	/** The rate of the response that is being written. */
	private @Nullable MinDataRate responseRate;

	/** Files that are being sent, {@code null} as long as there was none. */
	private @Nullable SentFiles files;

	ConnectionTiming(TimeLimits limits, Heartbeat heartbeat) {
		this.limits = limits;
		this.heartbeat = heartbeat;
		this.responseRate = limits.response();
	}

	/**
	 * Return the timing of a connection for which there is no room.
	 * @param heartbeat that of its event loop
	 * @return the timing
	 */
	static ConnectionTiming ofOverflow(Heartbeat heartbeat) {
		return new ConnectionTiming(OVERFLOW, heartbeat);
	}

	/**
	 * Wait for a request.
	 */
	void awaitRequest() {
		awaitRequestSince(this.heartbeat.number());
	}

	/**
	 * Wait for a request.
	 * @param beat the last beat before the waiting began
	 */
	void awaitRequestSince(long beat) {
		this.deadline.await(Deadline.Phase.KEEP_ALIVE, beat, Deadline.beats(this.limits.keepAlive()));
	}

	/**
	 * Wait for the rest of the head of a request.
	 */
	void awaitHead() {
		awaitHeadSince(this.heartbeat.number());
	}

	/**
	 * Wait for the rest of the head of a request.
	 * @param beat the last beat before the waiting began
	 */
	void awaitHeadSince(long beat) {
		this.deadline.await(Deadline.Phase.REQUEST_HEADERS, beat, Deadline.beats(this.limits.requestHeaders()));
	}

	/**
	 * Wait for the rest of a body that nobody wants.
	 * @param seconds how long
	 */
	void awaitDrain(int seconds) {
		this.deadline.await(Deadline.Phase.DRAIN, this.heartbeat.number(), seconds);
	}

	/**
	 * The rest has come, or nobody waits for it any more.
	 */
	void endDrain() {
		if (this.deadline.isAwaiting(Deadline.Phase.DRAIN)) {
			this.deadline.clear();
		}
	}

	/**
	 * Wait neither for a request nor for the rest of its head.
	 */
	void busy() {
		if (!this.deadline.isAwaiting(Deadline.Phase.DRAIN)) {
			this.deadline.clear();
		}
	}

	Heartbeat heartbeat() {
		return this.heartbeat;
	}

	/**
	 * Return how long the connection has waited for a request. On other threads than the
	 * event loop only a hint.
	 * @return the number of beats, -1 if it does not wait
	 */
	long waited() {
		return this.deadline.waited(Deadline.Phase.KEEP_ALIVE, this.heartbeat.number());
	}

	boolean isAwaitingHead() {
		return this.deadline.isAwaiting(Deadline.Phase.REQUEST_HEADERS);
	}

	/**
	 * The application waits for the body of the latest request of HTTP/1.1.
	 * @param request the request, {@code null} if nothing was changed for it
	 */
	void awaitBody(@Nullable RequestBody request) {
		body().await((request != null) ? request.requestBodyRate() : this.limits.requestBody());
	}

	/**
	 * A piece of that body has come.
	 * @param length number of bytes
	 */
	void receiveBody(int length) {
		if (length > 0) {
			body().add(length);
		}
	}

	/**
	 * Nobody waits for that body any more, or all of it has come.
	 */
	void endBody() {
		if (this.body != null) {
			this.body.end();
		}
	}

	private BodyWait body() {
		BodyWait body = this.body;
		if (body == null) {
			body = newBody();
			this.body = body;
		}
		return body;
	}

	/**
	 * Return the part of a body in the rate of the connection.
	 * @return the part of a body of which nothing has come
	 */
	BodyWait newBody() {
		RequestRate rate = this.request;
		if (rate == null) {
			rate = new RequestRate();
			this.request = rate;
		}
		return new BodyWait(rate);
	}

	/**
	 * A piece of a response is going to be written.
	 * @param request its request, {@code null} if nothing was changed for it
	 */
	void respond(@Nullable RequestBody request) {
		this.responseRate = (request != null) ? request.responseRate() : this.limits.response();
	}

	@Override
	public void written(long octets) {
		ResponseRate rate = this.response;
		if (rate == null) {
			rate = new ResponseRate();
			this.response = rate;
		}
		rate.add(octets, this.responseRate, this.heartbeat.number());
	}

	@Override
	public void sending(FileRegion file) {
		SentFiles files = this.files;
		if (files == null) {
			files = new SentFiles();
			this.files = files;
		}
		// What went out before belongs to the rate that was asked for until now.
		settle(files);
		files.add(file);
	}

	private void settle(SentFiles files) {
		long octets = files.poll();
		if (octets > 0) {
			written(octets);
		}
	}

	/**
	 * Hear a beat.
	 * @param number its number
	 * @param responsePending whether something waits for the client
	 * @param bodiesHeld whether the client can't send because of this side
	 * @return what takes too long
	 */
	Late beat(long number, boolean responsePending, boolean bodiesHeld) {
		if (this.files != null) {
			settle(this.files);
		}
		if (this.response != null && this.response.beat(number, responsePending)) {
			return Late.RESPONSE;
		}
		if (!bodiesHeld && this.request != null && this.request.beat()) {
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
	 * Keep nothing that an idle connection can do without, if it has waited long enough
	 * for its next request. Call it after a beat.
	 * @return whether the connection is idle
	 */
	boolean rest() {
		if (waited() < BEATS_BEFORE_REST) {
			return false;
		}
		if (this.request != null && this.request.isUnused()) {
			this.request = null;
			this.body = null;
		}
		if (this.response != null && this.response.isUnused(this.heartbeat.number())) {
			this.response = null;
			this.files = null;
		}
		return true;
	}

	/**
	 * What takes too long.
	 */
	enum Late {

		NOTHING, REQUEST, REQUEST_HEADERS, REQUEST_BODY, DRAIN, RESPONSE, PING

	}

}
