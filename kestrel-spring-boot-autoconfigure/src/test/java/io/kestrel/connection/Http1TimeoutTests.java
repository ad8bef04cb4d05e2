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

import java.util.List;
import java.util.Map;

import io.kestrel.feature.RequestBodyTimeoutException;
import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http1Handler}: how long a client may take, in virtual time and with
 * the default limits.
 */
class Http1TimeoutTests {

	private static final long KEEP_ALIVE = 130_000;

	private static final long HEAD = 30_000;

	private static final long BEAT = 1_000;

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, 1_000_000);

	@Test
	void connectionThatNeverSpeaksIsClosedSilently() {
		this.connection.assertClosedAfter(KEEP_ALIVE);
		assertThat(this.connection.sent()).isEmpty();
		assertThat(this.handler.refusals()).isEmpty();
	}

	@Test
	void idleConnectionIsClosedSilently() {
		this.connection.pass(100_000);
		this.connection.receiveRequest("/");
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
		this.connection.assertClosedAfter(KEEP_ALIVE);
		assertThat(this.connection.sent()).isEmpty();
		assertThat(this.handler.refusals()).isEmpty();
	}

	/* Its answer is the application's, however long that takes. */
	@Test
	void slowBodyIsRefusedOnce() {
		this.connection.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
		this.handler.latest().readAll();
		this.connection.pass(60_000);
		assertThat(this.handler.refusals()).isEqualTo(Map.of(Refusal.REQUEST_BODY_TOO_SLOW, 1L));
		assertThat(this.connection.sent()).isEmpty();
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200 close");
	}

	@Test
	void keepAliveDoesNotRunDuringAnExchange() {
		this.connection.pass(KEEP_ALIVE);
		this.connection.receiveRequest("/");
		this.connection.pass(10 * KEEP_ALIVE);
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
		this.connection.assertClosedAfter(KEEP_ALIVE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "\r" })
	void emptyLinesDoNotRestartKeepAlive(String lines) {
		this.connection.pass(100_000);
		this.connection.receive(lines);
		this.connection.assertClosedAfter(KEEP_ALIVE - 100_000);
		assertThat(this.connection.sent()).isEmpty();
	}

	@Test
	void headHasItsTimeFromTheFirstOctetOn() {
		this.connection.pass(100_000);
		for (char octet : "\r\nGET / HTTP/1.1\r\nHost: a\r\n".toCharArray()) {
			this.connection.receive(String.valueOf(octet));
			this.connection.pass(BEAT);
		}
		// 25 octets and as many seconds since the first that counts.
		this.connection.pass(HEAD - 25 * BEAT);
		assertThat(this.connection.sent()).isEmpty();
		this.connection.pass(BEAT);
		assertRefused(Refusal.REQUEST_HEADERS_TIMEOUT);
	}

	@Test
	void headAfterAnotherRequestHasItsTime() {
		this.connection.receiveRequest("/");
		this.connection.sendResponse();
		this.connection.sent();
		this.connection.receive("G");
		this.connection.pass(HEAD);
		assertThat(this.connection.sent()).isEmpty();
		this.connection.pass(BEAT);
		assertRefused(Refusal.REQUEST_HEADERS_TIMEOUT);
	}

	/* Nobody reads it while the application works, so that is not the client's time. */
	@Test
	void pipelinedHeadHasItsTimeFromTheEndOfTheExchangeBefore() {
		this.connection.receive(TestMessages.head("/"), LastHttpContent.EMPTY_LAST_CONTENT, "GET /2");
		this.connection.pass(10 * HEAD);
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
		this.connection.run();
		this.connection.pass(HEAD);
		assertThat(this.connection.sent()).isEmpty();
		this.connection.pass(BEAT);
		assertRefused(Refusal.REQUEST_HEADERS_TIMEOUT);
	}

	@Test
	void headThatIsCompleteIsNotLate() {
		this.connection.receive("GET / HTTP/1.1\r\n");
		this.connection.pass(HEAD);
		this.connection.receive("Host: a\r\n\r\n");
		this.connection.pass(10 * HEAD);
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
	}

	@Test
	void slowBodyIsRefusedWhereTheApplicationWaits() {
		this.connection.receive(TestMessages.chunked("/"));
		this.connection.pass(60_000);
		this.handler.latest().readAll();
		this.connection.pass(5_000);
		assertThat(this.handler.latest().error()).isNull();
		this.connection.pass(BEAT);
		assertThat(this.handler.latest().error()).isInstanceOf(RequestBodyTimeoutException.class);
		assertThat(this.handler.refusals()).isEqualTo(Map.of(Refusal.REQUEST_BODY_TOO_SLOW, 1L));
		this.connection.send(TestMessages.full(408));
		assertThat(this.connection.sent()).containsExactly("408 close");
	}

	@Test
	void upgradedConnectionMayBeIdle() {
		this.connection.receiveRequest("/socket");
		this.connection.send(TestMessages.full(101));
		this.connection.pass(10 * KEEP_ALIVE);
		this.connection.receive("G");
		this.connection.pass(10 * KEEP_ALIVE);
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void suspendedMachineIsNotTheClientsFault() {
		this.connection.receive("G");
		this.connection.pass(HEAD - BEAT);
		this.connection.suspend(3_600_000);
		assertThat(this.connection.sent()).isEmpty();
		this.connection.receive("ET / HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(this.handler.requests()).isEqualTo(List.of("/"));
	}

	private void assertRefused(Refusal refusal) {
		assertThat(this.connection.sent()).containsExactly("408 close");
		assertThat(this.handler.refusals()).isEqualTo(Map.of(refusal, 1L));
		this.connection.assertLingers();
	}

}
