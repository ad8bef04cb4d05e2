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

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http1Handler}: clients that wait for {@code 100 Continue}, which
 * Reactor Netty writes when somebody subscribes to the body.
 */
class Http1ContinueTests {

	private static final int LIMIT = 10;

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, LIMIT);

	@Test
	void continueIsSentWhenTheBodyIsAskedFor() {
		this.connection.receive(expecting(3));
		this.handler.latest().subscribe();
		this.connection.send(TestMessages.full(100));
		assertThat(this.connection.sent()).isEmpty();
		this.handler.latest().readAll();
		assertThat(this.connection.sent()).containsExactly("100");
		this.connection.receive(TestMessages.last("abc"));
		assertThat(this.handler.latest().read()).containsExactly("abc", "end");
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void continueIsSentOnce() {
		this.connection.receive(expecting(3));
		this.connection.send(TestMessages.full(100));
		this.handler.latest().request(1);
		this.handler.latest().request(1);
		assertThat(this.connection.sent()).containsExactly("100");
	}

	@Test
	void continueThatComesAfterTheDemandIsSentAtOnce() {
		this.connection.receive(expecting(3));
		this.handler.latest().readAll();
		this.connection.send(TestMessages.full(100));
		assertThat(this.connection.sent()).containsExactly("100");
	}

	@Test
	void continueIsNotSentForARefusedBody() {
		this.connection.receive(expecting(LIMIT + 1));
		this.connection.send(TestMessages.full(100));
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("error");
		this.connection.send(TestMessages.full(100), TestMessages.full(413));
		assertThat(this.connection.sent()).containsExactly("413 close");
	}

	@Test
	void continueIsSentIfTheLimitWasRaisedInTime() {
		this.connection.receive(expecting(LIMIT + 1));
		this.connection.send(TestMessages.full(100));
		this.handler.latest().feature().setMaxRequestBodySize(null);
		this.handler.latest().readAll();
		assertThat(this.connection.sent()).containsExactly("100");
	}

	@Test
	void continueIsNotSentWhenTheClientDidNotWait() {
		this.connection.receive(expecting(6), TestMessages.content("abc"));
		this.connection.send(TestMessages.full(100));
		this.handler.latest().readAll();
		assertThat(this.connection.sent()).isEmpty();
		assertThat(this.handler.latest().read()).containsExactly("abc");
	}

	@Test
	void otherInterimResponsesAreNotHeld() {
		this.connection.receive(expecting(3));
		this.connection.send(TestMessages.full(103));
		assertThat(this.connection.sent()).containsExactly("103");
	}

	@Test
	void connectionEndsWhereTheClientWasNeverToldToGoOn() {
		this.connection.receive(expecting(3));
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200 close");
	}

	@Test
	void connectionIsKeptWhereTheClientWasToldToGoOn() {
		this.connection.receive(expecting(3));
		this.connection.send(TestMessages.full(100));
		this.handler.latest().request(1);
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("100", "200");
		this.connection.receive(TestMessages.last("abc"));
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void expectationWithoutABodyChangesNothing() {
		this.connection.receive(TestMessages.head("/", "Expect", "100-continue"), LastHttpContent.EMPTY_LAST_CONTENT);
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
		assertThat(this.connection.isOpen()).isTrue();
	}

	private static HttpRequest expecting(int length) {
		HttpRequest head = TestMessages.announced("/", length);
		head.headers().set("Expect", "100-continue");
		return head;
	}

}
