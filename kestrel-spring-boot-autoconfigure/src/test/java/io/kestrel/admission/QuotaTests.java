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

import io.kestrel.limits.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Quota}.
 */
class QuotaTests {

	private final Quota quota = new Quota();

	@ParameterizedTest
	@CsvSource({ "0, 1, true", "1, 1, false", "2, 1, false", "1, 2, true", "2, 2, false", "3, 2, false", "0, 0, false",
			"1000, -1, true" })
	void oneIsTakenBelowTheLimit(int taken, int limit, boolean expected) {
		take(taken);
		assertThat(this.quota.hasRoom(limit)).isEqualTo(expected);
		assertThat(this.quota.count()).isEqualTo(taken);
		assertThat(this.quota.tryAcquire(limit)).isEqualTo(expected);
		assertThat(this.quota.count()).isEqualTo(expected ? taken + 1 : taken);
	}

	@Test
	void limitMayChangeMeanwhile() {
		take(3);
		assertThat(this.quota.tryAcquire(2)).isFalse();
		assertThat(this.quota.tryAcquire(4)).isTrue();
		this.quota.release();
		this.quota.release();
		assertThat(this.quota.tryAcquire(2)).as("still as many as there may be").isFalse();
		this.quota.release();
		assertThat(this.quota.tryAcquire(2)).isTrue();
	}

	@Test
	void whatIsTakenWithoutLimitCountsForALaterOne() {
		assertThat(this.quota.tryAcquire(ServerLimits.UNLIMITED)).isTrue();
		assertThat(this.quota.tryAcquire(1)).isFalse();
		this.quota.release();
		assertThat(this.quota.count()).isZero();
	}

	private void take(int count) {
		for (int i = 0; i < count; i++) {
			this.quota.acquire();
		}
	}

}
