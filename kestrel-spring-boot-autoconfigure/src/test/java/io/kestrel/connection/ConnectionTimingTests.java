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

package io.kestrel.connection;

import java.time.Duration;

import io.kestrel.connection.ConnectionTiming.Late;
import io.kestrel.limits.MinDataRate;
import io.kestrel.limits.TimeLimits;
import io.kestrel.time.Heartbeat;
import io.kestrel.time.TestClock;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionTiming}.
 */
class ConnectionTimingTests {

	private static final TimeLimits LIMITS = new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(3),
			new MinDataRate(100, Duration.ofSeconds(2)), new MinDataRate(100, Duration.ofSeconds(4)));

	/** Nobody hears it, so its number stays 0. */
	private final Heartbeat heartbeat = TestClock.heartbeat(new EmbeddedChannel().eventLoop());

	private final ConnectionTiming timing = new ConnectionTiming(LIMITS, this.heartbeat);

	@Test
	void requestIsAwaitedAsLongAsKeepAlive() {
		this.timing.awaitRequest();
		assertLateAt(11, Late.REQUEST);
	}

	@Test
	void headIsAwaitedAsLongAsItsTimeout() {
		this.timing.awaitRequest();
		this.timing.awaitHead();
		assertThat(this.timing.isAwaitingHead()).isTrue();
		assertLateAt(4, Late.REQUEST_HEADERS);
	}

	@Test
	void nothingIsLateWhileARequestIsWorkedOn() {
		this.timing.awaitHead();
		this.timing.busy();
		assertThat(this.timing.isAwaitingHead()).isFalse();
		assertLateAt(-1, Late.NOTHING);
	}

	@Test
	void drainIsNotEndedByWhatComes() {
		this.timing.awaitDrain(5);
		this.timing.busy();
		assertLateAt(6, Late.DRAIN);
	}

	@Test
	void drainEndsWithTheRest() {
		this.timing.awaitDrain(5);
		this.timing.endDrain();
		assertLateAt(-1, Late.NOTHING);
	}

	@Test
	void endOfADrainThatNeverBeganChangesNothing() {
		this.timing.awaitRequest();
		this.timing.endDrain();
		assertLateAt(11, Late.REQUEST);
	}

	@Test
	void slowBodyIsLateAfterTheGracePeriod() {
		this.timing.awaitBody(null);
		assertLateAt(3, Late.REQUEST_BODY);
	}

	@Test
	void unreadResponseIsLateBeforeAllElse() {
		this.timing.awaitHead();
		this.timing.written(10);
		for (int beat = 1; beat < 4; beat++) {
			assertThat(this.timing.beat(beat, true, false)).isEqualTo(Late.NOTHING);
		}
		assertThat(this.timing.beat(6, true, false)).isEqualTo(Late.RESPONSE);
	}

	@Test
	void takenResponseIsNotLate() {
		this.timing.written(10);
		for (int beat = 1; beat < 100; beat++) {
			assertThat(this.timing.beat(beat, false, false)).isEqualTo(Late.NOTHING);
		}
	}

	private void assertLateAt(int late, Late what) {
		for (int beat = 1; beat <= 20; beat++) {
			Late found = this.timing.beat(beat, false, false);
			assertThat(found).as("beat " + beat).isEqualTo((beat == late) ? what : Late.NOTHING);
			if (beat == late) {
				return;
			}
		}
	}

}
