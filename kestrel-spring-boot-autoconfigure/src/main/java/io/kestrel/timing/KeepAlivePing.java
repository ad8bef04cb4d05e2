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

import io.kestrel.limits.Http2Limits;
import org.jspecify.annotations.Nullable;

/**
 * Whether a silent client of HTTP/2 is still there: when it is to be asked, and when it
 * has not answered for too long. Whatever it sends is an answer.
 */
public final class KeepAlivePing {

	private final long delay;

	private final long timeout;

	/** The first beat of the next step. */
	private long due;

	private boolean pinged;

	private KeepAlivePing(Http2Limits limits, long beat) {
		this.delay = Deadline.beats(limits.keepAlivePingDelay());
		this.timeout = Deadline.beats(limits.keepAlivePingTimeout());
		this.due = Deadline.due(beat, this.delay);
	}

	/**
	 * A connection begins.
	 * @param limits what holds for it
	 * @param beat the last beat
	 * @return its pings, {@code null} if it has none
	 */
	public static @Nullable KeepAlivePing of(Http2Limits limits, long beat) {
		return limits.keepAlivePingDelay().isNegative() ? null : new KeepAlivePing(limits, beat);
	}

	/**
	 * Hear a beat.
	 * @param beat its number
	 * @param received whether a frame has come since the last one
	 * @return what is to be done
	 */
	public Step beat(long beat, boolean received) {
		if (received) {
			this.pinged = false;
			this.due = beat + this.delay;
			return Step.NOTHING;
		}
		if (beat < this.due) {
			return Step.NOTHING;
		}
		if (this.pinged) {
			return Step.GIVE_UP;
		}
		this.pinged = true;
		this.due = Deadline.due(beat, this.timeout);
		return Step.PING;
	}

	/**
	 * What is to be done.
	 */
	public enum Step {

		/** The client has time. */
		NOTHING,

		/** Ask the client. */
		PING,

		/** The client is gone. */
		GIVE_UP

	}

}
