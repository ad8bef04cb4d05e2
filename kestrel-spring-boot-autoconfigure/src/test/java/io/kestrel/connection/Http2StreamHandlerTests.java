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

import java.io.IOException;
import java.time.Duration;

import io.kestrel.feature.RequestBodyAbortedException;
import io.kestrel.feature.RequestBodyTooLargeException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Http2StreamHandler}.
 */
class Http2StreamHandlerTests {

	private static final int LIMIT = 10;

	@AutoClose("end")
	private final TestConnection stream = TestConnection.ofStream();

	private TestHandler.Exchange exchange;

	@Test
	void bodyIsHeldUntilItIsAskedFor() {
		open(TestMessages.head("/"));
		DefaultHttpContent content = TestMessages.content("abc");
		this.exchange.subscribe();
		int reads = this.stream.reads();
		this.stream.receive(content, TestMessages.last("def"));
		assertThat(this.stream.reads()).isEqualTo(reads);
		assertThat(this.exchange.read()).isEmpty();
		assertThat(this.exchange.feature().isReadOnly()).isFalse();
		this.exchange.readAll();
		assertThat(this.exchange.read()).containsExactly("abc", "def", "end");
		assertThat(this.exchange.feature().isReadOnly()).isTrue();
		assertThat(content.refCnt()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "true, 9, true", "true, 10, true", "true, 11, false", "true, 0, true", "false, 9, true",
			"false, 10, true", "false, 11, false", "false, 0, true" })
	void lengthAgainstTheLimit(boolean announced, int length, boolean allowed) {
		open(announced ? TestMessages.announced("/", length) : TestMessages.head("/"));
		this.exchange.readAll();
		for (int i = 0; i < length; i++) {
			this.stream.receive(TestMessages.content("x"));
		}
		this.stream.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		String passed = allowed ? "x".repeat(length) + "end" : (announced ? "" : "x".repeat(LIMIT)) + "error";
		assertThat(String.join("", this.exchange.read())).isEqualTo(passed);
	}

	@Test
	void announcedLengthIsNoPromise() {
		open(TestMessages.announced("/", 1));
		this.exchange.readAll();
		this.stream.receive(TestMessages.content("x".repeat(LIMIT)), TestMessages.content("x"));
		assertThat(this.exchange.read()).containsExactly("x".repeat(LIMIT), "error");
	}

	@Test
	void refusedBodyIsNotReadBeforeTheAnswer() {
		open(TestMessages.announced("/", LIMIT + 1));
		int reads = this.stream.reads();
		this.exchange.readAll();
		assertThat(this.exchange.error()).isInstanceOf(RequestBodyTooLargeException.class);
		DefaultHttpContent late = TestMessages.content("x");
		this.stream.receive(late);
		assertThat(late.refCnt()).isZero();
		assertThat(this.stream.reads()).isEqualTo(reads);
	}

	@Test
	void refusalIsAnsweredAndThenTheStreamReset() {
		open(TestMessages.announced("/", LIMIT + 1));
		this.exchange.readAll();
		this.stream.send(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE),
				TestMessages.content("too large"));
		assertThat(this.stream.sent()).containsExactly("413", "too large");
		this.stream.send(LastHttpContent.EMPTY_LAST_CONTENT);
		assertResetAfter(Duration.ofSeconds(1));
	}

	@Test
	void resetComesOnlyWhenTheResponseHasLeft() {
		open(TestMessages.head("/"));
		this.stream.stopReading();
		this.stream.channel().writeAndFlush(TestMessages.full(200));
		this.stream.run();
		assertThat(this.stream.sent()).isEmpty();
		this.stream.pass(Duration.ofMinutes(1).toMillis());
		this.stream.readOn();
		assertThat(this.stream.sent()).containsExactly("200");
		assertResetAfter(Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@CsvSource({ "9, false", "10, false", "11, true" })
	void restOfAnUnreadBodyAgainstTheLimit(int length, boolean reset) {
		open(TestMessages.head("/"));
		this.stream.sendResponse();
		assertThat(this.stream.sent()).containsExactly("200");
		for (int i = 0; i < length; i++) {
			int reads = this.stream.reads();
			this.stream.receive(TestMessages.content("x"));
			assertThat(this.stream.reads()).isGreaterThan(reads);
		}
		if (reset) {
			assertResetAfter(Duration.ofSeconds(1));
		}
		this.stream.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		this.stream.pass(Duration.ofMinutes(1).toMillis());
		assertThat(this.stream.sent()).isEmpty();
	}

	private void assertResetAfter(Duration time) {
		this.stream.pass(time.toMillis());
		assertThat(this.stream.sent()).isEmpty();
		this.stream.pass(1_000);
		assertThat(this.stream.sent()).containsExactly("reset NO_ERROR");
	}

	@Test
	void clientThatResetsAnAnsweredRequestIsNoError() {
		open(TestMessages.head("/"));
		this.stream.sendResponse();
		this.stream.channel().pipeline().fireExceptionCaught(new IOException("reset by the client"));
		assertThat(this.exchange.error()).isNull();
		this.stream.channel().checkException();
	}

	@Test
	void readingFailsWhenTheStreamEnds() {
		open(TestMessages.head("/"));
		this.exchange.readAll();
		this.stream.receive(TestMessages.content("abc"));
		this.stream.channel().close();
		assertThat(this.exchange.read()).containsExactly("abc", "error");
		assertThat(this.exchange.error()).isInstanceOf(RequestBodyAbortedException.class);
	}

	@Test
	void nothingFailsWhereTheBodyWasRead() {
		open(TestMessages.head("/"));
		this.exchange.readAll();
		this.stream.receive(TestMessages.last("abc"));
		this.stream.channel().close();
		assertThat(this.exchange.read()).containsExactly("abc", "end");
		assertThat(this.exchange.error()).isNull();
	}

	@Test
	void requestThatHasEndedIsNotReset() {
		open(TestMessages.head("/"));
		this.stream.receive(TestMessages.last("abc"));
		this.stream.sendResponse();
		assertThat(this.stream.sent()).containsExactly("200");
	}

	@Test
	void requestThatEndsWhileTheResponseLeavesIsNotReset() {
		open(TestMessages.head("/"));
		this.stream.stopReading();
		this.stream.channel().writeAndFlush(TestMessages.full(200));
		this.stream.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		this.stream.readOn();
		assertThat(this.stream.sent()).containsExactly("200");
	}

	@Test
	void restOfAnAnsweredRequestIsThrownAway() {
		open(TestMessages.head("/"));
		DefaultHttpContent held = TestMessages.content("held");
		this.stream.receive(held);
		this.stream.sendResponse();
		assertThat(held.refCnt()).isZero();
		DefaultHttpContent late = TestMessages.content("late");
		this.stream.receive(late);
		assertThat(late.refCnt()).isZero();
		int reads = this.stream.reads();
		this.stream.channel().read();
		assertThat(this.stream.reads()).isGreaterThan(reads);
	}

	@Test
	void continueIsSentWhenTheBodyIsAskedFor() {
		open(TestMessages.announced("/", 3));
		this.stream.send(TestMessages.full(100));
		assertThat(this.stream.sent()).isEmpty();
		this.exchange.readAll();
		assertThat(this.stream.sent()).containsExactly("100");
		this.stream.receive(TestMessages.last("abc"));
		this.stream.sendResponse();
		assertThat(this.stream.sent()).containsExactly("200");
	}

	@Test
	void continueIsNotSentForARefusedBody() {
		open(TestMessages.announced("/", LIMIT + 1));
		this.stream.send(TestMessages.full(100));
		this.exchange.readAll();
		this.stream.send(TestMessages.full(413));
		assertThat(this.stream.sent()).containsExactly("413");
		assertResetAfter(Duration.ofSeconds(1));
	}

	@Test
	void interimResponseIsNoAnswer() {
		open(TestMessages.head("/"));
		this.stream.send(TestMessages.full(103));
		assertThat(this.stream.sent()).containsExactly("103");
		this.exchange.readAll();
		this.stream.receive(TestMessages.last("abc"));
		assertThat(this.exchange.read()).containsExactly("abc", "end");
	}

	@Test
	void limitCanBeSetUntilTheFirstRead() {
		open(TestMessages.announced("/", LIMIT + 1));
		this.exchange.feature().setMaxRequestBodySize(LIMIT + 1L);
		this.exchange.readAll();
		this.stream.receive(TestMessages.last("x".repeat(LIMIT + 1)));
		assertThat(this.exchange.read()).containsExactly("x".repeat(LIMIT + 1), "end");
		assertThatIllegalStateException().isThrownBy(() -> this.exchange.feature().setMaxRequestBodySize(1L));
	}

	@Test
	void limitCannotBeSetOnceTheResponseIsComplete() {
		open(TestMessages.head("/"));
		this.stream.sendResponse();
		assertThat(this.exchange.feature().isReadOnly()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatIsHeldIsReleasedWhenTheStreamEnds(boolean byClose) {
		open(TestMessages.head("/"));
		DefaultHttpContent content = TestMessages.content("abc");
		this.stream.receive(content);
		assertThat(content.refCnt()).isOne();
		if (byClose) {
			this.stream.channel().close();
		}
		else {
			this.stream.channel().pipeline().remove(Http2StreamHandler.class);
		}
		assertThat(content.refCnt()).isZero();
	}

	private void open(HttpRequest head) {
		this.exchange = TestHandler.behindStream(this.stream, LIMIT, head).latest();
	}

}
