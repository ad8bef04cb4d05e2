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

package io.kestrel.server;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.kestrel.testing.Events;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of an HTTP/1.1 connection whose request is answered before its
 * body is read, and of the requests behind it.
 */
@ParameterizedClass(name = "nio={0}")
@ValueSource(booleans = { false, true })
class UnreadBodyIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	private static final int LIMIT = 100_000;

	private static final String GET = "GET /count HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private final Events<String> arrived = new Events<>();

	private final Map<String, Sinks.Empty<Void>> releases = new ConcurrentHashMap<>();

	private final SocketMeter meter = new SocketMeter();

	@AutoClose
	private final TestServer server;

	UnreadBodyIntegrationTests(boolean nio) {
		this.server = new TestServer(Uploads.handledBy(this::handle)).transport(nio);
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().value();
		this.arrived.add(path);
		Mono<Void> answer = path.startsWith("/ignore") ? Uploads.answer(exchange, "ignored") : Uploads.echo(exchange);
		return path.endsWith("/later") ? release(path).asMono().then(answer) : answer;
	}

	private Sinks.Empty<Void> release(String path) {
		return this.releases.computeIfAbsent(path, (key) -> Sinks.empty());
	}

	private RawHttpConnection start() throws IOException {
		this.server.limits("http://127.0.0.1:0", (limits) -> limits.maxRequestBodySize(DataSize.ofBytes(LIMIT)))
			.measured(this.meter)
			.start();
		return this.server.connect();
	}

	private void awaitArrival(String path) throws InterruptedException {
		assertThat(this.arrived.next()).isEqualTo(path);
	}

	@ParameterizedTest
	@EnumSource
	void ignoredBodyWithinTheLimitKeepsTheConnection(Framing framing) throws Exception {
		try (RawHttpConnection client = start()) {
			for (int length : new int[] { 1, 1000, LIMIT }) {
				client.send(framing.whole("/ignore", "x".repeat(length)) + GET);
				assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ")
					.doesNotContainIgnoringCase("Connection: close")
					.endsWith("ignored");
				assertThat(client.receiveResponse()).endsWith("echo ");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void responseIsCompleteWhileTheBodyIsStillComing(Framing framing) throws Exception {
		String body = framing.body("x".repeat(1000));
		try (RawHttpConnection client = start()) {
			client.send(framing.request("/ignore", 1000) + body.substring(0, 300));
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("ignored");
			client.send(body.substring(300, 600)).send(body.substring(600) + GET);
			assertThat(client.receiveResponse()).endsWith("echo ");
		}
	}

	@Test
	void ignoredBodyAnnouncedOverTheLimitClosesTheConnection() throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(Framing.CONTENT_LENGTH.request("/ignore", LIMIT + 1) + "x".repeat(1000));
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("\r\nConnection: close\r\n")
				.endsWith("ignored");
			assertThat(client.endSending().receiveToOrderlyEnd()).isEmpty();
		}
	}

	@Test
	void ignoredBodyThatTurnsOutToBeOverTheLimitClosesTheConnection() throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(Framing.CHUNKED.request("/ignore", 0) + Framing.chunk("x".repeat(LIMIT)));
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("ignored");
			client.send(Framing.chunk("x"));
			assertThat(client.receiveToOrderlyEnd()).isEmpty();
		}
	}

	@Test
	void endlessIgnoredBodyIsNotReadForEver() throws Exception {
		String chunk = Framing.chunk("x".repeat(10_000));
		this.server.fast();
		try (RawHttpConnection client = start()) {
			client.send(Framing.CHUNKED.request("/ignore", 0));
			assertThat(client.receiveResponse()).endsWith("ignored");
			Thread endless = new Thread(() -> sendUntilRefused(client, chunk));
			endless.start();
			// The server ends its side as soon as the limit is passed, so that the client
			// may know; to one that goes on it listens for some seconds.
			assertThat(client.receiveToEnd()).isEmpty();
			assertThat(this.meter.taken()).isGreaterThan(LIMIT);
			endless.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
			assertThat(endless.isAlive()).isFalse();
		}
	}

	private static void sendUntilRefused(RawHttpConnection client, String chunk) {
		try {
			while (true) {
				client.send(chunk);
			}
		}
		catch (IOException ex) {
			// Refused.
		}
	}

	@Test
	void pipelinedRequestsAreAnsweredInOrder() throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(Framing.CONTENT_LENGTH.whole("/first/later", "1") + Framing.CHUNKED.whole("/second/later", "22")
					+ GET + Framing.CONTENT_LENGTH.whole("/third/later", "333") + GET);
			// The last is ready first.
			Stream.of("/third/later", "/second/later").forEach((path) -> release(path).tryEmitEmpty());
			awaitArrival("/first/later");
			release("/first/later").tryEmitEmpty();
			for (String text : List.of("1", "22", "", "333", "")) {
				assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\necho " + text);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void pipelinedRequestsBehindAnUnreadBodyAreAnswered(Framing framing) throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(framing.whole("/ignore/later", "x".repeat(1000)) + framing.whole("/second/later", "22") + GET);
			awaitArrival("/ignore/later");
			release("/ignore/later").tryEmitEmpty();
			assertThat(client.receiveResponse()).endsWith("ignored");
			awaitArrival("/second/later");
			release("/second/later").tryEmitEmpty();
			assertThat(client.receiveResponse()).endsWith("echo 22");
			assertThat(client.receiveResponse()).endsWith("echo ");
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingBehindARefusedBodyIsTakenForARequest(Framing framing) throws Exception {
		try (RawHttpConnection client = start()) {
			client.send(framing.whole("/count", "x".repeat(LIMIT + 1)) + GET);
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 413 ");
			assertThat(client.endSending().receiveToOrderlyEnd()).isEmpty();
			assertThat(this.arrived.rest()).containsExactly("/count");
		}
	}

}
