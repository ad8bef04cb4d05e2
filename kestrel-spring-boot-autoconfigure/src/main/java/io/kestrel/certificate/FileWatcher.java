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

package io.kestrel.certificate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the files of all certificates of a server at regular times. It polls, for
 * network file systems and overlays do not notify. One daemon thread, from the start of
 * the server on.
 */
final class FileWatcher implements AutoCloseable {

	private static final Duration SHORTEST = Duration.ofMillis(20);

	private static final Duration LONGEST = Duration.ofSeconds(1);

	private final Duration interval;

	private final InstantSource clock;

	private final Set<LiveBundle> watched = new CopyOnWriteArraySet<>();

	private @Nullable ScheduledExecutorService executor;

	private boolean closed;

	FileWatcher(Duration quietPeriod, InstantSource clock) {
		this.interval = interval(quietPeriod);
		this.clock = clock;
	}

	static Duration interval(Duration quietPeriod) {
		Duration tenth = quietPeriod.dividedBy(10);
		if (tenth.compareTo(SHORTEST) < 0) {
			return SHORTEST;
		}
		return (tenth.compareTo(LONGEST) > 0) ? LONGEST : tenth;
	}

	void watch(LiveBundle bundle) {
		this.watched.add(bundle);
	}

	synchronized void start() {
		if (this.executor == null && !this.closed) {
			this.executor = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "kestrel-certificates");
				thread.setDaemon(true);
				return thread;
			});
			long nanos = this.interval.toNanos();
			this.executor.scheduleWithFixedDelay(this::poll, nanos, nanos, TimeUnit.NANOSECONDS);
		}
	}

	void forget(LiveBundle bundle) {
		this.watched.remove(bundle);
	}

	void poll() {
		this.watched.forEach((bundle) -> bundle.poll(this.clock.instant()));
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.watched.clear();
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

}
