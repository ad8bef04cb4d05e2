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

package io.kestrel.http;

import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChunkParser}, besides the rules in {@link BodyRulesTests}.
 */
class ChunkParserTests {

	private final ChunkParser parser = new ChunkParser(10);

	@ParameterizedTest
	@CsvSource({ "1, 1", "9, 9", "a, 10", "F, 15", "10, 16", "0000000f, 15", "7FFFFFFF, 2147483647", "0, 0" })
	void sizeIsHexadecimal(String digits, long size) {
		ByteBuf in = octets(digits + "\r\nrest");
		this.parser.begin();
		assertThat(this.parser.parse(in)).isTrue();
		assertThat(this.parser.remaining()).isEqualTo(size);
		assertThat(in.readableBytes()).isEqualTo(4);
	}

	@Test
	void octetsOfAChunkAreNotLookedAt() {
		ByteBuf in = octets("3\r\n\r\n;\r\n0\r\n");
		this.parser.begin();
		assertThat(this.parser.parse(in)).isTrue();
		in.skipBytes(2);
		this.parser.taken(2);
		assertThat(this.parser.parse(in)).as("still within").isTrue();
		assertThat(this.parser.remaining()).isOne();
		in.skipBytes(1);
		this.parser.taken(1);
		assertThat(this.parser.parse(in)).isTrue();
		assertThat(this.parser.remaining()).isZero();
		assertThat(in.isReadable()).isFalse();
	}

	@Test
	void extensionsOfABodyCountTogether() {
		this.parser.begin();
		assertThat(this.parser.parse(octets("1;abcd\r\n"))).isTrue();
		this.parser.taken(1);
		assertThat(this.parser.parse(octets("\r\n1;abcd\r\n"))).isTrue();
		this.parser.taken(1);
		assertThat(this.parser.parse(octets("\r\n1;a\r\n"))).isFalse();
		assertThat(this.parser.refusal()).isEqualTo(Refusal.CHUNK_EXTENSIONS_TOO_LONG);
	}

	@Test
	void eachBodyBeginsAnew() {
		for (int i = 0; i < 3; i++) {
			this.parser.begin();
			assertThat(this.parser.parse(octets("0;abcdefghi\r\n"))).isTrue();
		}
	}

	private static ByteBuf octets(String text) {
		return Unpooled.wrappedBuffer(Decoding.octets(text));
	}

}
