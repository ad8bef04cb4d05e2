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

package io.kestrel.endpoint;

import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketOptions}.
 */
class SocketOptionsTests {

	@ParameterizedTest
	@CsvSource({ "0000, ---------", "0400, r--------", "0200, -w-------", "0100, --x------", "0040, ---r-----",
			"0020, ----w----", "0010, -----x---", "0004, ------r--", "0002, -------w-", "0001, --------x",
			"0600, rw-------", "0660, rw-rw----", "0666, rw-rw-rw-", "0750, rwxr-x---", "0777, rwxrwxrwx" })
	void permissionsAreTheNineBitsOfTheMode(String mode, String permissions) {
		SocketOptions socket = new SocketOptions(mode, null, null, null);
		assertThat(socket.isModeValid()).isTrue();
		assertThat(socket.permissions()).isEqualTo(PosixFilePermissions.fromString(permissions));
	}

	@Test
	void permissionsWhenNoModeIsSet() {
		assertThat(SocketOptions.DEFAULT.isModeValid()).isTrue();
		assertThat(SocketOptions.DEFAULT.permissions()).isNull();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-, -, -, -, false", "-, -, -, 5, false", "0600, -, -, -, true",
			"-, shop, -, -, true", "-, -, www, -, true" })
	void hasFileOptions(String mode, String owner, String group, Integer backlog, boolean expected) {
		SocketOptions socket = new SocketOptions(mode, owner, group, backlog);
		assertThat(socket.hasFileOptions()).isEqualTo(expected);
		assertThat(socket).hasToString("mode=%s, owner=%s, group=%s, backlog=%s", mode, owner, group, backlog);
	}

}
