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

package io.kestrel.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long one matter may hold up an event loop before the others get their turn. Not
 * thread-safe.
 */
public final class TimeSlice {

	private final long nanos;

	private final LongSupplier nanoTime;

	private long start;

	/**
	 * Create a slice that has not begun.
	 * @param length how long it is
	 */
	public TimeSlice(Duration length) {
		this(length, System::nanoTime);
	}

	TimeSlice(Duration length, LongSupplier nanoTime) {
		this.nanos = length.toNanos();
		this.nanoTime = nanoTime;
	}

	/**
	 * Begin, again or for the first time.
	 */
	public void begin() {
		this.start = this.nanoTime.getAsLong();
	}

	/**
	 * Return whether the time is over.
	 * @return whether the others have waited long enough
	 */
	public boolean isOver() {
		return this.nanoTime.getAsLong() - this.start >= this.nanos;
	}

}
