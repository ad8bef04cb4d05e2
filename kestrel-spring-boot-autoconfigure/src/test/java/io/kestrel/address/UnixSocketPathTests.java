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

package io.kestrel.address;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnixSocketPath}.
 */
class UnixSocketPathTests {

	@ParameterizedTest
	@ValueSource(ints = { 105, 106 })
	void parseWhenPathFits(int length) {
		String path = path(length);
		assertThat(UnixSocketPath.parse(path).path()).isEqualTo(Path.of(path));
	}

	@ParameterizedTest
	@ValueSource(ints = { 107, 108, 500 })
	void parseWhenPathIsTooLong(int length) {
		String path = path(length);
		assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> UnixSocketPath.parse(path))
			.withMessage("the path '" + path + "' is " + length + " bytes long, and a Unix socket has room for 106")
			.satisfies((ex) -> assertThat(ex.getCure()).contains("shorter path"));
	}

	@Test
	void parseCountsBytesNotCharacters() {
		// two bytes each, behind the slash.
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> UnixSocketPath.parse("/" + "ü".repeat(54)))
			.withMessageContaining("is 109 bytes long");
		assertThat(UnixSocketPath.parse("/" + "ü".repeat(52)).path().toString()).hasSize(53);
	}

	@Test
	void parseWhenPathHasNulCharacter() {
		assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> UnixSocketPath.parse("/run/a\0b"))
			.withMessageContaining("is not one of this system")
			.satisfies((ex) -> assertThat(ex.getCure()).contains("absolute path"));
	}

	@Test
	void requireWhenPathIsNotAbsolute() {
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> UnixSocketPath.require(Path.of("run/app.sock")))
			.withMessage("the path 'run/app.sock' of the Unix socket is not absolute")
			.satisfies((ex) -> assertThat(ex.getCure()).contains("/run/app.sock"));
	}

	@Test
	void requireWhenPathIsRoot() {
		assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> UnixSocketPath.require(Path.of("/")));
	}

	private static String path(int length) {
		return "/run/" + "a".repeat(length - "/run/".length());
	}

}
