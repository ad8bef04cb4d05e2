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
import java.util.concurrent.CompletableFuture;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestBodyTooLargeException;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Http1Handler}: what an application gets of a body, and when.
 */
class Http1BodyTests {

	private static final int LIMIT = 10;

	@AutoClose("end")
	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, LIMIT);

	@Test
	void bodyIsHeldUntilItIsAskedFor() {
		this.connection.receive(TestMessages.announced("/", 6));
		int reads = this.connection.reads();
		TestHandler.Exchange exchange = this.handler.latest().subscribe();
		ByteBuf content = this.connection.receive(TestMessages.content("abc"));
		ByteBuf last = this.connection.receive(TestMessages.last("def"));
		assertThat(this.connection.reads()).isEqualTo(reads);
		assertThat(exchange.read()).isEmpty();
		assertThat(content.refCnt()).isOne();
		exchange.readAll();
		assertThat(exchange.read()).containsExactly("abc", "def", "end");
		assertThat(content.refCnt()).isZero();
		assertThat(last.refCnt()).isZero();
	}

	@Test
	void bodyInTheSameReadAsItsHead() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("abc"), TestMessages.last("def"));
		assertThat(this.handler.requests()).containsExactly("/");
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("abc", "def", "end");
	}

	@Test
	void bodyThatComesAfterItWasAskedForPassesAtOnce() {
		this.connection.receive(TestMessages.chunked("/"));
		int reads = this.connection.reads();
		this.handler.latest().readAll();
		assertThat(this.connection.reads()).isGreaterThan(reads);
		this.connection.receive(TestMessages.content("abc"));
		assertThat(this.handler.latest().read()).containsExactly("abc");
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.handler.latest().read()).containsExactly("abc", "end");
	}

	@Test
	void subscriptionAloneReadsNothingAndLeavesTheLimitOpen() {
		this.connection.receive(TestMessages.announced("/", 3), TestMessages.last("abc"));
		this.handler.latest().subscribe();
		assertThat(this.handler.latest().read()).isEmpty();
		assertThat(this.handler.latest().feature().isReadOnly()).isFalse();
	}

	@Test
	void emptyBodies() {
		this.connection.receive(TestMessages.chunked("/chunked"), LastHttpContent.EMPTY_LAST_CONTENT);
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("end");
		this.connection.sendResponse();
		this.connection.receive(TestMessages.announced("/0", 0), LastHttpContent.EMPTY_LAST_CONTENT);
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("end");
		this.connection.sendResponse();
		this.connection.receiveRequest("/none");
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("end");
		this.connection.sendResponse();
		assertThat(this.handler.requests()).containsExactly("/chunked", "/0", "/none");
		assertThat(this.connection.sent()).containsExactly("200", "200", "200");
		assertThat(this.connection.isOpen()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "9, true", "10, true", "11, false", "0, true" })
	void announcedLengthAgainstTheLimit(int length, boolean allowed) {
		this.connection.receive(TestMessages.announced("/", length));
		this.handler.latest().readAll();
		this.connection.receive(TestMessages.last("x".repeat(length)));
		assertThat(this.handler.latest().error() == null).isEqualTo(allowed);
		assertThat(String.join("", this.handler.latest().read()))
			.isEqualTo(allowed ? "x".repeat(length) + "end" : "error");
		assertThat(this.handler.refusals()).isEqualTo(allowed ? Map.of() : Map.of(Refusal.BODY_TOO_LARGE, 1L));
	}

	@ParameterizedTest
	@CsvSource({ "9, true", "10, true", "11, false", "0, true" })
	void chunkedLengthAgainstTheLimit(int length, boolean allowed) {
		this.connection.receive(TestMessages.chunked("/"));
		this.handler.latest().readAll();
		for (int i = 0; i < length; i++) {
			this.connection.receive(TestMessages.content("x"));
		}
		this.connection.receive(LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.handler.latest().error() == null).isEqualTo(allowed);
		// Never a byte more than the limit.
		assertThat(String.join("", this.handler.latest().read()))
			.isEqualTo(allowed ? "x".repeat(length) + "end" : "x".repeat(LIMIT) + "error");
		assertThat(this.handler.refusals()).isEqualTo(allowed ? Map.of() : Map.of(Refusal.BODY_TOO_LARGE, 1L));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, true", "0, 1, false", "1, 0, true", "1, 1, true", "1, 2, false", "-1, 1000, true" })
	void limitsOfTheServer(long limit, int length, boolean allowed) {
		for (HttpRequest head : List.of(TestMessages.announced("/", length), TestMessages.chunked("/"))) {
			TestConnection connection = new TestConnection();
			TestHandler handler = TestHandler.behind(connection, limit);
			connection.receive(head, TestMessages.last("x".repeat(length)));
			handler.latest().readAll();
			assertThat(handler.latest().error() == null).as(head.toString()).isEqualTo(allowed);
			connection.channel().finishAndReleaseAll();
		}
	}

	@Test
	void announcedTooLargeIsRefusedAtTheFirstReadAndNothingIsReadBeforeTheAnswer() {
		this.connection.receive(TestMessages.announced("/", 11));
		int reads = this.connection.reads();
		this.handler.latest().subscribe();
		assertThat(this.handler.latest().read()).isEmpty();
		this.handler.latest().readAll();
		assertThat(this.handler.latest().error()).isInstanceOf(RequestBodyTooLargeException.class)
			.hasMessageContaining("The request body of 11 bytes exceeds the limit of 10 bytes, set by the test.");
		ByteBuf late = this.connection.receive(TestMessages.content("abc"));
		assertThat(late.refCnt()).isZero();
		assertThat(this.connection.reads()).isEqualTo(reads);
		this.connection.send(TestMessages.full(413));
		assertThat(this.connection.sent()).containsExactly("413 close");
		assertThat(this.connection.reads()).isGreaterThan(reads);
	}

	@Test
	void announcedTooLargeWhoseBytesCameWithTheHeadIsRefusedWithoutThem() {
		ByteBuf content = this.connection.receive(TestMessages.announced("/", 11), TestMessages.content("abc"));
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("error");
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void chunkedTooLargeIsRefusedWithTheNumberOfBytesThatCame() {
		this.connection.receive(TestMessages.chunked("/"));
		this.handler.latest().readAll();
		ByteBuf over = this.connection.receive(TestMessages.content("12345678"), TestMessages.content("12345"));
		assertThat(this.handler.latest().read()).containsExactly("12345678", "error");
		assertThat(this.handler.latest().error())
			.hasMessageContaining("The request body of at least 13 bytes exceeds the limit of 10 bytes");
		assertThat(over.refCnt()).isZero();
		int reads = this.connection.reads();
		this.connection.receive(TestMessages.content("x"));
		assertThat(this.connection.reads()).isEqualTo(reads);
		this.connection.send(TestMessages.full(413));
		assertThat(this.connection.sent()).containsExactly("413 close");
	}

	@Test
	void chunkedTooLargeThatWasHeldIsRefusedAtTheFirstRead() {
		ByteBuf octets = this.connection.receive(TestMessages.chunked("/"), TestMessages.content("12345678"),
				TestMessages.content("12345"), TestMessages.content("3"));
		assertThat(this.handler.latest().read()).isEmpty();
		this.handler.latest().readAll();
		assertThat(this.handler.latest().read()).containsExactly("12345678", "error");
		assertThat(octets.refCnt()).isZero();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "11, 11, true", "11, 12, false", "9, 9, true", "9, 10, false",
			"null, 1000, true", "0, 0, true", "0, 1, false" })
	void limitThatIsSetBeforeTheFirstReadHolds(Long changed, int length, boolean allowed) {
		this.connection.receive(TestMessages.announced("/", length), TestMessages.last("x".repeat(length)));
		this.handler.latest().subscribe();
		this.handler.latest().feature().setMaxRequestBodySize(changed, "a filter");
		assertThat(this.handler.latest().feature().getMaxRequestBodySize()).isEqualTo(changed);
		this.handler.latest().readAll();
		assertThat(this.handler.latest().error() == null).isEqualTo(allowed);
		if (!allowed) {
			assertThat(this.handler.latest().error())
				.hasMessageContaining("limit of " + changed + " bytes, set by a filter.");
		}
	}

	@Test
	void limitThatAnotherThreadSetsHolds() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.last("x".repeat(11)));
		CompletableFuture.runAsync(() -> this.handler.latest().feature().setMaxRequestBodySize(11L)).join();
		this.handler.latest().readAll();
		assertThat(this.handler.latest().error()).isNull();
	}

	@Test
	void limitCannotBeSetOnceTheBodyIsRead() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("abc"));
		MaxRequestBodySizeFeature feature = this.handler.latest().feature();
		assertThat(feature.isReadOnly()).isFalse();
		this.handler.latest().request(1);
		assertThat(feature.isReadOnly()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> feature.setMaxRequestBodySize(1000L))
			.withMessageContaining("after the application has begun to read the body");
		assertThat(feature.getMaxRequestBodySize()).isEqualTo(LIMIT);
	}

	@Test
	void limitCannotBeSetOnceTheResponseIsComplete() {
		this.connection.receiveRequest("/");
		MaxRequestBodySizeFeature feature = this.handler.latest().feature();
		this.connection.sendResponse();
		assertThat(feature.isReadOnly()).isTrue();
		assertThat(this.handler.latest().feature().isReadOnly()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> feature.setMaxRequestBodySize(1L))
			.withMessageContaining("after the request is over");
	}

	@Test
	void limitCannotBeSetOnceTheResponseIsCompleteAndTheBodyStillToCome() {
		this.connection.receive(TestMessages.chunked("/"));
		MaxRequestBodySizeFeature feature = this.handler.latest().feature();
		this.connection.sendResponse();
		assertThat(feature.isReadOnly()).isTrue();
	}

	@Test
	void featureIsOneAndTheSameThroughoutARequestAndAnotherForTheNext() {
		this.connection.receiveRequest("/1");
		MaxRequestBodySizeFeature first = this.handler.latest().feature();
		first.setMaxRequestBodySize(1L);
		assertThat(this.handler.latest().feature()).isSameAs(first);
		this.connection.sendResponse();
		this.connection.receiveRequest("/2");
		assertThat(this.handler.latest().feature()).isNotSameAs(first);
		assertThat(this.handler.latest().feature().getMaxRequestBodySize()).isEqualTo(LIMIT);
	}

	@Test
	void applicationThatCancelsGetsNothingMore() {
		this.connection.receive(TestMessages.chunked("/"), TestMessages.content("abc"));
		this.handler.latest().request(1);
		this.handler.latest().cancel();
		ByteBuf late = this.connection.receive(TestMessages.content("x".repeat(LIMIT + 1)),
				LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.handler.latest().read()).containsExactly("abc");
		assertThat(late.refCnt()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatIsHeldIsReleasedWhenTheConnectionEnds(boolean byClose) {
		ByteBuf first = this.connection.receive(TestMessages.announced("/", 6), TestMessages.content("abc"));
		ByteBuf last = this.connection.receive(TestMessages.last("def"), TestMessages.chunked("/next"));
		ByteBuf waiting = this.connection.receive(TestMessages.content("ghi"));
		assertThat(first.refCnt()).isOne();
		assertThat(this.connection.held()).isPositive();
		if (byClose) {
			this.connection.channel().close();
		}
		else {
			this.connection.channel().pipeline().remove(Http1Handler.class);
		}
		assertThat(first.refCnt()).isZero();
		assertThat(last.refCnt()).isZero();
		assertThat(waiting.refCnt()).isZero();
		assertThat(this.connection.held()).isZero();
	}

}
