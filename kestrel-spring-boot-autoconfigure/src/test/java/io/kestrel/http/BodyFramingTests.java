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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyFraming}.
 */
class BodyFramingTests {

	private final BodyFraming framing = new BodyFraming();

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			# 1.0 | body  | length | coding  | refusal
			false | false | -      | -       | -
			false | true  | -      | -       | -
			true  | false | -      | -       | -
			true  | true  | -      | -       | MISSING_LENGTH_IN_1_0
			true  | true  | 5      | -       | -
			false | false | 5      | -       | -
			false | true  | -      | chunked | -
			false | false | -      | chunked | -
			false | true  | 5      | chunked | LENGTH_AND_CODING
			true  | true  | -      | chunked | TRANSFER_ENCODING_IN_1_0
			true  | false | 5      | chunked | TRANSFER_ENCODING_IN_1_0
			""")
	void bodyEndsInOneWay(boolean http10, boolean lengthExpected, @Nullable String length, @Nullable String coding,
			@Nullable Refusal refusal) {
		this.framing.begin();
		if (length != null) {
			assertThat(this.framing.contentLength(length)).isNull();
		}
		if (coding != null) {
			assertThat(this.framing.transferEncoding(coding)).isNull();
		}
		assertThat(this.framing.decide(http10, lengthExpected)).isEqualTo(refusal);
		long announced = (length != null) ? Long.parseLong(length) : 0;
		assertThat(this.framing.length()).isEqualTo((coding != null) ? BodyFraming.CHUNKED : announced);
	}

	@Test
	void longestLengthHas18Digits() {
		this.framing.begin();
		assertThat(this.framing.contentLength("9".repeat(18))).isNull();
		assertThat(this.framing.length()).isEqualTo(999_999_999_999_999_999L);
		this.framing.begin();
		assertThat(this.framing.contentLength("0".repeat(19))).isEqualTo(Refusal.INVALID_CONTENT_LENGTH);
	}

	@Test
	void nothingOfARequestIsLeftForTheNext() {
		this.framing.begin();
		this.framing.contentLength("5");
		this.framing.transferEncoding("chunked");
		this.framing.begin();
		assertThat(this.framing.length()).isZero();
		assertThat(this.framing.contentLength("6")).isNull();
		assertThat(this.framing.decide(false, true)).isNull();
	}

}
