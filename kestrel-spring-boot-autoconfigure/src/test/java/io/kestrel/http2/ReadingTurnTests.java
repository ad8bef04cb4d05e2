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

import java.util.ArrayList;
import java.util.List;

import io.kestrel.time.TestClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadingTurn}, on a clock that only the frames advance.
 */
class ReadingTurnTests {

	private long now;

	private final ReadingTurn turn = new ReadingTurn(TestClock.slice(ReadingTurn.LENGTH, () -> this.now));

	/* Five frames of one octet each, every one of which takes the same time. */
	@ParameterizedTest
	@CsvSource({ "199999, 5", "200000, 5", "249999, 5", "250000, 4 1", "333333, 4 1", "333334, 3 2", "999999, 2 2 1",
			"1000000, 1 1 1 1 1" })
	void frameBehindOneMillisecondWaits(long nanosEach, String expected) {
		ByteBuf input = Unpooled.wrappedBuffer(new byte[5]);
		List<String> turns = new ArrayList<>();
		while (input.isReadable()) {
			this.turn.begin();
			int before = input.readableBytes();
			read(input, nanosEach);
			turns.add(Integer.toString(before - input.readableBytes()));
			assertThat(this.turn.isOver()).isEqualTo(input.isReadable());
			assertThat(input.writerIndex()).as("what waits is there").isEqualTo(5);
		}
		assertThat(String.join(" ", turns)).isEqualTo(expected);
	}

	/* As Netty's reader does it. */
	private void read(ByteBuf input, long nanosEach) {
		this.turn.read(input);
		while (input.isReadable()) {
			input.skipBytes(1);
			this.now += nanosEach;
			this.turn.check();
		}
		this.turn.stop(5);
	}

	@ParameterizedTest
	@CsvSource({ "999999, 1", "1000000, 0" })
	void secondReadOfATurnHasWhatTheFirstHasLeft(long nanos, int expected) {
		this.turn.begin();
		this.now += nanos;
		ByteBuf input = Unpooled.wrappedBuffer(new byte[1]);
		this.turn.read(input);
		this.turn.check();
		assertThat(input.readableBytes()).isEqualTo(expected);
		this.turn.stop(1);
		assertThat(input.readableBytes()).isOne();
	}

}
