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
 * Whether request bodies come fast enough. Only the time counts in which the application
 * waits for bytes, and the average since the body began.
 */
public final class RequestRate {

	private long bytes;

	/** Beats in which somebody waited. */
	private long seconds;

	private boolean waiting;

	/** Whether somebody waited since the last beat, however shortly. */
	private boolean waited;

	/**
	 * A body begins.
	 */
	public void begin() {
		this.bytes = 0;
		this.seconds = 0;
		this.waiting = false;
		this.waited = false;
	}

	/**
	 * The application waits for bytes.
	 */
	public void await() {
		this.waiting = true;
		this.waited = true;
	}

	/**
	 * Bytes have come.
	 * @param count how many
	 */
	public void add(int count) {
		this.bytes += count;
		this.waiting = false;
	}

	/**
	 * Nobody waits any more.
	 */
	public void end() {
		this.waiting = false;
		this.waited = false;
	}

	/**
	 * Hear a beat.
	 * @param rate the rate that is asked for, {@code null} for none
	 * @return whether the client is too slow
	 */
	public boolean beat(@Nullable MinDataRate rate) {
		if (!this.waited) {
			return false;
		}
		this.waited = this.waiting;
		this.seconds++;
		return rate != null && this.seconds > Deadline.beats(rate.gracePeriod())
				&& this.bytes < rate.bytesPerSecond() * this.seconds;
	}

}
