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

package io.kestrel.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QuietPeriod}: what the files look like at each moment, and what is
 * done then.
 */
class QuietPeriodTests {

	private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

	private final QuietPeriod quietPeriod = new QuietPeriod(Duration.ofSeconds(10), files("A"));

	/**
	 * Each piece is a second and the letter of what the files are then; {@code -} is a
	 * missing file.
	 */
	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			nothing changed           | 1A 20A 40A             | ...
			n-1, n, n+1               | 1B 10B 11B 12B         | ..L.
			loaded once               | 1B 11B 30B 60B         | .L..
			first seen late           | 50B 59B 60B            | ..L
			changes begin it anew     | 1B 9C 11C 18C 19C      | ....L
			changed and changed back  | 1B 9A 19A 30A          | ....
			back and forth            | 1B 5A 9B 18B 19B       | ....L
			two changes               | 1B 11B 12C 21C 22C     | .L..L
			gone                      | 1- 10- 11- 12- 40-     | ..C..
			gone and back             | 1- 11- 12A 21A 22A     | .C..L
			gone for a moment         | 1- 5A 15A              | ...
			replaced with a gap       | 1- 5B 14B 15B          | ...L
			clock set back            | 100B 5B 14B 15B        | ...L
			clock set forward         | 1B 9999B               | .L
			""")
	void whatIsDone(String name, String looks, String expected) {
		List<String> steps = new ArrayList<>();
		for (String look : looks.trim().split(" +")) {
			int second = Integer.parseInt(look.substring(0, look.length() - 1));
			steps.add(switch (this.quietPeriod.look(files(look.substring(look.length() - 1)),
					START.plusSeconds(second))) {
				case NOTHING -> ".";
				case LOAD -> "L";
				case COMPLAIN -> "C";
			});
		}
		assertThat(String.join("", steps)).isEqualTo(expected);
	}

	@Test
	void whatWasReadWhileTheFilesChangedIsReadAgain() {
		this.quietPeriod.look(files("B"), START);
		assertThat(this.quietPeriod.look(files("B"), START.plusSeconds(10))).isEqualTo(QuietPeriod.Step.LOAD);
		assertThat(this.quietPeriod.isSettled(files("B"))).isTrue();
		assertThat(this.quietPeriod.isSettled(files("C"))).isFalse();
		assertThat(this.quietPeriod.look(files("C"), START.plusSeconds(11))).isEqualTo(QuietPeriod.Step.NOTHING);
		assertThat(this.quietPeriod.look(files("C"), START.plusSeconds(21))).isEqualTo(QuietPeriod.Step.LOAD);
	}

	@Test
	void noQuietPeriodAtAllLoadsAtOnce() {
		QuietPeriod none = new QuietPeriod(Duration.ZERO, files("A"));
		assertThat(none.look(files("A"), START)).isEqualTo(QuietPeriod.Step.NOTHING);
		assertThat(none.look(files("B"), START)).isEqualTo(QuietPeriod.Step.LOAD);
		assertThat(none.look(files("B"), START)).isEqualTo(QuietPeriod.Step.NOTHING);
	}

	@ParameterizedTest
	@CsvSource({ "0,20", "199,20", "200,20", "210,21", "1000,100", "9990,999", "10000,1000", "10010,1000",
			"99999,1000" })
	void interval(long quietPeriodMillis, long intervalMillis) {
		assertThat(FileWatcher.interval(Duration.ofMillis(quietPeriodMillis)))
			.isEqualTo(Duration.ofMillis(intervalMillis));
	}

	private static List<Fingerprint> files(String state) {
		return List.of(new Fingerprint("/tls.crt", "1", 1, "1", 1),
				state.equals("-") ? Fingerprint.MISSING : new Fingerprint("/tls.key", state, 1, "1", 1));
	}

}
