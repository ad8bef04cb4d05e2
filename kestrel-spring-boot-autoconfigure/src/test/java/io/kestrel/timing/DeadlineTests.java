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

import io.kestrel.timing.Deadline.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Deadline}.
 */
class DeadlineTests {

	private final Deadline deadline = new Deadline();

	/* The next beat may come at once, so n seconds are over at the beat n + 1. */
	@ParameterizedTest
	@CsvSource({ "0, 1, 1, false", "0, 1, 2, true", "0, 0, 1, true", "0, 5, 4, false", "0, 5, 5, false",
			"0, 5, 6, true", "0, 5, 7, true", "100, 5, 105, false", "100, 5, 106, true", "0, -1, 1000000000, false" })
	void beatAgainstTheLimit(long start, long seconds, long beat, boolean late) {
		this.deadline.await(Phase.KEEP_ALIVE, start, seconds);
		assertThat(this.deadline.beat(beat)).isEqualTo(late ? Phase.KEEP_ALIVE : Phase.BUSY);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BUSY")
	void isLateOnce(Phase phase) {
		this.deadline.await(phase, 0, 5);
		assertThat(this.deadline.isAwaiting(phase)).isTrue();
		assertThat(this.deadline.beat(6)).isEqualTo(phase);
		assertThat(this.deadline.isAwaiting(phase)).isFalse();
		assertThat(this.deadline.beat(7)).isEqualTo(Phase.BUSY);
	}

	@Test
	void moreOfTheSameDoesNotRestartIt() {
		for (int beat = 0; beat < 5; beat++) {
			this.deadline.await(Phase.REQUEST_HEADERS, beat, 5);
			assertThat(this.deadline.beat(beat + 1)).isEqualTo(Phase.BUSY);
		}
		this.deadline.await(Phase.REQUEST_HEADERS, 5, 5);
		assertThat(this.deadline.beat(6)).isEqualTo(Phase.REQUEST_HEADERS);
	}

	@Test
	void somethingElseBeginsAnew() {
		this.deadline.await(Phase.KEEP_ALIVE, 0, 5);
		this.deadline.await(Phase.REQUEST_HEADERS, 5, 5);
		assertThat(this.deadline.beat(10)).isEqualTo(Phase.BUSY);
		assertThat(this.deadline.beat(11)).isEqualTo(Phase.REQUEST_HEADERS);
	}

	@Test
	void theSameBeginsAnewAfterItWasCleared() {
		this.deadline.await(Phase.KEEP_ALIVE, 0, 5);
		this.deadline.clear();
		assertThat(this.deadline.beat(100)).isEqualTo(Phase.BUSY);
		this.deadline.await(Phase.KEEP_ALIVE, 100, 5);
		assertThat(this.deadline.beat(105)).isEqualTo(Phase.BUSY);
		assertThat(this.deadline.beat(106)).isEqualTo(Phase.KEEP_ALIVE);
	}

	@ParameterizedTest
	@CsvSource({ "PT1S, 1", "PT0.001S, 1", "PT0.999S, 1", "PT1.001S, 2", "PT130S, 130", "PT-1S, -1" })
	void timeIsRoundedUpToBeats(Duration time, long beats) {
		assertThat(Deadline.beats(time)).isEqualTo(beats);
	}

}
