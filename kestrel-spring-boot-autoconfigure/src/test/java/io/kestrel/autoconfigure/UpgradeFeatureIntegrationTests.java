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

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.kestrel.feature.ConnectionFeature;
import io.kestrel.feature.UpgradeFeature;
import io.kestrel.feature.UpgradedConnection;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A protocol of our own: every byte comes back, and Z is the last one. Spoken by a client
 * that knows nothing of WebSockets.
 */
class UpgradeFeatureIntegrationTests {

	private static final String ASK = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\n"
			+ "Upgrade: echo/1\r\n\r\n";

	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.with(Routes.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.http2.enabled=true",
					"--server.limits.max-concurrent-upgraded-connections=1",
					"--server.limits.max-request-body-size=10B");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static RawHttpConnection connect() throws Exception {
		return new RawHttpConnection("127.0.0.1", application.port(0));
	}

	private static Http2FrameClient stream(String protocol, String path) throws Exception {
		return new Http2FrameClient(connect()).openWindows().connect(1, protocol, path, Map.of());
	}

	@Test
	void bytesGoBothWaysAndTheEndOfTheHandlerIsTheEndOfTheConnection() throws Exception {
		try (RawHttpConnection connection = connect()) {
			String response = connection.send(ASK.formatted("/echo") + "early").receiveResponse();
			assertThat(response).startsWith("HTTP/1.1 101 Switching Protocols\r\n")
				.containsIgnoringCase("\r\nconnection: upgrade\r\n")
				.containsIgnoringCase("\r\nupgrade: echo/1\r\n")
				.containsIgnoringCase("\r\nx-field: of the application\r\n")
				.doesNotContainIgnoringCase("content-length")
				.doesNotContainIgnoringCase("transfer-encoding");
			assertThat(connection.receiveBytes(5)).asString().isEqualTo("early");
			assertThat(connection.send("more than the limit of a body").receiveBytes(29)).asString()
				.isEqualTo("more than the limit of a body");
			assertThat(connection.send("Z").receiveToOrderlyEnd()).isEqualTo("Z");
		}
	}

	@Test
	void streamOfHttp2IsATunnel() throws Exception {
		try (Http2FrameClient client = stream("echo/1", "/echo")) {
			assertThat(client.receive().content()).isEqualTo("200");
			assertThat(client.settings()).containsEntry(8, 1);
			assertThat(client.data(1, "more than the limit of a body", false).receive().content())
				.isEqualTo("more than the limit of a body");
			assertThat(client.data(1, "Z", true).receive().content()).isEqualTo("Z");
			assertThat(client.receive().end()).isTrue();
			assertThat(client.get(3, "/plain").receiveResponse()).isEqualTo("3: 200 plain false null");
		}
	}

	@Test
	void endOfTheClientIsTheEndOfWhatIsReceived() throws Exception {
		try (Http2FrameClient client = stream("echo/1", "/echo")) {
			assertThat(client.receive().content()).isEqualTo("200");
			assertThat(client.data(1, "bye", true).receive().content()).isEqualTo("bye");
			assertThat(client.receive().end()).isTrue();
		}
	}

	@Test
	void protocolThatNobodyAcceptsOpensNoTunnel() throws Exception {
		try (Http2FrameClient client = stream("other", "/plain")) {
			assertThat(client.receiveResponse()).isEqualTo("1: 501");
			assertThat(client.receive()).isEqualTo(Http2FrameClient.Frame.reset(1, 0));
		}
		try (Http2FrameClient client = stream("other", "/missing")) {
			assertThat(client.receiveResponse()).startsWith("1: 404");
		}
	}

	@Test
	void requestWithoutUpgradeIsAnsweredAsAnyOther() throws Exception {
		try (RawHttpConnection connection = connect()) {
			String request = "GET /plain HTTP/1.1\r\nHost: localhost\r\n";
			assertThat(connection.send(request + "\r\n").receiveResponse()).endsWith("plain false null");
			assertThat(connection.send(request + "Connection: upgrade\r\nUpgrade: a, b\r\n\r\n").receiveResponse())
				.endsWith("plain true a, b");
			assertThat(connection.send(request + "Connection: upgrade\r\nUpgrade: a\r\nContent-Length: 1\r\n\r\nx")
				.receiveResponse()).endsWith("plain false null");
			assertThat(connection.send(request.replace("/plain", "/echo") + "\r\n").receiveResponse())
				.startsWith("HTTP/1.1 500");
		}
	}

	@Test
	void oneTooManyIsAnswered503() throws Exception {
		try (RawHttpConnection first = connect(); RawHttpConnection second = connect()) {
			assertThat(first.send(ASK.formatted("/echo")).receiveResponse()).startsWith("HTTP/1.1 101");
			assertThat(second.send(ASK.formatted("/echo")).receiveResponse()).startsWith("HTTP/1.1 503");
			assertThat(second.send(ASK.formatted("/plain")).receiveResponse()).endsWith("plain true echo/1");
			assertThat(first.send("Z").receiveToOrderlyEnd()).isEqualTo("Z");
		}
	}

	@Test
	void secondUpgradeFails() throws Exception {
		try (RawHttpConnection connection = connect()) {
			assertThat(connection.send(ASK.formatted("/twice")).receiveResponse()).startsWith("HTTP/1.1 101");
			assertThat(connection.receiveToOrderlyEnd()).isEqualTo("it was already");
		}
	}

	@Test
	void failureOfTheHandlerEndsTheConnectionWithoutAnAnswer() throws Exception {
		try (RawHttpConnection connection = connect()) {
			connection.send(ASK.formatted("/fail")).receiveResponse();
			assertThat(connection.receiveToEnd()).isEmpty();
		}
	}

	@Test
	void abortEndsTheConnection() throws Exception {
		try (RawHttpConnection connection = connect()) {
			connection.send(ASK.formatted("/abort")).receiveResponse();
			assertThat(connection.receiveToEnd()).isEmpty();
		}
	}

	@RestController
	static class Routes {

		@RequestMapping("/echo")
		Mono<Void> echo(UpgradeFeature feature, ServerHttpResponse response) {
			response.getHeaders().set("X-Field", "of the application");
			return feature.upgrade("echo/1", (connection) -> connection.send(connection.receive()
				.takeUntil((buffer) -> buffer.toString(StandardCharsets.US_ASCII).endsWith("Z"))));
		}

		@RequestMapping("/plain")
		String plain(UpgradeFeature feature) {
			return "plain " + feature.isUpgradable() + " " + feature.getRequestedProtocol();
		}

		@RequestMapping("/twice")
		Mono<Void> twice(UpgradeFeature feature) {
			return feature.upgrade("echo/1",
					(connection) -> feature.upgrade("echo/1", (second) -> Mono.empty())
						.onErrorResume(IllegalStateException.class,
								(error) -> connection.send(text(connection, "it was already"))));
		}

		@RequestMapping("/fail")
		Mono<Void> fail(UpgradeFeature feature) {
			return feature.upgrade("echo/1", (connection) -> Mono.error(new IllegalArgumentException("by intention")));
		}

		@RequestMapping("/abort")
		Mono<Void> abort(UpgradeFeature feature, ConnectionFeature connectionFeature) {
			return feature.upgrade("echo/1",
					(connection) -> Mono.<Void>fromRunnable(connectionFeature::abort).then(Mono.never()));
		}

		private static Mono<DataBuffer> text(UpgradedConnection connection, String text) {
			return Mono.just(connection.bufferFactory().wrap(text.getBytes(StandardCharsets.US_ASCII)));
		}

	}

}
