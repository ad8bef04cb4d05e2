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

import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Octets}: each kind against its rule in the documents.
 */
class OctetsTests {

	static final Arguments[] KINDS = { Arguments.of("token", Octets.TOKEN, "[!#$%&'*+.^_`|~0-9A-Za-z-]"),
			Arguments.of("target", Octets.TARGET, "[\\x21-\\x7e&&[^#]]"),
			Arguments.of("value", Octets.VALUE, "[\\t\\x20-\\x7e\\x80-\\xff]"),
			Arguments.of("host", Octets.HOST, "[A-Za-z0-9!$&'()._~-]"),
			Arguments.of("ipv6", Octets.IPV6, "[0-9A-Fa-f:.]"), Arguments.of("digit", Octets.DIGIT, "[0-9]"),
			Arguments.of("blank", Octets.BLANK, "[\\t ]"),
			Arguments.of("quoted", Octets.QUOTED, "[\\t\\x20-\\x7e&&[^\"\\\\]]"),
			Arguments.of("authority", Octets.AUTHORITY, "[A-Za-z0-9.:@\\[\\]-]") };

	@ParameterizedTest(name = "{0}")
	@FieldSource("KINDS")
	void kindHasItsOctetsAndNoOther(String name, int kind, String rule) {
		Pattern pattern = Pattern.compile(rule);
		for (int octet = 0; octet <= 0xff; octet++) {
			String text = String.valueOf((char) octet);
			boolean expected = pattern.matcher(text).matches();
			assertThat(Octets.is((byte) octet, kind)).as("%02x", octet).isEqualTo(expected);
			assertThat(Octets.are(kind, text, 0, 1)).as("%02x", octet).isEqualTo(expected);
			assertThat(Octets.endOf(kind, new byte[] { (byte) octet }, 0, 1)).as("%02x", octet)
				.isEqualTo(expected ? 1 : 0);
		}
	}

	@Test
	void characterBeyondAnOctetIsOfNoKind() {
		assertThat(Octets.are(-1, "\u0131", 0, 1)).isFalse();
		assertThat(Octets.are(Octets.DIGIT, "a1", 1, 2)).isTrue();
		assertThat(Octets.are(Octets.DIGIT, "a1", 0, 2)).isFalse();
	}

	@Test
	void hexadecimalDigitsHaveTheirValues() {
		for (int octet = 0; octet <= 0xff; octet++) {
			// Not Character.digit: it knows digits of other scripts.
			int expected = "0123456789abcdef".indexOf(Character.toLowerCase(octet));
			assertThat(Octets.hexadecimal((byte) octet)).as("%02x", octet).isEqualTo((octet < 0x80) ? expected : -1);
		}
	}

}
