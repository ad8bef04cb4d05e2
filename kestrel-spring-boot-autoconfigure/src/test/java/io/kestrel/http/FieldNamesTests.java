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

import java.util.Random;

import io.kestrel.http.FieldNames.Part;
import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

/**
 * Tests for {@link FieldNames} and {@link Methods}.
 */
class FieldNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "Host", "host", "User-Agent", "user-agent", "Accept", "Accept-Encoding", "Accept-Language",
			"Cookie", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade-Insecure-Requests" })
	void commonNameIsMadeOnce(String name) {
		assertThatObject(of(name)).isSameAs(of(name)).hasToString(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HOST", "hOST", "X", "Hosu", "Iost", "Accepu", "x-accept" })
	void anyOtherNameIsWhatWasSent(String name) {
		assertThatObject(of(name)).hasToString(name);
	}

	@Test
	void namesThatComeAgainAreMadeOnce() {
		for (int i = 0; i < 30; i++) {
			String name = "X-Custom-Field-" + i;
			assertThatObject(of(name)).isSameAs(of(name)).hasToString(name);
		}
	}

	@ParameterizedTest
	@CsvSource({ "40, true", "41, false" })
	void longNamesAreNotKept(int length, boolean kept) {
		String name = "x".repeat(length);
		assertThat(of(name) == of(name)).isEqualTo(kept);
		assertThatObject(of(name)).hasToString(name);
	}

	@Test
	void noNameIsTakenForAnother() {
		Random random = new Random(1);
		for (int i = 0; i < 100_000; i++) {
			StringBuilder name = new StringBuilder();
			for (int length = 1 + random.nextInt(5); length > 0; length--) {
				name.append("AHacdehikorst".charAt(random.nextInt(13)));
			}
			assertThat(of(name.toString()).toString()).isEqualTo(name.toString());
		}
	}

	@Test
	void nameKeepsNothingOfTheArray() {
		byte[] octets = Decoding.octets("xNAMEx");
		AsciiString name = FieldNames.of(octets, 1, 5);
		octets[1] = '?';
		assertThatObject(name).hasToString("NAME");
	}

	@ParameterizedTest
	@CsvSource({ "Host, HOST", "host, HOST", "hOsT, HOST", "hosts, NONE", "Most, NONE",
			"Content-Length, CONTENT_LENGTH", "CONTENT-LENGTH, CONTENT_LENGTH", "Content_Length, NONE",
			"Content-Lengt\u00e8, NONE", "transfer-ENCODING, TRANSFER_ENCODING", "Transfer-Encodings, NONE",
			"uPGRADE, UPGRADE", "Upgrades, NONE", "upgradd, NONE", "x, NONE" })
	void partIsFoundInAnySpelling(String name, Part part) {
		assertThat(FieldNames.partOf(of(name))).isEqualTo(part);
	}

	@ParameterizedTest
	@CsvSource({ "GET, true", "PATCH, true", "GETS, false", "get, false", "GEX, false", "PATCX, false", "P, false" })
	void commonMethodIsMadeOnce(String name, boolean common) {
		byte[] octets = Decoding.octets("x" + name + "x");
		assertThat(Methods.of(octets, 1, octets.length - 1).name()).isEqualTo(name);
		assertThat(Methods.of(octets, 1, octets.length - 1) == Methods.of(octets, 1, octets.length - 1))
			.isEqualTo(common);
	}

	@ParameterizedTest
	@CsvSource({ "POST, true", "PUT, true", "GET, false", "PATCH, false", "post, false" })
	void lengthIsExpectedOfPostAndPut(String name, boolean expected) {
		assertThat(Methods.sendsBody(Methods.of(Decoding.octets(name), 0, name.length()))).isEqualTo(expected);
	}

	private static AsciiString of(String name) {
		return FieldNames.of(Decoding.octets(name), 0, name.length());
	}

}
