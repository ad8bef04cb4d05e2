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

package io.kestrel.connection;

import java.time.Duration;
import java.util.Map;

import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.refusal.Refusal;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionRetirement}: HTTP/1.1, in virtual time. HTTP/2 is shown over
 * sockets.
 */
class ConnectionRetirementTests {

	private static final long AGE = 60_000;

	private static final long GRACE = 30_000;

	private static final long BEAT = 1_000;

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection,
			LimitOverrides.NONE.with(Limit.MAX_CONNECTION_AGE, Duration.ofMillis(AGE))
				.with(Limit.MAX_CONNECTION_AGE_JITTER, 0));

	@Test
	void idleConnectionIsClosedAtItsAge() {
		this.connection.receiveRequest("/");
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
		this.connection.assertClosedAfter(AGE);
		assertThat(this.connection.sent()).isEmpty();
		assertThat(this.handler.refusals()).isEmpty();
	}

	@Test
	void nextResponseSaysClose() {
		this.connection.receiveRequest("/");
		this.connection.pass(AGE + BEAT);
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200 close");
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void requestBeforeTheAgeIsNotTheLast() {
		this.connection.pass(AGE);
		this.connection.receiveRequest("/");
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
	}

	@Test
	void headThatHasBegunIsAwaited() {
		this.connection.pass(AGE);
		this.connection.receive("GET / HTTP/1.1\r\n");
		this.connection.pass(10 * BEAT);
		this.connection.receive("Host: a\r\n\r\n");
		this.connection.pass(BEAT);
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200 close");
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void requestThatTakesLongerThanTheGraceIsAborted() {
		this.connection.receiveRequest("/");
		this.connection.assertClosedAfter(AGE + BEAT + GRACE);
		assertThat(this.handler.refusals()).isEqualTo(Map.of(Refusal.CONNECTION_TOO_OLD, 1L));
	}

	@Test
	void upgradedConnectionHasNoAge() {
		this.connection.receiveRequest("/socket");
		this.connection.send(TestMessages.full(101));
		this.connection.pass(10 * AGE);
		assertThat(this.connection.isOpen()).isTrue();
	}

}
