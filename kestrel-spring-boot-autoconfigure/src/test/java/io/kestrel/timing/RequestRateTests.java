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

import io.kestrel.limits.MinDataRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestRate} and {@link BodyWait}, beat by beat.
 */
class RequestRateTests {

	private static final MinDataRate RATE = MinDataRate.DEFAULT;

	private final RequestRate rate = new RequestRate();

	private final BodyWait body = new BodyWait(this.rate);

	/** Beats until the client is too slow, of 100 at most. */
	private int beatsUntilLate() {
		int beats = 1;
		while (!this.rate.beat()) {
			if (++beats > 100) {
				return -1;
			}
		}
		return beats;
	}

	@ParameterizedTest
	@CsvSource({ "0, 6", "1439, 6", "1440, 7", "1441, 7", "1679, 7", "1680, 8", "1681, 8", "2400, 11" })
	void averageCountsSinceTheBodyBegan(int bytes, int beats) {
		this.body.await(RATE);
		this.body.add(bytes);
		this.body.await(RATE);
		assertThat(beatsUntilLate()).isEqualTo(beats);
	}

	@ParameterizedTest
	@CsvSource({ "1001, 3", "1999, 3", "2000, 3", "2001, 4", "5000, 6", "5001, 7" })
	void graceIsNeverCutShort(int millis, int beats) {
		this.body.await(new MinDataRate(240, Duration.ofMillis(millis)));
		assertThat(beatsUntilLate()).isEqualTo(beats);
	}

	@Test
	void clientThatIsJustFastEnoughIsNeverLate() {
		this.body.await(RATE);
		for (int second = 0; second < 1000; second++) {
			this.body.add(240);
			this.body.await(RATE);
			assertThat(this.rate.beat()).isFalse();
		}
	}

	@Test
	void clientThatIsJustTooSlowIsLateAfterTheGrace() {
		this.body.await(RATE);
		for (int second = 1; second <= 5; second++) {
			this.body.add(239);
			this.body.await(RATE);
			assertThat(this.rate.beat()).isFalse();
		}
		this.body.add(239);
		this.body.await(RATE);
		assertThat(this.rate.beat()).isTrue();
	}

	@Test
	void pauseOfTheApplicationDoesNotCount() {
		this.body.await(RATE);
		this.body.add(1);
		for (int second = 0; second < 1000; second++) {
			assertThat(this.rate.beat()).isFalse();
		}
		this.body.await(RATE);
		// One second counted before the pause.
		assertThat(beatsUntilLate()).isEqualTo(5);
	}

	@Test
	void waitBetweenTwoBeatsCountsAsASecond() {
		for (int second = 1; second <= 5; second++) {
			this.body.await(RATE);
			this.body.add(1);
			assertThat(this.rate.beat()).isFalse();
		}
		this.body.await(RATE);
		this.body.add(1);
		assertThat(this.rate.beat()).isTrue();
	}

	@Test
	void bytesBeforeTheApplicationAskedCount() {
		this.body.add(1440);
		this.body.await(RATE);
		assertThat(beatsUntilLate()).isEqualTo(7);
	}

	@Test
	void nobodyIsLateWithoutARate() {
		this.body.await(null);
		assertThat(beatsUntilLate()).isEqualTo(-1);
	}

	@Test
	void newRateHoldsForWhatIsAwaitedLater() {
		this.body.await(RATE);
		this.body.await(null);
		assertThat(beatsUntilLate()).isEqualTo(6);
		this.body.add(1);
		this.body.await(null);
		assertThat(beatsUntilLate()).isEqualTo(-1);
		this.body.await(new MinDataRate(1, Duration.ofSeconds(2)));
		assertThat(beatsUntilLate()).isEqualTo(3);
	}

	@Test
	void nextBodyBeginsAnew() {
		this.body.await(RATE);
		for (int second = 1; second <= 5; second++) {
			this.rate.beat();
		}
		this.body.end();
		assertThat(this.rate.beat()).isFalse();
		this.body.await(RATE);
		assertThat(beatsUntilLate()).isEqualTo(6);
	}

	@Test
	void bodiesOfAConnectionCountTogether() {
		BodyWait other = new BodyWait(this.rate);
		this.body.await(RATE);
		other.await(RATE);
		other.add(1440);
		assertThat(beatsUntilLate()).as("not twice the rate").isEqualTo(7);
		other.end();
		assertThat(this.rate.beat()).as("the body that is left").isTrue();
		this.body.end();
		this.body.await(RATE);
		assertThat(beatsUntilLate()).as("after all have ended").isEqualTo(6);
	}

	@Test
	void bodyThatIsLeftOutDoesNotCount() {
		BodyWait other = new BodyWait(this.rate);
		this.body.await(RATE);
		other.await(null);
		other.add(1_000_000);
		assertThat(beatsUntilLate()).isEqualTo(6);
	}

	@Test
	void endIsSaidAsOftenAsOneLikes() {
		BodyWait other = new BodyWait(this.rate);
		this.body.await(RATE);
		other.end();
		other.await(RATE);
		other.end();
		other.end();
		assertThat(beatsUntilLate()).isEqualTo(6);
	}

	@Test
	void rateOfAnySizeHolds() {
		this.body.await(new MinDataRate(Long.MAX_VALUE, Duration.ofSeconds(2)));
		assertThat(beatsUntilLate()).isEqualTo(3);
	}

}
