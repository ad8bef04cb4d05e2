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

package io.kestrel.timing;

import java.time.Duration;

/**
 * What a connection waits for, and until when. It waits for one thing at a time.
 */
public final class Deadline {

	// Numbers: this is set twice per request, and a reference would cost a memory
	// barrier.
	private int phase = Phase.BUSY.ordinal();

	/** The last beat before one began to wait. */
	private long since;

	/** The first beat that is too late. */
	private long due;

	/**
	 * Wait for something. A deadline that runs for the same is not restarted.
	 * @param awaited what to wait for
	 * @param beat the last beat
	 * @param seconds how long, negative for ever
	 */
	public void await(Phase awaited, long beat, long seconds) {
		if (this.phase != awaited.ordinal()) {
			this.phase = awaited.ordinal();
			this.since = beat;
			this.due = due(beat, seconds);
		}
	}

	/**
	 * Wait for nothing.
	 */
	public void clear() {
		this.phase = Phase.BUSY.ordinal();
	}

	/**
	 * Return whether one waits for something.
	 * @param awaited what
	 * @return whether this is what one waits for
	 */
	public boolean isAwaiting(Phase awaited) {
		return this.phase == awaited.ordinal();
	}

	/**
	 * Return how long one has waited for something.
	 * @param awaited what
	 * @param beat the last beat
	 * @return the number of beats since, -1 if this is not what one waits for
	 */
	public long waited(Phase awaited, long beat) {
		return isAwaiting(awaited) ? beat - this.since : -1;
	}

	/**
	 * Hear a beat.
	 * @param beat its number
	 * @return what one has waited for too long, {@link Phase#BUSY} if nothing is late
	 */
	public Phase beat(long beat) {
		if (this.phase == Phase.BUSY.ordinal() || beat < this.due) {
			return Phase.BUSY;
		}
		Phase late = Phase.values()[this.phase];
		clear();
		return late;
	}

	/**
	 * Return when a time is over that begins now.
	 * @param beat the last beat
	 * @param seconds how long, negative for ever
	 * @return the number of the first beat that is too late
	 */
	public static long due(long beat, long seconds) {
		// The next beat may come at once, and must not count.
		return (seconds >= 0) ? beat + seconds + 1 : Long.MAX_VALUE;
	}

	/**
	 * Return the number of beats of a time.
	 * @param time the time, negative for ever
	 * @return the number, rounded up
	 */
	public static long beats(Duration time) {
		return time.getSeconds() + ((time.getNano() > 0) ? 1 : 0);
	}

	/**
	 * What a connection waits for.
	 */
	public enum Phase {

		/** For nothing. */
		BUSY,

		/** For a request. */
		KEEP_ALIVE,

		/** For the rest of the head of a request. */
		REQUEST_HEADERS,

		/** For the rest of a body that nobody wants. */
		DRAIN

	}

}
