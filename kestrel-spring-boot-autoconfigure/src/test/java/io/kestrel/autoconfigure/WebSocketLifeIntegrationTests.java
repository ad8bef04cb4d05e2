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

package io.kestrel.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How WebSockets begin and end, on HTTP/1.1 and on a stream of HTTP/2.
 */
class WebSocketLifeIntegrationTests {

	private TestApplication application;

	@BeforeEach
	void start() {
		this.application = TestApplication.with(Sockets.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.http2.enabled=true",
					"--server.limits.keep-alive-timeout=1s");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private WebSocketWire open(boolean http2, String path, Map<String, String> fields) throws Exception {
		return WebSocketWire.open(http2, this.application.port(0), path, fields);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shutdownIsToldToTheClientAndWaitsForItsAnswer(boolean http2) throws Exception {
		try (WebSocketWire socket = open(http2, "/echo", Map.of());
				WebSocketWire idle = open(http2, "/never", Map.of())) {
			assertThat(socket.send(text("hello")).receive()).isEqualTo("text hello");
			CompletableFuture<Void> closed = CompletableFuture.runAsync(this.application::close);
			assertThat(socket.receive()).isEqualTo("close 1001");
			assertThat(idle.receive()).isEqualTo("close 1001");
			// What is under way when the client learns of it.
			assertThat(closed).isNotDone();
			assertThat(socket.send(WebSocketWire.close(1001, "")).receive()).isEqualTo("end");
			assertThat(idle.send(WebSocketWire.close(1001, "")).receive()).isEqualTo("end");
			closed.get(30, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void closeOfTheApplicationIsAnsweredByTheClient(boolean http2) throws Exception {
		try (WebSocketWire socket = open(http2, "/close", Map.of())) {
			assertThat(socket.receive()).isEqualTo("close 4000");
			assertThat(socket.send(text("late")).send(WebSocketWire.close(4000, "")).receive()).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void clientThatIsStillSendingLearnsThatItIsTooMuch(boolean http2) throws Exception {
		try (WebSocketWire socket = open(http2, "/echo", Map.of())) {
			byte[] tooLarge = WebSocketWire.frame(0x82, new byte[1_000_000]);
			assertThat(socket.send(Arrays.copyOf(tooLarge, 50_000)).receive()).isEqualTo("close 1009");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void subprotocolAndCompressionAreAgreedOn(boolean http2) throws Exception {
		try (WebSocketWire socket = open(http2, "/echo",
				Map.of("Sec-WebSocket-Protocol", "other,chat", "Sec-WebSocket-Extensions", "permessage-deflate"))) {
			if (!http2) {
				assertThat(socket.response()).containsIgnoringCase("sec-websocket-protocol: chat\r\n")
					.containsIgnoringCase("sec-websocket-extensions: permessage-deflate");
			}
			// "Hello" of RFC 7692 section 7.2.3.1.
			byte[] hello = { (byte) 0xf2, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00 };
			assertThat(socket.send(WebSocketWire.frame(0xc1, hello)).receive()).startsWith("frame");
			assertThat(socket.send(WebSocketWire.frame(0xc1, new byte[] { (byte) 0xff, 1, 2 })).receiveAll())
				.containsExactly("close 1007", "end");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "12", "7", "8", "14", "x", "13, 8", "13\r\nSec-WebSocket-Version: 8" })
	void otherVersionLearnsWhichOneThereIs(String version) throws Exception {
		String field = version.isEmpty() ? "" : "Sec-WebSocket-Version: " + version + "\r\n";
		String request = "GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
		try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", this.application.port(0))) {
			assertThat(connection.send(request + field + "\r\n").receiveResponse()).startsWith("HTTP/1.1 426 ")
				.containsIgnoringCase("\r\nconnection: upgrade\r\n")
				.containsIgnoringCase("\r\nupgrade: websocket\r\n")
				.containsIgnoringCase("\r\nsec-websocket-version: 13\r\n");
			// It may try again (RFC 6455 section 4.4).
			assertThat(connection.send(request + "Sec-WebSocket-Version: 13\r\n\r\n").receiveResponse())
				.startsWith("HTTP/1.1 101 ");
		}
	}

	@Test
	void otherVersionOverHttp2LearnsItWithoutAnUpgrade() throws Exception {
		try (WebSocketWire socket = open(true, "/echo", Map.of("sec-websocket-version", "8"))) {
			assertThat(socket.response()).contains("content=400")
				.contains("sec-websocket-version: 13")
				.doesNotContain("upgrade");
		}
	}

	private static byte[] text(String text) {
		return WebSocketWire.frame(0x81, text.getBytes());
	}

	@Configuration(proxyBeanMethods = false)
	static class Sockets implements WebFluxConfigurer {

		@Override
		public WebSocketService getWebSocketService() {
			return new HandshakeWebSocketService(
					new ReactorNettyRequestUpgradeStrategy(() -> WebsocketServerSpec.builder().compress(true)));
		}

		@Bean
		HandlerMapping sockets() {
			WebSocketHandler never = (session) -> Mono.never();
			WebSocketHandler close = (session) -> session.close(new CloseStatus(4000, "enough"));
			return new SimpleUrlHandlerMapping(Map.of("/echo", new Echo(), "/never", never, "/close", close), 1);
		}

	}

	static class Echo implements WebSocketHandler {

		@Override
		public List<String> getSubProtocols() {
			return List.of("chat");
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return session.send(session.receive().doOnNext(WebSocketMessage::retain));
		}

	}

}
