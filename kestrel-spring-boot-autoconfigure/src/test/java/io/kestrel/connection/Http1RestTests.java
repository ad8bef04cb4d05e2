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

import java.util.Map;

import io.kestrel.refusal.Refusal;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a connection of HTTP/1.1 keeps while it rests, in virtual time. What it
 * saves is measured by {@code benchmarks/idle}.
 */
class Http1RestTests {

	private static final long LONG_REST = 60_000;

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, 1_000_000);

	@ParameterizedTest
	@ValueSource(longs = { 4_000, 5_000, 6_000, 7_000, LONG_REST })
	void requestsGoOnAfterARest(long rest) {
		for (int i = 0; i < 3; i++) {
			this.connection.receiveRequest("/");
			this.connection.sendResponse();
			assertThat(this.connection.sent()).containsExactly("200");
			this.connection.pass(rest);
		}
		assertThat(this.handler.requests()).containsExactly("/", "/", "/");
	}

	@Test
	void bodiesAreReadAfterARest() {
		for (int i = 0; i < 2; i++) {
			this.connection.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
			this.handler.latest().readAll();
			this.connection.receive("dy");
			assertThat(this.handler.latest().read()).containsExactly("bo", "dy", "end");
			this.connection.sendResponse();
			assertThat(this.connection.sent()).containsExactly("200");
			this.connection.pass(LONG_REST);
		}
	}

	@Test
	void rateIsKeptToAfterARest() {
		bodiesAreReadAfterARest();
		this.connection.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
		this.handler.latest().readAll();
		this.connection.pass(7_000);
		assertThat(this.handler.refusals()).isEqualTo(Map.of(Refusal.REQUEST_BODY_TOO_SLOW, 1L));
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200 close");
	}

	@ParameterizedTest
	@ValueSource(strings = { "G", "GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost" })
	void whatHasBegunIsNotForgotten(String beginning) {
		this.connection.pass(LONG_REST);
		this.connection.receive(beginning);
		this.connection.pass(20_000);
		this.connection.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n".substring(beginning.length()));
		assertThat(this.handler.requests()).containsExactly("/");
		this.connection.sendResponse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "\r" })
	void emptyLinesBeforeARestAreNoRequest(String lines) {
		this.connection.receive(lines);
		this.connection.pass(LONG_REST);
		this.connection.receive((lines.length() == 1) ? "\n" : "");
		this.connection.receiveRequest("/");
		assertThat(this.handler.requests()).containsExactly("/");
		this.connection.sendResponse();
	}

	@Test
	void unreadBodyOfTheNextRequestIsReadAfterARest() {
		for (int i = 0; i < 2; i++) {
			this.connection.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
			this.connection.sendResponse();
			this.connection.receive("dy");
			this.connection.pass(LONG_REST);
		}
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(this.connection.sent()).containsExactly("200", "200");
	}

}
