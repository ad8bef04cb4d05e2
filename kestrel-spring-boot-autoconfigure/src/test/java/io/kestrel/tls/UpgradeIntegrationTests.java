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

package io.kestrel.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.kestrel.feature.UpgradeFeature;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestCertificates;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSockets and other protocols on encrypted connections, with every implementation of
 * TLS.
 */
class UpgradeIntegrationTests {

	private static final String LONG = "*".repeat(100_000);

	@TempDir
	static Path directory;

	private static TestApplication application;

	@BeforeAll
	static void start() throws Exception {
		application = TestApplication.with(Routes.class)
			.run("--server.urls=https://127.0.0.1:0",
					"--server.certificates.default.path=" + TestCertificates.keyStore(directory),
					"--server.certificates.default.password=" + TestCertificates.PASSWORD);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static RawHttpConnection connect(String protocol) throws Exception {
		return RawHttpConnection.secure("127.0.0.1", application.port(0), protocol);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void webSocket(boolean http2) throws Exception {
		try (WebSocketWire socket = WebSocketWire.open(http2, connect(http2 ? "h2" : "http/1.1"), "/socket",
				Map.of())) {
			assertThat(socket.send(WebSocketWire.frame(0x82, new byte[65_536])).receive())
				.isEqualTo("binary 65536 bytes");
			assertThat(socket.send(WebSocketWire.close(1000, "")).receive()).isEqualTo("close 1000");
		}
	}

	@Test
	void anotherProtocol() throws Exception {
		try (RawHttpConnection connection = connect("http/1.1")) {
			String ask = "GET /bytes HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
			assertThat(connection.send(ask + "early").receiveResponse()).startsWith("HTTP/1.1 101");
			assertThat(connection.receiveBytes(5)).asString().isEqualTo("early");
			assertThat(connection.send(LONG).receiveBytes(LONG.length())).asString().isEqualTo(LONG);
		}
	}

	@Test
	void anotherProtocolOnAStream() throws Exception {
		try (Http2FrameClient client = new Http2FrameClient(connect("h2")).openWindows()
			.connect(1, "echo", "/bytes", Map.of())) {
			assertThat(client.receive().content()).isEqualTo("200");
			assertThat(client.data(1, "hello", false).receive().content()).isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void closeNotifyEndsTheSendingSideAloneWhereTlsAllowsIt(String version) throws Exception {
		boolean alone = "TLSv1.3".equals(version) && Boolean.getBoolean("io.netty.handler.ssl.noOpenSsl");
		try (SSLSocket client = upgrade(version, "/count")) {
			client.getOutputStream().write(LONG.getBytes(StandardCharsets.US_ASCII));
			client.shutdownOutput();
			assertThat(receiveToEnd(client)).isEqualTo(alone ? LONG + LONG.length() : "");
		}
	}

	@Test
	void endWithoutCloseNotifyIsNotTheClients() throws Exception {
		try (Socket network = new Socket("127.0.0.1", application.port(0))) {
			network.setSoTimeout(30_000);
			SSLSocket client = (SSLSocket) TestCertificates.trustAll()
				.getSocketFactory()
				.createSocket(network, "localhost", application.port(0), false);
			upgrade(client, "/count").getOutputStream().write(LONG.getBytes(StandardCharsets.US_ASCII));
			network.shutdownOutput();
			assertThat(receiveToEnd(client)).isEmpty();
		}
	}

	private static String receiveToEnd(SSLSocket client) throws IOException {
		try {
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (SSLException | SocketException ex) {
			// The server has not said good-bye either.
			return "";
		}
	}

	private static SSLSocket upgrade(String version, String path) throws Exception {
		return upgrade(TlsClient.create().protocols(version).alpn("http/1.1").connect(application.port(0)), path);
	}

	private static SSLSocket upgrade(SSLSocket client, String path) throws IOException {
		String ask = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
		client.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") == -1) {
			head.append((char) client.getInputStream().read());
		}
		assertThat(head).startsWith("HTTP/1.1 101");
		return client;
	}

	@RestController
	static class Routes {

		@RequestMapping("/bytes")
		Mono<Void> bytes(UpgradeFeature feature) {
			return feature.upgrade("echo", (connection) -> connection.send(connection.receive()));
		}

		/* More than one record of TLS, when the client has ended. */
		@RequestMapping("/count")
		Mono<Void> count(UpgradeFeature feature) {
			return feature.upgrade("echo",
					(connection) -> connection.send(DataBufferUtils.join(connection.receive()).map((joined) -> {
						byte[] count = String.valueOf(joined.readableByteCount()).getBytes(StandardCharsets.US_ASCII);
						return joined.write(count);
					})));
		}

		@Bean
		HandlerMapping sockets() {
			WebSocketHandler echo = (session) -> session.send(session.receive().doOnNext(WebSocketMessage::retain));
			return new SimpleUrlHandlerMapping(Map.of("/socket", echo), 1);
		}

	}

}
