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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The heartbeats of one server, one for each event loop.
 */
public final class Heartbeats {

	private final Map<ScheduledExecutorService, Heartbeat> heartbeats = new ConcurrentHashMap<>();

	private final Duration interval;

	private final LongSupplier nanoTime;

	/**
	 * Create heartbeats.
	 * @param interval what is taken for a second, for tests that can't wait
	 */
	public Heartbeats(Duration interval) {
		this(interval, System::nanoTime);
	}

	Heartbeats(Duration interval, LongSupplier nanoTime) {
		this.interval = interval;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the heartbeat of an event loop.
	 * @param loop the loop
	 * @return its heartbeat, made at the first call
	 */
	public Heartbeat of(ScheduledExecutorService loop) {
		Heartbeat heartbeat = this.heartbeats.get(loop);
		return (heartbeat != null) ? heartbeat
				: this.heartbeats.computeIfAbsent(loop, (key) -> new Heartbeat(key, this.interval, this.nanoTime));
	}

	/**
	 * Return how many heartbeats beat, each of which is one timer.
	 * @return the number of event loops that have something to look after
	 */
	public int beating() {
		return (int) this.heartbeats.values().stream().filter(Heartbeat::isBeating).count();
	}

	/**
	 * Stop those that beat, because the server has ended.
	 */
	public void stop() {
		this.heartbeats.forEach((loop, heartbeat) -> {
			try {
				loop.execute(heartbeat::stop);
			}
			catch (RejectedExecutionException ex) {
				// The loop has ended, and the heartbeat with it.
			}
		});
	}

}
