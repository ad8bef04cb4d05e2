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
 * Tests for {@link ResponseRate}, beat by beat.
 */
class ResponseRateTests {

	private static final MinDataRate RATE = MinDataRate.DEFAULT;

	private final ResponseRate rate = new ResponseRate();

	private long beat;

	private boolean beat(boolean pending) {
		return this.rate.beat(++this.beat, pending);
	}

	private void write(long bytes) {
		this.rate.add(bytes, RATE, this.beat);
	}

	/** The number of the beat at which the client is too slow. */
	private long beatWhenLate() {
		while (!beat(true)) {
			if (this.beat > 10_000_000) {
				return -1;
			}
		}
		return this.beat;
	}

	@ParameterizedTest
	@CsvSource({ "1, 7", "1200, 7", "1201, 7", "1439, 7", "1440, 8", "1441, 8", "1679, 8", "1680, 9", "2400, 12",
			"240000, 1002" })
	void writeHasItsTimeOrTheGrace(long bytes, long late) {
		write(bytes);
		assertThat(beatWhenLate()).isEqualTo(late);
	}

	@ParameterizedTest
	@CsvSource({ "1, 239, 7", "1, 240, 8", "1, 241, 8", "1200, 240, 8", "2400, 2400, 22" })
	void laterWriteAddsItsTimeWithoutGrace(long first, long second, long late) {
		write(first);
		write(second);
		assertThat(beatWhenLate()).isEqualTo(late);
	}

	@Test
	void timeThatAFastClientDidNotNeedIsLeftForLater() {
		for (int second = 0; second < 10; second++) {
			write(24_000);
			assertThat(beat(false)).isFalse();
		}
		// 1000 seconds, from the first write on.
		assertThat(beatWhenLate()).isEqualTo(1002);
	}

	@Test
	void nothingIsLeftAfterALongPause() {
		write(24_000);
		for (int second = 0; second < 1000; second++) {
			assertThat(beat(false)).isFalse();
		}
		write(1);
		assertThat(beatWhenLate()).isEqualTo(1007);
	}

	@ParameterizedTest
	@CsvSource({ "1, 6", "1200, 6", "1440, 7", "2400, 11" })
	void isUnusedOnceItsTimeIsOver(long bytes, long last) {
		write(bytes);
		while (!this.rate.isUnused(this.beat)) {
			assertThat(beat(false)).isFalse();
		}
		assertThat(this.beat).isEqualTo(last + 1);
	}

	/* Whoever forgets an unused rate punishes nobody, and lets nobody off. */
	@ParameterizedTest
	@CsvSource({ "1, 1", "2400, 1", "1, 2400", "24000, 24000" })
	void newRateGoesOnAsAnUnusedOne(long before, long after) {
		write(before);
		while (!this.rate.isUnused(this.beat)) {
			assertThat(beat(false)).isFalse();
		}
		ResponseRate anew = new ResponseRate();
		write(after);
		anew.add(after, RATE, this.beat);
		boolean late = false;
		while (!late) {
			late = beat(true);
			assertThat(anew.beat(this.beat, true)).isEqualTo(late);
		}
	}

	@Test
	void rateWithSomethingToSettleIsNotUnused() {
		this.beat = 100;
		write(1);
		assertThat(this.rate.isUnused(this.beat)).isFalse();
	}

	@Test
	void responseThatIsTakenIsNeverLate() {
		write(1);
		for (int second = 0; second < 1000; second++) {
			assertThat(beat(false)).isFalse();
		}
	}

	@Test
	void nobodyIsLateWithoutARate() {
		this.rate.add(1, null, this.beat);
		for (int second = 0; second < 1000; second++) {
			assertThat(beat(true)).isFalse();
		}
	}

	@Test
	void rateHoldsForWhatIsWrittenLater() {
		write(2400);
		this.rate.add(1000, new MinDataRate(1000, Duration.ofSeconds(2)), this.beat);
		// 10 seconds for the one, one for the other.
		assertThat(beatWhenLate()).isEqualTo(13);
	}

	@Test
	void writeWithoutARateEndsTheOneBefore() {
		write(1);
		this.rate.add(1, null, this.beat);
		for (int second = 0; second < 100; second++) {
			assertThat(beat(true)).isFalse();
		}
		write(1);
		assertThat(beatWhenLate()).isEqualTo(107);
	}

	@Test
	void anySizeHasATime() {
		write(Long.MAX_VALUE);
		write(Long.MAX_VALUE / 2);
		assertThat(beat(true)).isFalse();
	}

}
