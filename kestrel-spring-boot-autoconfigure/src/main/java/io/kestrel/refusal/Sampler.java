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

package io.kestrel.refusal;

import java.time.Duration;

/**
 * Lets one of many equal messages pass in a minute, and counts the others.
 */
public final class Sampler {

	/** How long there is silence after a message. */
	private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

	private long suppressed;

	private boolean spoken;

	private long last;

	/**
	 * Ask whether a message may be logged.
	 * @param nanoTime the time of the event loop
	 * @return how many were suppressed before this one, -1 if this one is as well
	 */
	public synchronized long speak(long nanoTime) {
		if (this.spoken && nanoTime - this.last < SILENCE_NANOS) {
			this.suppressed++;
			return -1;
		}
		this.spoken = true;
		this.last = nanoTime;
		long before = this.suppressed;
		this.suppressed = 0;
		return before;
	}

}
