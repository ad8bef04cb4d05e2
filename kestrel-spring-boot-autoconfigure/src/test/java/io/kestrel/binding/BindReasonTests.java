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

package io.kestrel.binding;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link BindReason}.
 */
class BindReasonTests {

	@ParameterizedTest
	@MethodSource
	void ofFailure(Throwable failure, BindReason reason) {
		assertThat(BindReason.of(failure)).isEqualTo(reason);
		assertThat(BindReason.of(new IllegalStateException("outer", new RuntimeException(failure)))).isEqualTo(reason);
	}

	static Stream<Arguments> ofFailure() {
		return Stream.of(Arguments.of(new BindException("Address already in use"), BindReason.IN_USE),
				Arguments.of(new BindException("Address already in use: bind"), BindReason.IN_USE),
				Arguments.of(new IOException("The name is in use"), BindReason.OTHER),
				Arguments.of(new BindException("Permission denied"), BindReason.FORBIDDEN),
				Arguments.of(new SocketException("Permission denied"), BindReason.FORBIDDEN),
				Arguments.of(new AccessDeniedException("/run/app.sock"), BindReason.FORBIDDEN),
				Arguments.of(new BindException("Cannot assign requested address"), BindReason.NOT_LOCAL),
				Arguments.of(new SocketException("Protocol family unavailable"), BindReason.NOT_SUPPORTED),
				Arguments.of(new SocketException("Address family not supported by protocol"), BindReason.NOT_SUPPORTED),
				Arguments.of(new UnsupportedAddressTypeException(), BindReason.NOT_SUPPORTED),
				Arguments.of(new NoSuchFileException("/run/app.sock"), BindReason.NO_DIRECTORY),
				Arguments.of(new FileSystemException("/etc/passwd/s", null, "Not a directory"),
						BindReason.NO_DIRECTORY),
				Arguments.of(new SocketFileException(BindReason.NO_SOCKET, "message", null), BindReason.NO_SOCKET),
				Arguments.of(
						new SocketFileException(BindReason.IN_USE, "message", new IOException("Permission denied")),
						BindReason.IN_USE),
				Arguments.of(new BindException(), BindReason.OTHER),
				Arguments.of(new RuntimeException(), BindReason.OTHER));
	}

	@ParameterizedTest
	@CsvSource({ "98, IN_USE", "48, IN_USE", "13, FORBIDDEN", "1, FORBIDDEN", "99, NOT_LOCAL", "49, NOT_LOCAL",
			"97, NOT_SUPPORTED", "47, NOT_SUPPORTED", "2, NO_DIRECTORY", "20, NO_DIRECTORY", "24, OTHER", "36, OTHER" })
	void ofErrorNumber(int number, BindReason reason) {
		assumeTrue(Epoll.isAvailable(), "error numbers are those of native transports");
		assertThat(BindReason.of(new NativeIoException("bind", -number, false))).isEqualTo(reason);
	}

	@Test
	void firstReasonOfTheChainCounts() {
		Throwable failure = new RuntimeException(
				new IOException("Permission denied", new BindException("Address already in use")));
		assertThat(BindReason.of(failure)).isEqualTo(BindReason.FORBIDDEN);
	}

	@ParameterizedTest
	@EnumSource
	void textFitsBehindAColon(BindReason reason) {
		assertThat(reason.toString()).matches("[a-z].*[a-z]");
	}

}
