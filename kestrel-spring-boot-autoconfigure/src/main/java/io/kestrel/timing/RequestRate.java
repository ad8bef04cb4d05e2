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

import io.kestrel.limits.MinDataRate;
import org.jspecify.annotations.Nullable;

/**
 * Whether request bodies come fast enough, one on a connection of HTTP/1.1, all together
 * on one of HTTP/2. Only the time counts in which the application waits for bytes, and
 * the average since the first of the bodies began.
 */
public final class RequestRate {

	/** Bodies that the application has begun to read, and whose end has not come. */
	private int bodies;

	/** Those among them for which the application waits. */
	private int awaited;

	private long bytes;

	/** Beats in which somebody waited. */
	private long seconds;

	/** Whether somebody waited since the last beat, however shortly. */
	private boolean waited;

	/** The rate of what was awaited last. */
	private @Nullable MinDataRate rate;

	void begin() {
		if (this.bodies++ == 0) {
			this.bytes = 0;
			this.seconds = 0;
			this.waited = false;
		}
	}

	void await(MinDataRate required) {
		this.rate = required;
		this.awaited++;
		this.waited = true;
	}

	void pause() {
		this.awaited--;
	}

	void add(long count) {
		this.bytes += count;
	}

	void end() {
		if (--this.bodies == 0) {
			this.waited = false;
		}
	}

	/**
	 * Return whether there is nothing to remember.
	 * @return whether no body is being read
	 */
	public boolean isUnused() {
		return this.bodies == 0;
	}

	/**
	 * Hear a beat.
	 * @return whether the client is too slow
	 */
	public boolean beat() {
		MinDataRate required = this.rate;
		if (!this.waited || required == null) {
			return false;
		}
		this.waited = this.awaited > 0;
		this.seconds++;
		// A quotient, since the product of a rate of any size may be no number.
		return this.seconds > Deadline.beats(required.gracePeriod())
				&& (double) this.bytes / this.seconds < required.bytesPerSecond();
	}

}
