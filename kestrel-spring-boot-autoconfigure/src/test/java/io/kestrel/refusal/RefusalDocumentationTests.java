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

package io.kestrel.refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the table of refusals in the documentation.
 */
class RefusalDocumentationTests {

	private static final Set<Refusal> GO_AWAY = EnumSet.of(Refusal.HTTP2_NOT_SPOKEN, Refusal.INVALID_PREFACE,
			Refusal.TLS_TOO_OLD_FOR_HTTP2, Refusal.HTTP2_PING_TIMEOUT, Refusal.TOO_MANY_RESETS,
			Refusal.TOO_MANY_USELESS_FRAMES, Refusal.HTTP2_VIOLATED);

	private static final Path PAGE = Path.of("../docs/strictness.md");

	@ParameterizedTest
	@EnumSource
	void everyRefusalHasItsRow(Refusal refusal) throws IOException {
		List<String> rows = Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.startsWith("| " + refusal.text() + " |"))
			// Another table says what the original makes of some.
			.filter((line) -> line.contains("| " + refusal.section() + " |"))
			.toList();
		assertThat(rows).singleElement().satisfies((row) -> {
			assertThat(row).contains("| " + answer(refusal));
			if (refusal.property() != null) {
				assertThat(row).contains(refusal.property());
			}
			if (refusal.allowedMethod() != null) {
				assertThat(row).contains("Allow: " + refusal.allowedMethod());
			}
		});
	}

	private static String answer(Refusal refusal) {
		if (GO_AWAY.contains(refusal)) {
			return "GOAWAY |";
		}
		return (refusal.status() != 0) ? Integer.toString(refusal.status()) : "none |";
	}

}
