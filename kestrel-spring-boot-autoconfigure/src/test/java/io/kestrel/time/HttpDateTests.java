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

package io.kestrel.time;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpDate}.
 */
class HttpDateTests {

	private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);

	private final HttpDate date = new HttpDate(this.clock::get);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1994-11-06T08:49:37Z           | Sun, 06 Nov 1994 08:49:37 GMT
			1970-01-01T00:00:00Z           | Thu, 01 Jan 1970 00:00:00 GMT
			1969-12-31T23:59:59.999Z       | Wed, 31 Dec 1969 23:59:59 GMT
			2000-02-29T12:00:00Z           | Tue, 29 Feb 2000 12:00:00 GMT
			2024-12-31T23:59:59.999999999Z | Tue, 31 Dec 2024 23:59:59 GMT
			2026-05-04T03:02:01Z           | Mon, 04 May 2026 03:02:01 GMT
			2038-01-19T03:14:08Z           | Tue, 19 Jan 2038 03:14:08 GMT
			9999-12-31T23:59:59Z           | Fri, 31 Dec 9999 23:59:59 GMT
			""")
	void dateHasTheFormOfTheDocument(Instant instant, String text) {
		this.clock.set(instant);
		assertThat(this.date.get()).isEqualTo(text);
	}

	@Test
	void dateIsMadeOnceASecond() {
		this.clock.set(Instant.parse("2026-01-01T00:00:00.001Z"));
		String first = this.date.get();
		this.clock.set(Instant.parse("2026-01-01T00:00:00.999Z"));
		assertThat(this.date.get()).isSameAs(first);
		this.clock.set(Instant.parse("2026-01-01T00:00:01Z"));
		assertThat(this.date.get()).isEqualTo("Thu, 01 Jan 2026 00:00:01 GMT");
		// Clocks are set back.
		this.clock.set(Instant.parse("2026-01-01T00:00:00.500Z"));
		assertThat(this.date.get()).isEqualTo(first);
	}

}
