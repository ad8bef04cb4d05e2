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
 * Whether responses are taken fast enough. Each write has the time that it takes at the
 * minimum rate, at least the grace period; what earlier writes left of theirs is added,
 * so a client that was fast may pause.
 */
public final class ResponseRate {

	private static final long NANOS = 1_000_000_000;

	/** The rate of the last write, {@code null} for none. */
	private @Nullable MinDataRate rate;

	/** Bytes of the first write since the last beat. */
	private long first;

	/** Bytes of all others. */
	private long others;

	/** When everything has to be taken, in nanoseconds since the beat 0. */
	private long due;

	/**
	 * Something is written.
	 * @param count number of bytes
	 * @param required the rate that is asked for, {@code null} for none
	 * @param beat the last beat
	 */
	public void add(long count, @Nullable MinDataRate required, long beat) {
		if (required != this.rate) {
			settle(beat + 1);
			this.rate = required;
		}
		if (this.first == 0) {
			this.first = count;
		}
		else {
			this.others += count;
		}
	}

	/* As if each write had come at the end of the second: never early. */
	private void settle(long beat) {
		MinDataRate required = this.rate;
		if (required != null && this.first > 0) {
			// Those behind the first have its grace period, and add to it.
			long alone = beat * NANOS + Math.max(required.gracePeriod().toNanos(), time(this.first, required));
			this.due = Math.max(alone, this.due + time(this.first, required)) + time(this.others, required);
		}
		this.first = 0;
		this.others = 0;
	}

	/**
	 * Hear a beat.
	 * @param beat its number
	 * @param pending whether something waits for the client
	 * @return whether the client is too slow
	 */
	public boolean beat(long beat, boolean pending) {
		settle(beat);
		return pending && this.rate != null && beat * NANOS > this.due;
	}

	/**
	 * Return whether there is nothing to remember: all is settled, and the time that the
	 * client had for it is over.
	 * @param beat the last beat, which was heard
	 * @return whether a new rate would go on as this one
	 */
	public boolean isUnused(long beat) {
		return this.first == 0 && beat * NANOS > this.due;
	}

	/* Not more than ten years, so that sums do not overflow. */
	private static long time(long bytes, MinDataRate rate) {
		double seconds = (double) bytes / rate.bytesPerSecond();
		return (long) (Math.min(seconds, 3e8) * NANOS);
	}

}
