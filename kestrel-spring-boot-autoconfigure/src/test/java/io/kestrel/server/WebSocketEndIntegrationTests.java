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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Ports;
import io.kestrel.testing.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for WebSockets whose endpoint goes away while the server goes on. A fifth of a
 * second counts as one.
 */
class WebSocketEndIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	private final HandshakeWebSocketService service = new HandshakeWebSocketService();

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).http2().fast();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		WebSocketHandler echo = (session) -> session.send(session.receive().doOnNext(WebSocketMessage::retain));
		WebSocketHandler flood = (session) -> session
			.send(Flux.generate((sink) -> sink.next(session.binaryMessage((factory) -> factory.wrap(new byte[8192])))));
		boolean floods = "/flood".equals(exchange.getRequest().getPath().value());
		return this.service.handleRequest(exchange, floods ? flood : echo);
	}

	private static WebSocketWire open(boolean http2, int port, String path) throws IOException {
		return WebSocketWire.open(http2, port, path, Map.of());
	}

	private int startWithTwoEndpoints() throws IOException {
		int port = Ports.free();
		this.server.options((options) -> {
			options.listen("127.0.0.1", port).name("web");
			options.listen("127.0.0.1", 0).name("admin");
		}).start();
		return port;
	}

	private static String echo(WebSocketWire socket) throws IOException {
		return socket.send(WebSocketWire.frame(0x81, "hello".getBytes())).receive();
	}

	private CompletableFuture<Void> drain() {
		return this.server.server().drain("web").toCompletableFuture();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void drainIsToldToTheClientsOfItsEndpoint(boolean http2) throws Exception {
		int port = startWithTwoEndpoints();
		try (WebSocketWire socket = open(http2, port, "/echo");
				WebSocketWire other = open(http2, this.server.port(1), "/echo")) {
			assertThat(echo(socket)).isEqualTo("text hello");
			CompletableFuture<Void> drained = drain();
			assertThat(socket.receive()).isEqualTo("close 1001");
			assertThat(socket.send(WebSocketWire.close(1001, "")).receive()).isEqualTo("end");
			drained.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			assertThat(echo(other)).isEqualTo("text hello");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void reloadIsToldToTheClientsOfAnEndpointThatIsNoMore(boolean http2) throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (WebSocketWire socket = open(http2, this.server.port(0), "/echo")) {
			assertThat(echo(socket)).isEqualTo("text hello");
			this.server.urls("http://[::1]:0").reload();
			assertThat(socket.receive()).isEqualTo("close 1001");
			assertThat(socket.send(WebSocketWire.close(1001, "")).receive()).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void clientThatNeverAnswersIsCut(boolean http2) throws Exception {
		int port = startWithTwoEndpoints();
		try (WebSocketWire socket = open(http2, port, "/echo")) {
			assertThat(echo(socket)).isEqualTo("text hello");
			CompletableFuture<Void> drained = drain();
			assertThat(socket.receive()).isEqualTo("close 1001");
			assertThat(socket.receive()).isEqualTo(http2 ? "reset 8" : "end");
			drained.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void clientThatDoesNotEvenReadIsCut(boolean http2) throws Exception {
		int port = startWithTwoEndpoints();
		try (WebSocketWire socket = open(http2, port, "/flood")) {
			assertThat(socket.receive()).isEqualTo("binary 8192 bytes");
			drain().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
	}

}
