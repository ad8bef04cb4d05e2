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
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What runs on a clock that a test makes.
 */
public final class TestClock {

	private TestClock() {
	}

	/**
	 * Heartbeats that never find that a beat takes too long, however slow the machine is.
	 */
	public static Heartbeats heartbeats() {
		return new Heartbeats(Heartbeat.INTERVAL, () -> 0);
	}

	/**
	 * One of them.
	 */
	public static Heartbeat heartbeat(ScheduledExecutorService loop) {
		return heartbeats().of(loop);
	}

	public static TimeSlice slice(Duration length, LongSupplier nanoTime) {
		return new TimeSlice(length, nanoTime);
	}

}
