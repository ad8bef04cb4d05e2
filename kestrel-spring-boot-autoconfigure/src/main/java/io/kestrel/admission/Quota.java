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

package io.kestrel.admission;

import java.util.concurrent.atomic.AtomicInteger;

import io.kestrel.limits.ServerLimits;

/**
 * Counts what there may be a limited number of. The limit is not its own, because it may
 * change while the count goes on. For any thread.
 */
public final class Quota {

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Take one, if there are fewer than the limit.
	 * @param limit how many there may be, or {@link ServerLimits#UNLIMITED}
	 * @return whether one was taken, which must be released
	 */
	public boolean tryAcquire(int limit) {
		if (limit == ServerLimits.UNLIMITED) {
			acquire();
			return true;
		}
		int count = this.count.get();
		while (count < limit) {
			int witness = this.count.compareAndExchange(count, count + 1);
			if (witness == count) {
				return true;
			}
			count = witness;
		}
		return false;
	}

	/**
	 * Take one, whatever the limit.
	 */
	public void acquire() {
		this.count.incrementAndGet();
	}

	/**
	 * Give one back.
	 */
	public void release() {
		this.count.decrementAndGet();
	}

	/**
	 * Return whether one could be taken.
	 * @param limit how many there may be, or {@link ServerLimits#UNLIMITED}
	 * @return whether there are fewer
	 */
	public boolean hasRoom(int limit) {
		return limit == ServerLimits.UNLIMITED || this.count.get() < limit;
	}

	/**
	 * Return how many are taken.
	 * @return the number
	 */
	public int count() {
		return this.count.get();
	}

}
