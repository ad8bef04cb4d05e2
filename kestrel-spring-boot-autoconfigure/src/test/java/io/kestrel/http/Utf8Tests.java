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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf8}: the JDK knows as well what is valid.
 */
class Utf8Tests {

	/** The first and last of each range in the table of RFC 3629 section 4. */
	private static final int[] EDGES = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
			0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff };

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

	@Test
	void allPairsAreJudgedAsByTheJdk() {
		for (int i = 0; i < 0x10000; i++) {
			check((byte) (i >> 8), (byte) i);
		}
	}

	@Test
	void fourOctetsAreJudgedAsByTheJdk() {
		for (int first : EDGES) {
			for (int second : EDGES) {
				for (int third : EDGES) {
					check((byte) first, (byte) second, (byte) third);
					for (int fourth : EDGES) {
						check((byte) first, (byte) second, (byte) third, (byte) fourth);
					}
				}
			}
		}
	}

	@Test
	void onlyTheRangeIsLookedAt() {
		byte[] octets = { (byte) 0xff, 'a', (byte) 0xc3, (byte) 0xa9, (byte) 0x80 };
		assertThat(Utf8.isValid(octets, 1, 4)).isTrue();
		assertThat(Utf8.isValid(octets, 1, 3)).isFalse();
		assertThat(Utf8.isValid(octets, 0, 4)).isFalse();
		assertThat(Utf8.isValid(octets, 1, 5)).isFalse();
		assertThat(Utf8.isValid(octets, 2, 2)).isTrue();
	}

	private void check(byte... octets) {
		if (Utf8.isValid(octets, 0, octets.length) != isValid(octets)) {
			assertThat(octets).asHexString().as("judged wrongly").isNull();
		}
	}

	private boolean isValid(byte[] octets) {
		try {
			this.decoder.decode(ByteBuffer.wrap(octets));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

}
