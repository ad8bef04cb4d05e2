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
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.UpgradeFeature;
import io.kestrel.feature.UpgradedConnection;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the client of an upgraded connection may end its sending side and still
 * receives what the server has for it, on native event loops and on those of Java NIO.
 */
@ParameterizedClass(name = "nio={0}")
@ValueSource(booleans = { false, true })
class HalfCloseIntegrationTests {

	private static final String ASK = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
			+ "Upgrade: bytes/1\r\n\r\n";

	private static final int TIMEOUT_SECONDS = 30;

	private static final int PART = 64 << 10;

	/** More than the sockets of both sides hold. */
	private static final int PARTS = 256;

	/** Less than a socket holds. */
	private static final String LONG = "*".repeat(60_000);

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final HandshakeWebSocketService webSockets = new HandshakeWebSocketService();

	private final TestServer server;

	HalfCloseIntegrationTests(boolean nio) {
		this.server = new TestServer(Uploads.handledBy(this::handle)).transport(nio);
	}

	@BeforeEach
	void start() {
		this.server.urls("http://127.0.0.1:0").start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().value();
		if ("/socket".equals(path)) {
			return this.webSockets.handleRequest(exchange, (session) -> session.receive().then(Mono.never()));
		}
		return RequestFeatures.from(exchange)
			.find(UpgradeFeature.class)
			.orElseThrow()
			.upgrade("bytes/1", (connection) -> switch (path) {
				case "/count" -> connection.send(count(connection));
				case "/later" -> this.release.asMono().then(connection.send(count(connection)));
				case "/flood" -> connection.send(count(connection).thenMany(parts(connection)));
				default -> connection.send(count(connection).thenMany(parts(connection).repeat()))
					.doFinally((signal) -> this.cancelled.countDown());
			});
	}

	private static Mono<DataBuffer> count(UpgradedConnection connection) {
		return Uploads.count(connection.receive()).map((count) -> {
			byte[] text = ("counted " + count).getBytes(StandardCharsets.US_ASCII);
			return connection.bufferFactory().wrap(text);
		});
	}

	private static Flux<DataBuffer> parts(UpgradedConnection connection) {
		return Flux.range(0, PARTS)
			.map((number) -> connection.bufferFactory().allocateBuffer(PART).writePosition(PART));
	}

	private RawHttpConnection upgrade(String path) throws IOException {
		RawHttpConnection client = new RawHttpConnection("127.0.0.1", this.server.port(0));
		assertThat(client.send(ASK.formatted(path)).receiveResponse()).startsWith("HTTP/1.1 101");
		return client;
	}

	@Test
	void endOfTheClientIsTheEndOfWhatIsReceived() throws Exception {
		try (RawHttpConnection client = upgrade("/count")) {
			assertThat(client.send("hello").endSending().receiveToOrderlyEnd()).isEqualTo("counted 5");
		}
	}

	@Test
	void clientThatSendsNothingAtAllIsAnswered() throws Exception {
		try (RawHttpConnection client = upgrade("/count")) {
			assertThat(client.endSending().receiveToOrderlyEnd()).isEqualTo("counted 0");
		}
	}

	@Test
	void whatTheServerStillSendsArrivesWhole() throws Exception {
		try (RawHttpConnection client = upgrade("/flood")) {
			assertThat(client.send("hello").endSending().receiveToOrderlyEnd()).hasSize(PARTS * PART);
		}
	}

	@Test
	void endWaitsBehindWhatNobodyHasReceived() throws Exception {
		try (RawHttpConnection client = upgrade("/later")) {
			client.send(LONG).endSending();
			this.release.tryEmitEmpty();
			assertThat(client.receiveToOrderlyEnd()).isEqualTo("counted " + LONG.length());
		}
	}

	@Test
	void clientThatGoesAltogetherEndsTheHandler() throws Exception {
		try (RawHttpConnection client = upgrade("/endless")) {
			client.send("hello").endSending().receiveBytes(PART);
			client.reset();
			assertThat(this.cancelled.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void webSocketThatEndsWithoutACloseFrameIsClosed() throws Exception {
		try (RawHttpConnection client = new RawHttpConnection("127.0.0.1", this.server.port(0))) {
			String ask = ASK.formatted("/socket")
				.replace("bytes/1\r\n", "websocket\r\nSec-WebSocket-Version: 13\r\n"
						+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
			assertThat(client.send(ask).receiveResponse()).startsWith("HTTP/1.1 101");
			assertThat(client.endSending().receiveToEnd()).isEmpty();
		}
	}

}
