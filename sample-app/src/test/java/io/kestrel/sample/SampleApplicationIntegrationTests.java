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

package io.kestrel.sample;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.kestrel.feature.ServerAddressesFeature;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the routes of the sample application, over the network.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "server.urls=http://localhost:5000;http://unix:/tmp/sample.sock")
class SampleApplicationIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private ServerAddressesFeature addresses;

	@Test
	void pageAndItsPartsAreServed() throws Exception {
		assertThat(get("/").body()).contains("<h1>Kestrel for Spring Boot</h1>");
		assertThat(get("/app.css").statusCode()).isEqualTo(200);
		assertThat(get("/app.js").headers().firstValue("Content-Type")).hasValue("text/javascript");
	}

	@Test
	void serverTellsItsAddressesAndTheConnection() throws Exception {
		String body = get("/api/server").body();
		assertThat(JsonPath.<List<String>>read(body, "$.addresses")).isEqualTo(this.addresses.getAddresses())
			.contains("http://localhost:" + this.port)
			.anyMatch((address) -> address.startsWith("http://unix:/"));
		assertThat(JsonPath.<Boolean>read(body, "$.kestrel")).isTrue();
		assertThat(JsonPath.<Integer>read(body, "$.connection.localPort")).isEqualTo(this.port);
		assertThat(JsonPath.<String>read(body, "$.connection.protocol")).isEqualTo("HTTP/1.1");
	}

	@Test
	void connectionIsShown() throws Exception {
		String body = get("/api/connection").body();
		assertThat(JsonPath.<String>read(body, "$.id")).matches("[0-9A-V]{13}");
		assertThat(JsonPath.<String>read(body, "$.endpoint")).isNull();
		assertThat(JsonPath.<Integer>read(body, "$.localPort")).isEqualTo(this.port);
		assertThat(JsonPath.<Integer>read(body, "$.remotePort")).isBetween(1, 65535).isNotEqualTo(this.port);
		assertThat(JsonPath.<String>read(body, "$.remoteAddress"))
			.isEqualTo(JsonPath.<String>read(body, "$.localAddress"));
		assertThat(JsonPath.<Boolean>read(body, "$.secure")).isFalse();
		assertThat(JsonPath.<Object>read(body, "$.tls")).isNull();
	}

	@Test
	void greetingGreets() throws Exception {
		assertThat(get("/api/greetings/Ada%20L.").body()).isEqualTo("{\"message\":\"Hello, Ada L.!\"}");
	}

	@Test
	void echoReturnsBodyAndItsType() throws Exception {
		HttpResponse<String> response = this.client.send(request("/api/echo").header("Content-Type", "text/csv")
			.POST(BodyPublishers.ofString("a;b\n1;2\n"))
			.build(), BodyHandlers.ofString());
		assertThat(response.body()).isEqualTo("a;b\n1;2\n");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv");
	}

	@Test
	void connectionSpeaksAProtocolOfItsOwn() throws Exception {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream()
				.write("GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello"
					.getBytes(StandardCharsets.US_ASCII));
			StringBuilder received = new StringBuilder();
			while (received.indexOf("\r\n\r\nhello") == -1) {
				int next = socket.getInputStream().read();
				assertThat(next).as("byte after " + received).isNotNegative();
				received.append((char) next);
			}
			assertThat(received).startsWith("HTTP/1.1 101 Switching Protocols");
		}
		assertThat(get("/echo").statusCode()).isEqualTo(426);
	}

	@Test
	void slowAnswerIsBounded() throws Exception {
		assertThat(get("/api/slow?seconds=0").body()).isEqualTo("{\"waitedSeconds\":0}");
		HttpResponse<String> refused = get("/api/slow?seconds=61");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("'seconds' must be between 0 and 60 but was 61");
	}

	@Test
	void clockSendsEvents() throws Exception {
		HttpResponse<Stream<String>> response = this.client.send(request("/api/clock").build(), BodyHandlers.ofLines());
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
		try (Stream<String> lines = response.body()) {
			assertThat(lines.filter((line) -> !line.isEmpty()).limit(2)).satisfiesExactly(
					(line) -> assertThat(line).startsWith("data:{\"number\":0,\"time\":"),
					(line) -> assertThat(line).startsWith("data:{\"number\":1,\"time\":"));
		}
	}

	@Test
	void webSocketEchoes() {
		RecordingWebSocketListener listener = new RecordingWebSocketListener();
		WebSocket socket = this.client.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + "/ws/echo"), listener)
			.join();
		socket.sendText("kee", true).join();
		assertThat(listener.firstMessage()).succeedsWithin(TIMEOUT).isEqualTo("kee");
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
		assertThat(listener.closeCode()).succeedsWithin(TIMEOUT).isEqualTo(WebSocket.NORMAL_CLOSURE);
	}

	@Test
	void downloadIsWholeAndInRanges() throws Exception {
		HttpResponse<byte[]> whole = this.client.send(request("/api/download").build(), BodyHandlers.ofByteArray());
		assertThat(whole.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"kestrels.txt\"");
		assertThat(whole.body()).hasSize(10_200_000).endsWith('\n');
		HttpResponse<String> range = this.client.send(request("/api/download").header("Range", "bytes=0-7").build(),
				BodyHandlers.ofString());
		assertThat(range.statusCode()).isEqualTo(206);
		assertThat(range.body()).isEqualTo("Kestrels");
	}

	@Test
	void actuatorIsExposed() throws Exception {
		assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"");
		assertThat(get("/actuator/info").body()).contains("\"java\"");
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.client.send(request(path).build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).timeout(TIMEOUT);
	}

}
