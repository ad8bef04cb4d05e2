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

package io.kestrel.http2;

import io.kestrel.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameBudget}.
 */
class FrameBudgetTests {

	private final FrameBudget budget = new FrameBudget(100, 0);

	private void spend(FrameCost cost, int times, long beat) {
		for (int i = 0; i < times; i++) {
			this.budget.spend(cost, beat);
		}
	}

	private static void reset(FrameBudget budget, int times, long beat) {
		for (int i = 0; i < times; i++) {
			budget.spendReset(FrameBudget.RESET, beat);
		}
	}

	@ParameterizedTest
	@EnumSource
	void soManyAtOnceAndNoMore(FrameCost cost) {
		spend(cost, FrameBudget.FRAMES / cost.units(), 0);
		assertThat(this.budget.overdrawn()).isNull();
		spend(cost, 1, 0);
		assertThat(this.budget.overdrawn()).isEqualTo(Refusal.TOO_MANY_USELESS_FRAMES);
	}

	@ParameterizedTest
	@CsvSource({ "1, 200", "100, 200", "101, 202" })
	void soManyResetsAtOnceAndNoMore(int streams, int allowed) {
		FrameBudget other = new FrameBudget(streams, 0);
		reset(other, allowed, 0);
		assertThat(other.overdrawn()).isNull();
		reset(other, 1, 0);
		assertThat(other.overdrawn()).isEqualTo(Refusal.TOO_MANY_RESETS);
	}

	@Test
	void twentyResetsAreAddedInEachSecond() {
		reset(this.budget, 200, 0);
		reset(this.budget, 20, 1);
		assertThat(this.budget.overdrawn()).isNull();
		reset(this.budget, 1, 1);
		assertThat(this.budget.overdrawn()).isEqualTo(Refusal.TOO_MANY_RESETS);
	}

	@Test
	void pingsAtTheRateThatIsAddedGoOnForEver() {
		for (int beat = 0; beat < 1000; beat++) {
			spend(FrameCost.PING, FrameBudget.FRAMES_PER_BEAT, beat);
			assertThat(this.budget.overdrawn()).isNull();
		}
	}

	@Test
	void nothingIsSavedBeyondTheFullBudget() {
		this.budget.spend(FrameCost.PING, 1_000_000);
		this.budget.earn(1_000_000);
		spend(FrameCost.PING, FrameBudget.FRAMES + 1, 1_000_000);
		assertThat(this.budget.overdrawn()).isEqualTo(Refusal.TOO_MANY_USELESS_FRAMES);
	}

	@Test
	void windowUpdatesForEachFrameOfResponsesAreFree() {
		for (int i = 0; i < 100_000; i++) {
			this.budget.earn(FrameBudget.RESPONSE_DATA);
			spend(FrameCost.WINDOW_UPDATE, 2, 0);
			spend(FrameCost.PING, 1, 0);
		}
		assertThat(this.budget.overdrawn()).isNull();
	}

	@Test
	void pageMayBeLeftWithAllItsRequests() {
		for (int page = 0; page < 10; page++) {
			for (int i = 0; i < 100; i++) {
				this.budget.earnReset();
			}
			reset(this.budget, 100, 5L * page);
		}
		assertThat(this.budget.overdrawn()).isNull();
	}

	@Test
	void requestsThatAreAnsweredMakeUpForHalf() {
		// The first finds the budget full.
		for (int i = 0; i < 399; i++) {
			this.budget.earnReset();
			reset(this.budget, 1, 0);
		}
		assertThat(this.budget.overdrawn()).isNull();
		reset(this.budget, 1, 0);
		assertThat(this.budget.overdrawn()).isEqualTo(Refusal.TOO_MANY_RESETS);
	}

}
