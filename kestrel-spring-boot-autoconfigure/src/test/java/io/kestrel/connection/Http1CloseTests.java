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

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http1Handler}: what becomes of a connection whose client is still
 * sending when it is answered.
 */
class Http1CloseTests {

	private static final int LIMIT = 10;

	private static final String MALFORMED = "xyz\r\n";

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, LIMIT);

	@ParameterizedTest
	@ValueSource(ints = { 9, 10 })
	void unreadBodyWithinTheLimitIsThrownAwayAndTheConnectionKept(int length) {
		this.connection.receive(TestMessages.chunked("/1"));
		this.connection.sendResponse();
		ByteBuf content = this.connection.receive(TestMessages.content("x".repeat(length)));
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(content.refCnt()).isZero();
		this.connection.receiveRequest("/2");
		this.connection.sendResponse();
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
		assertThat(this.connection.sent()).containsExactly("200", "200");
		this.connection.pass(10_000);
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void unreadBodyThatCameBeforeTheResponseIsThrownAwayAndTheConnectionKept() {
		ByteBuf content = this.connection.receive(TestMessages.chunked("/1"), TestMessages.content("x".repeat(LIMIT)),
				LastHttpContent.EMPTY_LAST_CONTENT);
		this.connection.sendResponse();
		assertThat(content.refCnt()).isZero();
		this.connection.receiveRequest("/2");
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
	}

	@Test
	void unreadBodyOverTheLimitEndsTheConnectionButNotBeforeTheClient() {
		this.connection.receive(TestMessages.chunked("/1"));
		this.connection.sendResponse();
		this.connection.receive(TestMessages.content("x".repeat(LIMIT)));
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(TestMessages.content("x"));
		assertThat(this.connection.isOpen()).isTrue();
		ByteBuf late = this.connection.receive(TestMessages.content("late"));
		assertThat(late.refCnt()).isZero();
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.connection.sent()).containsExactly("200");
	}

	@Test
	void bodyWhoseHeldPartIsOverTheLimitEndsTheConnection() {
		this.connection.receive(TestMessages.chunked("/1"), TestMessages.content("x".repeat(LIMIT + 1)));
		this.connection.sendResponse();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void unreadBodyThatIsAnnouncedAsTooLargeIsNotWaitedForToKeepTheConnection() {
		this.connection.receive(TestMessages.announced("/", LIMIT + 1));
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200 close");
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(TestMessages.last("x".repeat(LIMIT + 1)));
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void bodyThatIsAnnouncedAsTooLargeAndCameWholeKeepsTheConnection() {
		this.connection.receive(TestMessages.announced("/1", LIMIT + 1), TestMessages.last("x".repeat(LIMIT + 1)));
		this.connection.sendResponse();
		this.connection.receiveRequest("/2");
		assertThat(this.connection.sent()).containsExactly("200");
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
	}

	@Test
	void limitThatTheHandlerRaisedIsThatOfTheUnreadBody() {
		this.connection.receive(TestMessages.announced("/", LIMIT + 1));
		this.handler.latest().feature().setMaxRequestBodySize(LIMIT + 1L);
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200");
		this.connection.receive(TestMessages.last("x".repeat(LIMIT + 1)));
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void restOfABodyThatWasReadInPartCountsWithWhatWasRead() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("12345678"));
		this.handler.latest().request(1);
		this.connection.sendResponse();
		this.connection.receive(TestMessages.content("90"));
		this.connection.receive(TestMessages.content("x"), LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void restMayTakeFiveSeconds(boolean closing) {
		this.connection.receive(closing ? TestMessages.announced("/", LIMIT + 1) : TestMessages.chunked("/"));
		this.connection.sendResponse();
		this.connection.pass(4_000);
		this.connection.receive(TestMessages.content("x"));
		this.connection.assertClosedAfter(1_000);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void timeOfTheRestBeginsWhenTheResponseIsSent(boolean closing) {
		this.connection.receive(closing ? TestMessages.announced("/", LIMIT + 1) : TestMessages.chunked("/"));
		this.connection.stopReading();
		this.connection.channel().writeAndFlush(TestMessages.full(200));
		this.connection.pass(60_000);
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.readOn();
		this.connection.assertClosedAfter(5_000);
	}

	@Test
	void timeThatTheHandlerTakesIsNotTheClients() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("x"));
		this.connection.pass(60_000);
		this.handler.latest().readAll();
		this.connection.pass(60_000);
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void restThatCameInTimeLeavesNoDeadlineBehind() {
		this.connection.receive(TestMessages.chunked("/1"));
		this.connection.sendResponse();
		this.connection.pass(5_000);
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		this.connection.receive(TestMessages.chunked("/2"));
		this.connection.pass(60_000);
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.sendResponse();
		this.connection.assertClosedAfter(5_000);
	}

	@Test
	void connectionThatIsToCloseWaitsForTheClient() {
		this.connection.receive(TestMessages.head("/", "Connection", "close", "Transfer-Encoding", "chunked"));
		this.connection.sendResponse();
		this.connection.close();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(TestMessages.content("abc"));
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void connectionThatIsToCloseWaitsFiveSecondsAtMost() {
		this.connection.receive(TestMessages.chunked("/"));
		this.connection.sendResponse();
		this.connection.pass(3_000);
		this.connection.close();
		this.connection.assertClosedAfter(5_000);
	}

	@Test
	void requestBehindOneThatClosesIsDropped() {
		this.connection.receive(TestMessages.announced("/1", LIMIT + 1));
		this.connection.sendResponse();
		ByteBuf dropped = this.connection.receive(TestMessages.last("x".repeat(LIMIT + 1)), TestMessages.chunked("/2"),
				TestMessages.content("abc"));
		assertThat(dropped.refCnt()).isZero();
		assertThat(this.handler.requests()).containsExactly("/1");
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void closeWaitsForNothingThatWasReadAlready() {
		this.handler.answerAtOnce();
		this.connection.receive(TestMessages.announced("/", LIMIT + 1), TestMessages.last("x".repeat(LIMIT + 1)));
		assertThat(this.connection.sent()).containsExactly("200 close");
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void closeWaitsForWhatWasNotReadYet() {
		this.handler.answerAtOnce();
		this.connection.receive(TestMessages.announced("/", LIMIT + 1), TestMessages.content("x"));
		assertThat(this.connection.sent()).containsExactly("200 close");
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(TestMessages.last("x".repeat(LIMIT)));
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void answerBeforeABodyOfTheSameReadKeepsTheConnection() {
		this.handler.answerAtOnce();
		ByteBuf body = this.connection.receive(TestMessages.chunked("/1"), TestMessages.content("abc"),
				LastHttpContent.EMPTY_LAST_CONTENT, TestMessages.chunked("/2"), TestMessages.last("abc"),
				TestMessages.head("/3"), LastHttpContent.EMPTY_LAST_CONTENT);
		this.connection.run();
		assertThat(body.refCnt()).isZero();
		assertThat(this.handler.requests()).containsExactly("/1", "/2", "/3");
		assertThat(this.connection.sent()).containsExactly("200", "200", "200");
		this.connection.pass(10_000);
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void closeWithNothingUnreadIsAtOnce() {
		this.connection.receiveRequest("/");
		this.connection.sendResponse();
		this.connection.close();
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void closeOfAnUnansweredRequestIsAtOnce() {
		this.connection.receive(TestMessages.chunked("/"));
		this.connection.close();
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void malformedChunkAfterTheResponseEndsTheConnection() {
		this.connection.receive(TestMessages.chunked("/"));
		this.connection.sendResponse();
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(MALFORMED);
		assertThat(this.connection.sent()).containsExactly("200");
		this.connection.assertLingers();
		assertThat(this.handler.requests()).containsExactly("/");
	}

	@Test
	void malformedChunkThatNobodyHasReadEndsTheConnectionWithTheResponse() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("abc"), MALFORMED);
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200 close");
		this.connection.assertLingers();
		assertThat(this.handler.requests()).containsExactly("/");
	}

	@Test
	void responseThatBeganBeforeTheBodyWasRefusedIsComplete() {
		this.connection.receive(TestMessages.chunked("/"));
		this.connection.send(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK),
				TestMessages.content("begun"));
		this.handler.latest().readAll();
		this.connection.receive(TestMessages.content("x".repeat(LIMIT + 1)));
		assertThat(this.handler.latest().read()).containsExactly("error");
		this.connection.send(TestMessages.last("ended"));
		assertThat(this.connection.sent()).containsExactly("200", "begun", "ended");
		this.connection.receive(TestMessages.content("more"));
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.connection.isOpen()).isFalse();
	}

	@Test
	void refusedBodyThatCameWholeClosesAtOnce() {
		this.connection.receive(TestMessages.announced("/", LIMIT + 1), TestMessages.last("x".repeat(LIMIT + 1)));
		this.handler.latest().readAll();
		this.connection.send(TestMessages.full(413));
		assertThat(this.connection.sent()).containsExactly("413 close");
		assertThat(this.connection.isOpen()).isFalse();
	}

}
