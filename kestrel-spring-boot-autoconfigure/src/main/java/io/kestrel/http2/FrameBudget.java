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

package io.kestrel.http2;

import io.kestrel.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What one client may waste: two budgets that grow with each second, and with what it
 * does that is of use. No clock: the number of the last beat is an argument.
 */
final class FrameBudget {

	/** What a client may spend on frames at once. */
	static final int FRAMES = 1000;

	/** What is added in a second. */
	static final int FRAMES_PER_BEAT = 200;

	/** For a request: a new stream may bring its priority and its window. */
	static final int REQUEST = 4;

	/**
	 * For a frame of a response: two WINDOW_UPDATE, and a PING with which gRPC measures
	 * how much is on the way.
	 */
	static final int RESPONSE_DATA = 4;

	/** For a frame of a request's body. */
	static final int REQUEST_DATA = 1;

	/**
	 * A reset costs two, so that a request that was answered makes up for half of one.
	 */
	static final int RESET = 2;

	/**
	 * A stream beyond those that may be tracked: the original closes a connection with
	 * more than 100 of them within five seconds.
	 */
	static final int OVERFLOW = 4;

	/**
	 * As many resets at once as Netty allows in half a minute. As many streams as the
	 * original keeps track of, if that is more.
	 */
	private static final int MIN_RESETS = 200;

	/** Resets that are added in a second: the number of the original. */
	private static final int RESETS_PER_BEAT = 20;

	private final int maxResets;

	private int frames = FRAMES;

	/** In units of half a reset. */
	private int resets;

	private long beat;

	/**
	 * Create a full budget.
	 * @param maxStreams how many streams the client may have open at once
	 * @param beat the last beat
	 */
	FrameBudget(int maxStreams, long beat) {
		// A page may be left with all its requests open, twice in a row.
		this.maxResets = (int) Math.min(Integer.MAX_VALUE, RESET * Math.max(MIN_RESETS, 2L * maxStreams));
		this.resets = this.maxResets;
		this.beat = beat;
	}

	/**
	 * A frame has come, or was forced.
	 * @param cost what it costs
	 * @param now the last beat
	 */
	void spend(FrameCost cost, long now) {
		refill(now);
		// At most as deep as it can be high, so that it does not overflow.
		this.frames = Math.max(-FRAMES, this.frames - cost.units());
	}

	/**
	 * A stream was reset by the client, or because of it.
	 * @param units how much that costs
	 * @param now the last beat
	 */
	void spendReset(int units, long now) {
		refill(now);
		this.resets = Math.max(-this.maxResets, this.resets - units);
	}

	/**
	 * Something of use has come, or was sent.
	 * @param units how much it makes up for
	 */
	void earn(int units) {
		this.frames = Math.min(FRAMES, this.frames + units);
	}

	/**
	 * A response is complete.
	 */
	void earnReset() {
		if (this.resets < this.maxResets) {
			this.resets++;
		}
	}

	private void refill(long now) {
		long beats = now - this.beat;
		if (beats > 0) {
			this.beat = now;
			this.frames = (int) Math.min(FRAMES, this.frames + FRAMES_PER_BEAT * beats);
			this.resets = (int) Math.min(this.maxResets, this.resets + (long) RESET * RESETS_PER_BEAT * beats);
		}
	}

	/**
	 * Return what there was too much of.
	 * @return why the connection must end, {@code null} if there is something left of
	 * both budgets
	 */
	@Nullable Refusal overdrawn() {
		if (this.resets < 0) {
			return Refusal.TOO_MANY_RESETS;
		}
		return (this.frames < 0) ? Refusal.TOO_MANY_USELESS_FRAMES : null;
	}

}
