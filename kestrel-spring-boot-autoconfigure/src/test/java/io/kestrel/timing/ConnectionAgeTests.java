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
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.timing.ConnectionAge.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionAge}.
 */
class ConnectionAgeTests {

	@ParameterizedTest
	@CsvSource({ "0, 0.5, 100", "0, 0, 100", "10, 0, 90", "10, 0.25, 95", "10, 0.5, 100", "10, 0.75, 105", "10, 1, 110",
			"100, 0, 0", "100, 1, 200" })
	void ageWithItsJitter(int percent, double random, long seconds) {
		ConnectionAge age = new ConnectionAge(limits(100, percent, 30), 1000, generator(random));
		assertThat(age.beat(1000 + seconds)).isEqualTo(Stage.YOUNG);
		assertThat(age.beat(1000 + seconds + 1)).isEqualTo(Stage.OLD);
		assertThat(age.beat(1000 + seconds + 2)).as("until it is told").isEqualTo(Stage.OLD);
	}

	@Test
	void graceBeginsWhenTheClientIsTold() {
		ConnectionAge age = new ConnectionAge(limits(10, 0, 5), 0, generator(0));
		assertThat(age.beat(11)).isEqualTo(Stage.OLD);
		age.retire(12);
		assertThat(age.beat(13)).isEqualTo(Stage.RETIRED);
		assertThat(age.beat(17)).isEqualTo(Stage.RETIRED);
		assertThat(age.beat(18)).isEqualTo(Stage.OVER);
	}

	@Test
	void graceMayBeUnlimited() {
		ConnectionAge age = new ConnectionAge(limits(10, 0, -1), 0, generator(0));
		age.retire(11);
		assertThat(age.beat(1_000_000_000)).isEqualTo(Stage.RETIRED);
	}

	private static ConnectionLimits limits(long age, int jitter, long grace) {
		return LimitOverrides.NONE.with(Limit.MAX_CONNECTION_AGE, Duration.ofSeconds(age))
			.with(Limit.MAX_CONNECTION_AGE_JITTER, jitter)
			.with(Limit.MAX_CONNECTION_AGE_GRACE, Duration.ofSeconds(grace))
			.applyTo(ServerLimits.DEFAULT)
			.connections();
	}

	/* The greatest double below 1 gives what 1 would, after rounding. */
	private static RandomGenerator generator(double value) {
		return new RandomGenerator() {

			@Override
			public long nextLong() {
				return 0;
			}

			@Override
			public double nextDouble() {
				return Math.min(value, Math.nextDown(1.0));
			}

		};
	}

}
