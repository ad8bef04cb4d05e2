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

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionId}.
 */
class ConnectionIdTests {

	@ParameterizedTest
	@CsvSource({ "0, 0000000000000", "1, 0000000000001", "31, 000000000000V", "32, 0000000000010",
			"1023, 00000000000VV", "1024, 0000000000100", "0x7fffffffffffffff, 7VVVVVVVVVVVV",
			// As the original writes the tick count of a day in 2024.
			"638700000000000000, 0HN8U8GD0LG00" })
	void numberIsWrittenWithThirteenDigits(String number, String text) {
		assertThat(ConnectionId.print(Long.decode(number))).isEqualTo(text);
	}

	@Test
	void numbersGoUpAndTextSortsAlike() {
		assertThat(LongStream.range(0, 2000).mapToObj((i) -> ConnectionId.print(ConnectionId.next()))).isSorted()
			.doesNotHaveDuplicates()
			.allMatch((text) -> text.matches("[0-9A-V]{13}"));
	}

	@Test
	void nextProcessBeginsBehindThisOne() {
		long seconds = ConnectionId.next() / 10_000_000;
		assertThat(seconds).isBetween(ProcessHandle.current().info().startInstant().orElseThrow().getEpochSecond(),
				ProcessHandle.current().info().startInstant().orElseThrow().getEpochSecond() + 1);
	}

}
