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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.kestrel.https.Protocol;
import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawFrames;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestCertificates;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the versions of HTTP that an endpoint speaks, and for clients that speak
 * another one.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2ProtocolIntegrationTests {

	private static final String BAD_REQUEST = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
			+ "Content-Type: text/plain\r\nContent-Length: 56\r\n\r\n"
			+ "An HTTP/1.x request was sent to an HTTP/2 only endpoint.";

	private static final String PROTOCOL_ERROR = "\0\0\10\7\0\0\0\0\0\0\0\0\0\0\0\0\1";

	private static final String HTTP_1_1_REQUIRED = "\0\0\10\7\0\0\0\0\0\0\0\0\0\0\0\0\15";

	private static final Protocol[] HTTP2_ONLY = { Protocol.HTTP2 };

	private final TestServer server = new TestServer(Uploads.handledBy((exchange) -> Uploads.answer(exchange, "ok")))
		.fast();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private RawHttpConnection connect(Protocol... protocols) throws Exception {
		this.server.options((options) -> {
			ListenOptions endpoint = options.listen("127.0.0.1", 0)
				.limits((limits) -> limits.keepAliveTimeout(Duration.ofSeconds(2)));
			if (protocols.length > 0) {
				endpoint.protocols(protocols);
			}
		}).start();
		return this.server.connect();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
			"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
			"PRI * HTTP/1.1\r\n", "A / HTTP/1.9\r\n" })
	void requestOfHttp1WhereOnlyHttp2IsSpoken(String request) throws Exception {
		try (RawHttpConnection client = connect(HTTP2_ONLY)) {
			client.send(request);
			assertThat(client.receiveToOrderlyEnd()).isEqualTo(BAD_REQUEST);
		}
		try (RawHttpConnection slow = this.server.connect()) {
			slow.sendOctetByOctet(request);
			assertThat(slow.receiveToEnd()).isEqualTo(BAD_REQUEST);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\0\1garbage that is longer than the preface is\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
			"\n", "GET / HTTP/2.0\r\n", "GET / HTTP/1.1\n" })
	void garbageWhereOnlyHttp2IsSpoken(String garbage, CapturedOutput output) throws Exception {
		try (RawHttpConnection client = connect(HTTP2_ONLY)) {
			client.send(garbage);
			assertThat(client.receiveToOrderlyEnd()).isEqualTo(PROTOCOL_ERROR);
			await().untilAsserted(() -> assertThat(output).contains("neither the preface of HTTP/2 nor HTTP/1.x"));
		}
	}

	@Test
	void endlessLineWhereOnlyHttp2IsSpoken() throws Exception {
		try (RawHttpConnection client = connect(HTTP2_ONLY)) {
			client.send("a".repeat(8 * 1024));
			assertThat(client.receiveToOrderlyEnd()).isEqualTo(PROTOCOL_ERROR);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "PRI * HT", "GET / HT" })
	void nothingMoreWhereOnlyHttp2IsSpoken(String beginning) throws Exception {
		try (RawHttpConnection client = connect(HTTP2_ONLY)) {
			client.send(beginning);
			assertThat(client.receiveToOrderlyEnd()).isEmpty();
		}
	}

	@Test
	void prefaceWhereOnlyHttp1IsSpoken() throws Exception {
		try (RawHttpConnection client = connect(Protocol.HTTP1)) {
			client.send(RawFrames.HELLO);
			assertThat(client.receiveToOrderlyEnd()).isEqualTo(HTTP_1_1_REQUIRED);
		}
	}

	@Test
	void prefaceWhereOnlyHttp2IsSpoken() throws Exception {
		try (RawHttpConnection client = connect(HTTP2_ONLY)) {
			RawFrames frames = new RawFrames(client.send(RawFrames.HELLO));
			assertThat(frames.receive()).as("our codec's").contains("0004000c0000");
			assertThat(frames.get(1).receive(Type.DATA)).isEqualTo("DATA 1 1 6f6b");
		}
	}

	@Test
	void clearTextMaySpeakBothWhereBothAreAskedFor() throws Exception {
		Tool.require("curl");
		try (RawHttpConnection client = connect(Protocol.HTTP1, Protocol.HTTP2)) {
			assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").receiveResponse()).endsWith("ok");
			assertThat(curl("--http2-prior-knowledge", "http")).isEqualTo("ok 2");
			assertThat(curl("--http1.1", "http")).isEqualTo("ok 1.1");
			assertThat(curl("--http2", "http")).as("upgrade").isEqualTo("ok 1.1");
		}
	}

	@Test
	void customizerMayChooseHttp2Alone() throws Exception {
		this.server.factory((factory) -> factory.addServerCustomizers((http) -> http.protocol(HttpProtocol.H2C)));
		try (RawHttpConnection client = connect()) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.receiveToOrderlyEnd()).isEqualTo(BAD_REQUEST);
			Tool.require("curl");
			assertThat(curl("--http2-prior-knowledge", "http")).isEqualTo("ok 2");
		}
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "HTTP1 HTTP2, h2, h2", "HTTP1 HTTP2, http/1.1, http/1.1", "HTTP1 HTTP2, h2 http/1.1, h2",
					"HTTP1 HTTP2, http/1.1 h2, h2", "HTTP1 HTTP2, -, ''", "HTTP2, h2, h2", "HTTP1, http/1.1, http/1.1",
					"HTTP1, h2 http/1.1, http/1.1", "HTTP1 HTTP2, foo, ''", "HTTP1, h2, ''" })
	void alpnChooses(String spoken, String offered, String chosen) throws Exception {
		secure(spoken);
		assertThat(alpn(offered).handshake().alpn()).isEqualTo(chosen);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "HTTP2, -", "HTTP2, http/1.1", "HTTP2, foo" })
	void clientThatDoesNotAskForHttp2IsClosed(String spoken, String offered, CapturedOutput output) throws Exception {
		secure(spoken);
		assertThat(alpn(offered).exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).doesNotContain("ok");
		await().untilAsserted(
				() -> assertThat(output).contains("HTTP/2 over TLS was not negotiated on an HTTP/2-only endpoint."));
		assertThat(output).doesNotContain("Exception", "\tat ");
	}

	@Test
	void toolsSpeakHttp2OverTls() throws Exception {
		Tool.require("curl");
		Tool.require("nghttp");
		secure("HTTP2");
		assertThat(curl("-k", "https")).isEqualTo("ok 2");
		assertThat(Tool.run(List.of("nghttp", "-v", "--no-verify-peer", "https://127.0.0.1:" + this.server.port(0))))
			.contains("The negotiated protocol: h2", "SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100", ":status: 200");
	}

	private void secure(String protocols) throws Exception {
		Protocol[] spoken = Arrays.stream(protocols.split(" ")).map(Protocol::valueOf).toArray(Protocol[]::new);
		Path keyStore = TestCertificates.keyStore();
		this.server
			.options((options) -> options.listen("127.0.0.1", 0)
				.protocols(spoken)
				.https(keyStore.toUri().toString(), TestCertificates.PASSWORD))
			.start();
	}

	private TlsClient alpn(String offered) {
		TlsClient client = TlsClient.to(this.server.port(0));
		return (offered != null) ? client.alpn(offered.split(" ")) : client;
	}

	private String curl(String option, String scheme) throws Exception {
		return Tool.run(List.of("curl", "-s", "-m", "20", option, "-w", " %{http_version}",
				scheme + "://127.0.0.1:" + this.server.port(0) + "/"));
	}

}
