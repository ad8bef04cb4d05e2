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

package io.kestrel.handshake;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One deadline over ClientHello, lookup and handshake. Event loop only.
 */
final class HandshakeDeadline {

	private final Runnable expired;

	private @Nullable Future<?> timer;

	private @Nullable Duration limit;

	private long start;

	HandshakeDeadline(Runnable expired) {
		this.expired = expired;
	}

	/**
	 * The time begins.
	 * @param executor the event loop
	 * @param limit how long it may take, negative for no limit
	 */
	void start(EventExecutor executor, Duration limit) {
		if (this.limit == null) {
			this.start = executor.ticker().nanoTime();
			schedule(executor, limit, limit.toNanos());
		}
	}

	/**
	 * Another limit counts from now on, but from the same moment.
	 * @param executor the event loop
	 * @param limit how long it may take in all
	 */
	void change(EventExecutor executor, Duration limit) {
		if (!limit.equals(this.limit)) {
			cancel();
			schedule(executor, limit, limit.toNanos() - (executor.ticker().nanoTime() - this.start));
		}
	}

	private void schedule(EventExecutor executor, Duration limit, long delay) {
		this.limit = limit;
		if (limit.isNegative()) {
			return;
		}
		this.timer = executor.schedule(this.expired, Math.max(delay, 0), TimeUnit.NANOSECONDS);
	}

	/**
	 * It is over.
	 */
	void cancel() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

}
