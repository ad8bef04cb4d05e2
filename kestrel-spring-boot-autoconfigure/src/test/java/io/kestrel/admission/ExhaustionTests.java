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

package io.kestrel.admission;

import java.io.IOException;
import java.net.SocketException;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors.NativeIoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Exhaustion}.
 */
class ExhaustionTests {

	private final Exhaustion exhaustion = new Exhaustion(new ServerAdmission());

	@ParameterizedTest
	@CsvSource({ "23, true", "24, true", "12, true", "105, true", "22, false", "25, false", "103, false" })
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Asks the native transport of Linux")
	void errorsOfTheNativeTransport(int number, boolean expected) {
		Epoll.ensureAvailability();
		assertThat(this.exhaustion.isCause(new NativeIoException("accept", -number))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "Too many open files, true", "Too many open files in system, true", "Cannot allocate memory, true",
			"No buffer space available, true", "Connection reset by peer, false", "'', false" })
	void errorsOfNio(String message, boolean expected) {
		assertThat(this.exhaustion.isCause(new IOException(message))).isEqualTo(expected);
		assertThat(this.exhaustion.isCause(new SocketException(message))).isEqualTo(expected);
		assertThat(this.exhaustion.isCause(new IllegalStateException(message))).isFalse();
	}

	@Test
	void errorWithoutAMessage() {
		assertThat(this.exhaustion.isCause(new IOException())).isFalse();
	}

}
