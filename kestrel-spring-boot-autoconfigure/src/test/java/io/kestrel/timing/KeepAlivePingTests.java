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
import java.util.ArrayList;
import java.util.List;

import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.timing.KeepAlivePing.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeepAlivePing}: each character is what came before a beat.
 */
class KeepAlivePingTests {

	@ParameterizedTest
	@CsvSource({
			// Silence from the beginning: the first beat may come at once.
			"5, 3, ............, P at 6 G at 10",
			// A frame in the first second.
			"5, 3, f..........., P at 6 G at 10",
			// Each frame begins anew, also one at the last moment.
			"5, 3, ....f......., P at 10", "5, 3, .....f......, P at 11",
			// So does whatever is the answer to a PING.
			"2, 2, ...f........, P at 3 P at 6 G at 9", "2, 2, ....f......., P at 3 P at 7 G at 10",
			"2, 2, .....f......, P at 3 P at 8 G at 11", "2, 2, ......f....., P at 3 G at 6",
			"1, 1, f.f.f.f.f.f., P at 2 P at 4 P at 6 P at 8 P at 10 P at 12", "1, -1, ............, P at 2" })
	void stepsOfAClient(int delay, int timeout, String client, String steps) {
		KeepAlivePing ping = KeepAlivePing.of(limits(delay, timeout).http2(), 0);
		List<String> seen = new ArrayList<>();
		for (int beat = 1; beat <= client.length(); beat++) {
			Step step = ping.beat(beat, client.charAt(beat - 1) == 'f');
			if (step != Step.NOTHING) {
				seen.add(step.name().charAt(0) + " at " + beat);
			}
			if (step == Step.GIVE_UP) {
				break;
			}
		}
		assertThat(String.join(" ", seen)).isEqualTo(steps);
	}

	@Test
	void thereIsNoneUnlessSet() {
		assertThat(KeepAlivePing.of(ServerLimits.DEFAULT.http2(), 0)).isNull();
	}

	private static ServerLimits limits(int delay, int timeout) {
		return LimitOverrides.NONE.with(Limit.HTTP2_KEEP_ALIVE_PING_DELAY, Duration.ofSeconds(delay))
			.with(Limit.HTTP2_KEEP_ALIVE_PING_TIMEOUT, Duration.ofSeconds(timeout))
			.applyTo(ServerLimits.DEFAULT);
	}

}
