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
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Http1Handler}: requests that come before the last one is answered.
 */
class Http1PipeliningTests {

	private static final int LIMIT = 10;

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, LIMIT);

	@Test
	void requestsComeOneAtATimeEachWithItsBody() {
		this.connection.receive(TestMessages.announced("/1", 3), TestMessages.last("one"),
				TestMessages.announced("/2", 3), TestMessages.last("two"), TestMessages.chunked("/3"),
				TestMessages.content("thr"), TestMessages.last("ee"));
		assertThat(this.handler.requests()).containsExactly("/1");
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("one", "end");
		answer();
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
		assertThat(this.handler.latest().read()).isEmpty();
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("two", "end");
		answer();
		assertThat(this.handler.requests()).containsExactly("/1", "/2", "/3");
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("thr", "ee", "end");
		answer();
		assertThat(this.connection.sent()).containsExactly("200", "200", "200");
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void bodiesThatNobodyReadsAreThrownAwayBeforeTheNextRequest() {
		ByteBuf octets = this.connection.receive(TestMessages.chunked("/1"), TestMessages.content("one"),
				LastHttpContent.EMPTY_LAST_CONTENT, TestMessages.announced("/2", 3), TestMessages.last("two"),
				TestMessages.head("/3"), LastHttpContent.EMPTY_LAST_CONTENT);
		answer();
		answer();
		answer();
		assertThat(octets.refCnt()).isZero();
		assertThat(this.handler.requests()).containsExactly("/1", "/2", "/3");
		assertThat(this.connection.sent()).containsExactly("200", "200", "200");
	}

	@Test
	void nextRequestWaitsForTheResponseAndForTheEndOfTheLastBody() {
		this.connection.receive(TestMessages.chunked("/1"));
		answer();
		this.connection.receive(TestMessages.content("abc"));
		assertThat(this.handler.requests()).containsExactly("/1");
		this.connection.receive(TestMessages.last("def"), TestMessages.announced("/2", 3), TestMessages.last("ghi"));
		this.connection.run();
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("ghi", "end");
	}

	@Test
	void nothingIsReadWhileRequestsWait() {
		this.connection.receive(TestMessages.head("/1"), LastHttpContent.EMPTY_LAST_CONTENT, TestMessages.head("/2"),
				LastHttpContent.EMPTY_LAST_CONTENT);
		// A socket that is read automatically does not ask before it is.
		assertThat(this.connection.channel().config().isAutoRead()).isFalse();
		int reads = this.connection.reads();
		this.connection.channel().read();
		this.handler.latest().readAll();
		assertThat(this.connection.reads()).isEqualTo(reads);
		answer();
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
		assertThat(this.connection.reads()).isGreaterThan(reads);
	}

	@Test
	void bodyOfAWaitingRequestGoesOnWhenItIsAskedFor() {
		this.connection.receive(TestMessages.head("/1"), LastHttpContent.EMPTY_LAST_CONTENT,
				TestMessages.announced("/2", 6), TestMessages.content("abc"));
		answer();
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("abc");
		this.connection.receive(TestMessages.last("def"));
		assertThat(this.handler.latest().read()).containsExactly("abc", "def", "end");
	}

	@Test
	void limitOfOneRequestIsNotThatOfTheNext() {
		this.connection.receive(TestMessages.announced("/1", 20), TestMessages.last("x".repeat(20)),
				TestMessages.announced("/2", 20), TestMessages.last("x".repeat(20)));
		this.handler.latest().feature().setMaxRequestBodySize(null);
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("x".repeat(20), "end");
		answer();
		assertThat(this.handler.latest().feature().getMaxRequestBodySize()).isEqualTo(LIMIT);
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("error");
	}

	@Test
	void featureOfARequestThatIsOverDoesNotTouchTheNext() {
		this.connection.receiveRequest("/1");
		TestHandler.Exchange first = this.handler.latest();
		answer();
		this.connection.receive(TestMessages.chunked("/2"));
		assertThatIllegalStateException().isThrownBy(() -> first.feature().setMaxRequestBodySize(1L))
			.withMessageContaining("after the request is over");
		assertThat(this.handler.latest().feature().getMaxRequestBodySize()).isEqualTo(LIMIT);
		assertThat(this.handler.latest().feature().isReadOnly()).isFalse();
	}

	@Test
	void refusedRequestIsTheLastOne() {
		ByteBuf octets = this.connection.receive(TestMessages.announced("/1", 20), TestMessages.last("x".repeat(20)),
				TestMessages.chunked("/2"), TestMessages.content("two"));
		this.handler.latest().readAll();
		this.connection.send(TestMessages.full(413));
		assertThat(this.connection.sent()).containsExactly("413 close");
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(octets.refCnt()).isZero();
		assertThat(this.handler.requests()).containsExactly("/1");
	}

	@Test
	void framesOfHttp2WithPriorKnowledgePass() {
		TestConnection http2 = TestConnection.openedIn(new Connections());
		Object settings = new Object();
		http2.channel().writeInbound(settings);
		assertThat((Object) http2.channel().readInbound()).isSameAs(settings);
		http2.end();
	}

	@Test
	void sixteenRequestsInOnePieceThatAreAnsweredAtOnce() {
		this.handler.answerAtOnce();
		ByteBuf octets = this.connection.receive(sixteen());
		assertThat(this.handler.requests()).isEqualTo(uris());
		assertThat(this.connection.sent()).hasSize(16).containsOnly("200");
		assertThat(octets.refCnt()).isZero();
		assertThat(this.connection.held()).isZero();
		this.connection.receiveRequest("/next");
		assertThat(this.connection.sent()).containsExactly("200");
	}

	@Test
	void sixteenRequestsInOnePieceThatAreAnsweredLater() {
		ByteBuf octets = this.connection.receive(sixteen());
		int reads = this.connection.reads();
		for (int i = 0; i < 16; i++) {
			assertThat(this.connection.reads() > reads).as("read behind " + i).isEqualTo(i == 15);
			assertThat(this.handler.requests()).isEqualTo(uris().subList(0, i + 1));
			this.handler.latest().readAll();
			this.connection.send(TestMessages.full(200, this.handler.latest().uri()));
			assertThat(this.connection.sent()).containsExactly("200", "/" + i);
			this.connection.run();
		}
		assertThat(octets.refCnt()).isZero();
		assertThat(this.connection.held()).isZero();
	}

	@Test
	void closeOfAWaitingRequestThatIsAnsweredBeforeItsEndWaitsForTheClient() {
		this.connection.receive(TestMessages.head("/1"), LastHttpContent.EMPTY_LAST_CONTENT, TestMessages.chunked("/2"),
				TestMessages.content("a"));
		this.handler.closeAfterAnswers();
		answer();
		assertThat(this.handler.requests()).containsExactly("/1", "/2");
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(this.connection.channel().isOutputShutdown()).isTrue();
		this.connection.assertClosedAfter(5_000);
	}

	private static List<String> uris() {
		return IntStream.range(0, 16).mapToObj((i) -> "/" + i).toList();
	}

	private static Object[] sixteen() {
		return uris().stream()
			.flatMap((uri) -> Stream.of(TestMessages.head(uri), LastHttpContent.EMPTY_LAST_CONTENT))
			.toArray();
	}

	private void answer() {
		this.connection.sendResponse();
		this.connection.run();
	}

}
