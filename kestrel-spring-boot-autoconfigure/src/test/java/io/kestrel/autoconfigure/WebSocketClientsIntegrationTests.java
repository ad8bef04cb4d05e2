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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.TestCertificates;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSockets of clients that this project shares nothing with: that of the JDK, and
 * node's package ws. Neither can do RFC 8441, so that both are on HTTP/1.1 also where the
 * endpoint has HTTP/2.
 */
class WebSocketClientsIntegrationTests {

	private static final List<String> ENDPOINTS = List.of("clear", "tls", "tls2");

	private static final int TIMEOUT_SECONDS = 30;

	@TempDir
	Path directory;

	private WebSocketApplication application;

	@BeforeEach
	void start() throws Exception {
		this.application = new WebSocketApplication(this.directory);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void clientOfTheJdk() throws Exception {
		List<Listener> open = new ArrayList<>();
		for (String endpoint : ENDPOINTS) {
			try (Listener socket = connect(endpoint, "/echo")) {
				assertThat(socket.socket.getSubprotocol()).isEqualTo("chat");
				assertThat(socket.text("κόσμε", true).next()).isEqualTo("text κόσμε");
				assertThat(socket.binary("AB").next()).isEqualTo("binary AB");
				assertThat(socket.text("one ", false).text("two ", false).text("three", true).next())
					.isEqualTo("text one two three");
				assertThat(socket.ping("now").next()).isEqualTo("pong now");
				assertThat(socket.binary("*".repeat(65_537)).next()).isEqualTo("close 1009 Message too big");
			}
			try (Listener socket = connect(endpoint, "/close")) {
				assertThat(socket.next()).isEqualTo("close 4000 enough");
			}
			try (Listener socket = connect(endpoint, "/echo")) {
				socket.socket.sendClose(4001, "why").get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
				assertThat(socket.next()).isEqualTo("close 4001 why");
			}
			open.add(connect(endpoint, "/echo"));
		}
		this.application.close();
		for (Listener socket : open) {
			assertThat(socket.next()).isEqualTo("close 1001 Endpoint unavailable");
		}
	}

	private Listener connect(String endpoint, String path) throws Exception {
		Listener listener = new Listener();
		listener.socket = HttpClient.newBuilder()
			.sslContext(TestCertificates.trustAll())
			.build()
			.newWebSocketBuilder()
			.subprotocols("chat", "other")
			.buildAsync(URI.create(this.application.url(endpoint) + path), listener)
			.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		return listener;
	}

	@Test
	void packageWsOfNode() throws Exception {
		Tool.installWithNpm("ws@8", this.directory);
		for (String endpoint : ENDPOINTS) {
			assertThat(ws(endpoint, "all").lines()).as(endpoint)
				.containsExactly("echo: open chat -, text κόσμε, binary AB, text of 60000, close 1000",
						"permessage-deflate: open chat permessage-deflate, text of 65536, text again, close 1000",
						"fragments: open chat permessage-deflate, text one two three, close 1000",
						"ping: open chat permessage-deflate, pong now, close 1000",
						"close of the client: open chat permessage-deflate, close 4001 why",
						"close of the server: open chat permessage-deflate, close 4000 enough",
						"too large: open chat -, close 1009 Message too big",
						"too large when decompressed: open chat permessage-deflate, close 1009 Message too big");
		}
	}

	@Test
	void packageWsOfNodeLearnsOfTheShutdown() throws Exception {
		Tool.installWithNpm("ws@8", this.directory);
		List<CompletableFuture<String>> clients = ENDPOINTS.stream().map(this::waiting).toList();
		for (int i = 0; i < clients.size(); i++) {
			assertThat(this.application.seen().poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
		}
		this.application.close();
		for (CompletableFuture<String> client : clients) {
			assertThat(client.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).strip())
				.matches("wait: open chat permessage-deflate, (text hello, )?close 1001 Endpoint unavailable");
		}
	}

	private CompletableFuture<String> waiting(String endpoint) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return ws(endpoint, "wait");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task, "ws").start());
	}

	private String ws(String endpoint, String mode) throws Exception {
		Path script = Path.of(getClass().getResource("/clients/websocket.mjs").toURI());
		return Tool
			.run(List.of("node", script.toString(), this.directory.toString(), this.application.url(endpoint), mode));
	}

	private static final class Listener implements WebSocket.Listener, AutoCloseable {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		private final StringBuilder message = new StringBuilder();

		private WebSocket socket;

		private Listener text(String text, boolean last) throws Exception {
			this.socket.sendText(text, last).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			return this;
		}

		private Listener binary(String text) throws Exception {
			this.socket.sendBinary(bytes(text), true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			return this;
		}

		private Listener ping(String text) throws Exception {
			this.socket.sendPing(bytes(text)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			return this;
		}

		private static ByteBuffer bytes(String text) {
			return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
		}

		private String next() throws InterruptedException {
			return this.events.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}

		private CompletionStage<?> heard(String type, CharSequence data, boolean last) {
			this.message.append(data);
			if (last) {
				this.events.add(type + this.message);
				this.message.setLength(0);
			}
			this.socket.request(1);
			return null;
		}

		@Override
		public void onOpen(WebSocket socket) {
			this.socket = socket;
			socket.request(1);
		}

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			return heard("text ", data, last);
		}

		@Override
		public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
			return heard("binary ", StandardCharsets.US_ASCII.decode(data), last);
		}

		@Override
		public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
			return heard("pong ", StandardCharsets.US_ASCII.decode(data), true);
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.events.add("close " + code + " " + reason);
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.events.add("error " + error);
		}

		@Override
		public void close() {
			this.socket.abort();
		}

	}

}
