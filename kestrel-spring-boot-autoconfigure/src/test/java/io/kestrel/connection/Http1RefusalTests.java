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

import io.kestrel.feature.MalformedRequestBodyException;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http1Handler}: what becomes of a connection on which a request is
 * refused.
 */
class Http1RefusalTests {

	private static final int LIMIT = 10;

	private static final String REFUSED = "GET /refused HTTP/9.9\r\n\r\n";

	private static final String MALFORMED = "xyz\r\n";

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, LIMIT);

	@Test
	void refusedRequestIsAnsweredAndTheLastOne() {
		this.connection.receive(REFUSED + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(this.connection.sent()).containsExactly("505 close");
		this.connection.assertLingers();
		assertThat(this.handler.requests()).isEmpty();
		assertThat(this.handler.refusals()).isEqualTo(Map.of(Refusal.UNSUPPORTED_VERSION, 1L));
	}

	@Test
	void refusalWaitsForTheAnswersBeforeIt() {
		this.connection.receive(TestMessages.head("/1"), LastHttpContent.EMPTY_LAST_CONTENT,
				TestMessages.announced("/2", 3), TestMessages.last("abc"), REFUSED);
		assertThat(this.connection.sent()).isEmpty();
		answer("one");
		assertThat(this.connection.sent()).containsExactly("200", "one");
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("abc", "end");
		assertThat(this.handler.refusals()).isEmpty();
		answer("two");
		assertThat(this.connection.sent()).containsExactly("200", "two", "505 close");
		this.connection.assertLingers();
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
	}

	@Test
	void refusalBehindAnswersThatAreGivenAtOnce() {
		this.handler.answerAtOnce();
		this.connection.receive(TestMessages.head("/1"), LastHttpContent.EMPTY_LAST_CONTENT, TestMessages.head("/2"),
				LastHttpContent.EMPTY_LAST_CONTENT, REFUSED);
		assertThat(this.connection.sent()).containsExactly("200", "200", "505 close");
		this.connection.assertLingers();
	}

	@Test
	void refusalWaitsForAnAnswerThatIsBeingWritten() {
		this.connection.receiveRequest("/");
		HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		head.headers().set("Transfer-Encoding", "chunked");
		this.connection.send(head, TestMessages.content("a"));
		this.connection.receive(REFUSED);
		this.connection.send(TestMessages.content("b"));
		assertThat(this.connection.sent()).containsExactly("200", "a", "b");
		this.connection.send(TestMessages.last("c"));
		this.connection.run();
		assertThat(this.connection.sent()).containsExactly("c", "505 close");
		this.connection.assertLingers();
	}

	@Test
	void refusalWaitsForASlowClient() {
		this.connection.receiveRequest("/");
		this.connection.receive(REFUSED);
		this.connection.stopReading();
		answer("slow");
		assertThat(this.handler.refusals()).isEmpty();
		this.connection.readOn();
		assertThat(this.connection.sent()).containsExactly("200", "slow", "505 close");
		this.connection.assertLingers();
	}

	@Test
	void refusalThatIsNotSentYetDoesNotCloseTheConnection() {
		this.connection.stopReading();
		this.connection.receive(REFUSED);
		this.connection.pass(60_000);
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(this.connection.channel().isOutputShutdown()).isFalse();
		this.connection.readOn();
		assertThat(this.connection.sent()).containsExactly("505 close");
		this.connection.assertLingers();
	}

	@Test
	void refusalBehindTheRestOfAnAnsweredRequest() {
		this.connection.receiveHead("/");
		answer("early");
		this.connection.receive(TestMessages.last("rest"), REFUSED);
		assertThat(this.connection.sent()).containsExactly("200", "early", "505 close");
		this.connection.assertLingers();
	}

	@Test
	void malformedBodyThatIsBeingReadFailsAndTheAnswerIsTheLast() {
		this.connection.receiveHead("/");
		this.handler.latest().readAll();
		ByteBuf octets = this.connection.receive(TestMessages.content("abc"), MALFORMED, "more");
		assertThat(octets.refCnt()).isZero();
		assertThat(this.handler.latest().read()).containsExactly("abc", "error");
		assertThat(this.handler.latest().error()).isInstanceOf(MalformedRequestBodyException.class)
			.hasMessageContaining(Refusal.INVALID_CHUNK_SIZE.text());
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.send(TestMessages.full(400));
		assertThat(this.connection.sent()).containsExactly("400 close");
		this.connection.assertLingers();
		assertThat(this.handler.refusals()).isEqualTo(Map.of(Refusal.INVALID_CHUNK_SIZE, 1L));
	}

	@Test
	void malformedBodyThatIsReadLaterFailsBehindWhatCameBeforeIt() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("abc"), MALFORMED);
		this.handler.latest().subscribe();
		assertThat(this.handler.latest().read()).isEmpty();
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("abc", "error");
		this.connection.send(TestMessages.full(400));
		assertThat(this.connection.sent()).containsExactly("400 close");
		this.connection.assertLingers();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void octetsBehindAMalformedBodyAreNoOtherRequest(boolean read) {
		this.connection.receiveHead("/");
		if (read) {
			this.handler.latest().readAll();
		}
		this.connection.receive(MALFORMED);
		for (String late : List.of("0\r\n\r\n", "GET /late HTTP/1.1\r\nHost: a\r\n\r\n", REFUSED)) {
			ByteBuf octets = this.connection.receive(late);
			assertThat(octets.refCnt()).isZero();
			assertThat(this.connection.sent()).isEmpty();
		}
		assertThat(this.handler.requests()).containsExactly("/");
		assertThat(this.handler.refusals()).isEqualTo(Map.of(Refusal.INVALID_CHUNK_SIZE, 1L));
		this.connection.send(TestMessages.full(400));
		assertThat(this.connection.sent()).containsExactly("400 close");
		this.connection.assertLingers();
	}

	@Test
	void malformedBodyWhoseAnswerHasBegunEndsTheConnectionBehindIt() {
		this.connection.receiveHead("/");
		HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		head.headers().set("Transfer-Encoding", "chunked");
		this.connection.send(head, TestMessages.content("a"));
		this.connection.receive(MALFORMED);
		assertThat(this.connection.isOpen()).isTrue();
		this.connection.send(TestMessages.last("b"));
		assertThat(this.connection.sent()).containsExactly("200", "a", "b");
		this.connection.assertLingers();
	}

	@Test
	void malformedBodyOfAWaitingRequestIsItsOwnMatter() {
		this.connection.receive(TestMessages.head("/1"), LastHttpContent.EMPTY_LAST_CONTENT, TestMessages.chunked("/2"),
				MALFORMED);
		answer("one");
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("error");
		this.connection.send(TestMessages.full(400));
		assertThat(this.connection.sent()).containsExactly("200", "one", "400 close");
		this.connection.assertLingers();
	}

	@Test
	void malformedBodyThatIsThrownAwayEndsNothingTwice() {
		this.connection.receive(TestMessages.announced("/", LIMIT + 1));
		answer("");
		assertThat(this.connection.sent()).containsExactly("200 close");
		this.connection.receive("x".repeat(LIMIT + 1) + REFUSED);
		assertThat(this.connection.sent()).isEmpty();
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.handler.refusals()).isEmpty();
	}

	@Test
	void clientThatLeavesReleasesEverything() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("abc"), MALFORMED);
		this.connection.channel().disconnect();
		this.connection.run();
		this.connection.pass(60_000);
		assertThat(this.connection.held()).isZero();
	}

	private void answer(String text) {
		this.connection.send(TestMessages.full(200, text));
		this.connection.run();
	}

}
