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

package io.kestrel.limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BodySizeLimit}.
 */
class BodySizeLimitTests {

	@ParameterizedTest
	@CsvSource({ "10, 0, true", "10, 9, true", "10, 10, true", "10, 11, false", "0, 0, true", "0, 1, false",
			"1, 1, true", "1, 2, false", "-1, 0, true", "-1, 9223372036854775807, true",
			"9223372036854775807, 9223372036854775807, true" })
	void lengthAgainstLimit(long limit, long length, boolean allowed) {
		assertThat(new BodySizeLimit(limit, "test").allows(length)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@ValueSource(longs = { -2, -1000, Long.MIN_VALUE })
	void negativeNumberIsNoLimit(long bytes) {
		assertThatIllegalArgumentException().isThrownBy(() -> new BodySizeLimit(bytes, "a property"))
			.withMessage("A limit of the request body is a number of bytes from 0, or -1 for no limit: " + bytes
					+ " (a property)");
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, -2, Long.MIN_VALUE })
	void negativeNumberIsNoNullableLimit(long bytes) {
		// There, null stands for no limit, so -1 is a mistake.
		assertThatIllegalArgumentException().isThrownBy(() -> BodySizeLimit.of(bytes, "a filter"))
			.withMessage("The maximum request body size is a number of bytes from 0, or null for no limit: " + bytes
					+ " (a filter)");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, Long.MAX_VALUE })
	void numberIsTheSameBothWays(long bytes) {
		BodySizeLimit limit = BodySizeLimit.of(bytes, "a filter");
		assertThat(limit).isEqualTo(new BodySizeLimit(bytes, "a filter"));
		assertThat(limit.toNullable()).isEqualTo(bytes);
	}

	@Test
	void nullIsUnlimited() {
		BodySizeLimit limit = BodySizeLimit.of(null, "a filter");
		assertThat(limit).isEqualTo(new BodySizeLimit(BodySizeLimit.UNLIMITED, "a filter"));
		assertThat(limit.toNullable()).isNull();
	}

}
