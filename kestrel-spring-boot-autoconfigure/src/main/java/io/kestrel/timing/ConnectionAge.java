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

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.kestrel.limits.ConnectionLimits;

/**
 * How long a connection has been used: whether it is to take no more requests, and then
 * whether those that it has take too long.
 */
public final class ConnectionAge {

	private final long grace;

	/** The first beat of the next stage. */
	private long due;

	private boolean retired;

	/**
	 * A connection begins.
	 * @param limits what holds for it
	 * @param beat the last beat
	 * @param random spreads the ends of connections that begin together
	 */
	public ConnectionAge(ConnectionLimits limits, long beat, RandomGenerator random) {
		this.grace = Deadline.beats(limits.ageGrace());
		this.due = Deadline.due(beat, Deadline.beats(spread(limits.maxAge(), limits.ageJitter(), random)));
	}

	/* Between the age less its jitter and the age with its jitter, any as likely. */
	private static Duration spread(Duration age, int percent, RandomGenerator random) {
		if (age.isNegative() || percent == 0) {
			return age;
		}
		double factor = 1 + (2 * random.nextDouble() - 1) * percent / 100;
		return Duration.ofMillis(Math.round(age.toMillis() * factor));
	}

	/**
	 * The client has been told to send no more requests.
	 * @param beat the last beat
	 */
	public void retire(long beat) {
		this.retired = true;
		this.due = Deadline.due(beat, this.grace);
	}

	/**
	 * Hear a beat.
	 * @param beat its number
	 * @return the stage of the connection
	 */
	public Stage beat(long beat) {
		if (this.retired) {
			return (beat < this.due) ? Stage.RETIRED : Stage.OVER;
		}
		return (beat < this.due) ? Stage.YOUNG : Stage.OLD;
	}

	/**
	 * A stage of a connection.
	 */
	public enum Stage {

		/** It takes requests. */
		YOUNG,

		/** It is time to retire it. */
		OLD,

		/** It takes no more requests, and its last ones may end. */
		RETIRED,

		/** Its last requests take too long. */
		OVER

	}

}
