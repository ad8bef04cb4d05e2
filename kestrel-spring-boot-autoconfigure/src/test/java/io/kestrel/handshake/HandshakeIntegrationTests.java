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

package io.kestrel.handshake;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.kestrel.https.PlainHttp;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.Tool;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handshakes with foreign clients, good ones and bad ones.
 */
@ParameterizedClass
@MethodSource("io.kestrel.handshake.TlsRow#all")
class HandshakeIntegrationTests {

	private final TlsRow row;

	private TestAuthority authority;

	@TempDir
	Path directory;

	HandshakeIntegrationTests(TlsRow row) {
		this.row = row;
	}

	@BeforeEach
	void makeAuthority() throws Exception {
		this.authority = TestAuthority.of(this.row.algorithm());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void curlSpeaksHttp2AndHttp1(boolean sni) throws Exception {
		Tool.require("curl");
		try (TlsServer server = start(sni, PlainHttp.REJECT, (builder) -> builder)) {
			for (String protocol : List.of("--http2", "--http1.1")) {
				assertThat(curl(server, protocol)).isEqualTo("hello " + (protocol.equals("--http2") ? "2" : "1.1"));
			}
			assertNoFailures(server);
		}
	}

	private String curl(TlsServer server, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of("curl", "-sS", "-m", "20", "-w", " %{http_version}", "--cacert",
				this.authority.rootFile(this.directory).toString(), "https://localhost:" + server.port() + "/"));
		command.addAll(List.of(options));
		return Tool.run(command).strip();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			h2, h2
			http/1.1, http/1.1
			'h2,http/1.1', h2
			'http/1.1,h2', h2
			spdy/3,
			""")
	void applicationProtocolIsTheServersChoice(String offered, String expected) throws Exception {
		try (TlsServer server = start((builder) -> builder)) {
			assertThat(OpenSslClient.connect(server, "-alpn", offered))
				.contains((expected != null) ? "ALPN protocol: " + expected : "No ALPN negotiated");
			assertNoFailures(server);
		}
	}

	@ParameterizedTest
	@CsvSource({ "-tls1_3, TLSv1.3", "-tls1_2, TLSv1.2" })
	void speaksTls12AndTls13(String option, String version) throws Exception {
		try (TlsServer server = start((builder) -> builder)) {
			assertThat(OpenSslClient.connect(server, option)).contains(version + ", Cipher is ")
				.contains("Verification");
			assertNoFailures(server);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1", "-tls1_1" })
	void refusesOldVersions(String option) throws Exception {
		try (TlsServer server = start((builder) -> builder)) {
			assertThat(OpenSslClient.connect(server, option, "-cipher", "ALL:@SECLEVEL=0")).contains("Cipher is (NONE)")
				.contains("protocol version");
			assertOneFailure(server, HandshakeFailure.NO_COMMON_VERSION);
		}
	}

	@Test
	void refusesWeakCipherSuites() throws Exception {
		try (TlsServer server = start((builder) -> builder)) {
			assertThat(OpenSslClient.connect(server, "-tls1_2", "-cipher", "AES256-SHA")).contains("handshake failure");
			assertOneFailure(server, HandshakeFailure.NO_COMMON_CIPHER_SUITE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_2", "-tls1_3" })
	void resumesSessions(String version) throws Exception {
		File session = this.directory.resolve("session.pem").toFile();
		try (TlsServer server = start((builder) -> builder)) {
			String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			assertThat(OpenSslClient.stay(server, request, version, "-ign_eof", "-sess_out", session.getPath()))
				.contains("New, TLS")
				.contains("hello");
			assertThat(OpenSslClient.stay(server, request, version, "-ign_eof", "-sess_in", session.getPath()))
				.contains("Reused, TLS")
				.contains("hello");
			assertNoFailures(server);
		}
	}

	@Test
	void clientThatRenegotiatesIsClosed() throws Exception {
		try (TlsServer server = start((builder) -> builder)) {
			assertThat(OpenSslClient.stay(server, "R\n", "-tls1_2")).contains("RENEGOTIATING");
			assertOneFailure(server, HandshakeFailure.RENEGOTIATION);
		}
	}

	@Test
	void clientThatDoesNotTrustTheCertificateIsNamed() throws Exception {
		try (TlsServer server = start((builder) -> builder)) {
			assertThat(OpenSslClient.connect(server, "-verify_return_error", "-CAfile",
					new TestAuthority(this.row.algorithm()).rootFile(this.directory).toString()))
				.contains("verify error");
			assertOneFailure(server, HandshakeFailure.CERTIFICATE_REJECTED);
		}
	}

	@ParameterizedTest
	@CsvSource({ "-tls1_2, NONE, NO_CLIENT_CERTIFICATE", "-tls1_3, NONE, NO_CLIENT_CERTIFICATE",
			"-tls1_2, FOREIGN, CLIENT_CERTIFICATE_NOT_TRUSTED", "-tls1_3, FOREIGN, CLIENT_CERTIFICATE_NOT_TRUSTED",
			"-tls1_2, EXPIRED, CLIENT_CERTIFICATE_EXPIRED", "-tls1_3, EXPIRED, CLIENT_CERTIFICATE_EXPIRED",
			"-tls1_2, GOOD,", "-tls1_3, GOOD," })
	void clientCertificateIsJudged(String version, String certificate, HandshakeFailure expected) throws Exception {
		try (TlsServer server = start(
				(builder) -> builder.clientAuth(ClientAuth.REQUIRE).trustManager(this.authority.trust()))) {
			List<String> options = new ArrayList<>(List.of(version, "-ign_eof"));
			if (!certificate.equals("NONE")) {
				X509Bundle bundle = clientCertificate(certificate);
				options.addAll(List.of("-cert", bundle.toTempCertChainPem().getPath(), "-key",
						bundle.toTempPrivateKeyPem().getPath()));
			}
			String output = OpenSslClient.stay(server, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
					options.toArray(String[]::new));
			if (expected == null) {
				assertThat(output).contains("hello");
				assertNoFailures(server);
			}
			else {
				assertThat(output).contains("alert").doesNotContain("hello");
				assertOneFailure(server, expected);
			}
		}
	}

	private X509Bundle clientCertificate(String kind) throws Exception {
		return switch (kind) {
			case "EXPIRED" -> this.authority.expiredClient();
			case "FOREIGN" -> new TestAuthority(this.row.algorithm()).issue("client",
					(builder) -> builder.addExtendedKeyUsageClientAuth());
			default -> this.authority.issue("client", (builder) -> builder.addExtendedKeyUsageClientAuth());
		};
	}

	@Test
	void withoutHttp1ApplicationProtocolMustBeHttp2() throws Exception {
		SslContext context = TestAuthority.context(this.row.provider(), this.authority.server("localhost"), "h2")
			.build();
		TlsHost host = new TlsHost("*", context, false, TlsServer.TIMEOUT);
		try (TlsServer server = TlsServer.start(context, true, PlainHttp.REJECT, (name) -> host, HttpProtocol.H2)) {
			assertThat(OpenSslClient.stay(server, "")).contains("No ALPN negotiated");
			assertOneFailure(server, HandshakeFailure.PROTOCOL_NOT_NEGOTIATED);
			Tool.require("curl");
			assertThat(curl(server, "--http2")).isEqualTo("hello 2");
		}
	}

	@Test
	void plainHttpIsTold() throws Exception {
		try (TlsServer server = start((builder) -> builder);
				RawHttpConnection connection = new RawHttpConnection("127.0.0.1", server.port())) {
			// More than is read: a close at once would end in a reset.
			connection
				.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
			assertThat(connection.receiveToOrderlyEnd()).startsWith("HTTP/1.1 400 Bad Request\r\n")
				.endsWith("This port speaks HTTPS, but the request came as plain HTTP. Use https:// in its URL.\n");
			connection.close();
			assertOneFailure(server, HandshakeFailure.PLAIN_HTTP);
		}
	}

	@Test
	void curlFollowsFromPlainHttp() throws Exception {
		Tool.require("curl");
		try (TlsServer server = start(true, PlainHttp.REDIRECT, (builder) -> builder)) {
			assertThat(Tool.run(List.of("curl", "-sSL", "-m", "20", "--cacert",
					this.authority.rootFile(this.directory).toString(), "http://localhost:" + server.port() + "/a?b")))
				.isEqualTo("hello");
			assertOneFailure(server, HandshakeFailure.PLAIN_HTTP);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0", "EHLO a.example\r\n" })
	void whatIsNoTlsIsClosed(String bytes) throws Exception {
		try (TlsServer server = start((builder) -> builder);
				RawHttpConnection connection = new RawHttpConnection("127.0.0.1", server.port())) {
			assertThat(connection.send(bytes).receiveToEnd()).isEmpty();
			assertOneFailure(server, HandshakeFailure.NOT_TLS);
		}
	}

	@Test
	void tlsOnPlainEndpointIsRefused() throws Exception {
		Tool.require("curl");
		try (TlsServer server = TlsServer.startPlain()) {
			assertThat(OpenSslClient.stay(server, "")).contains("handshake failure");
			assertOneFailure(server, HandshakeFailure.TLS_ON_PLAIN_ENDPOINT);
			assertThat(Tool.run(List.of("curl", "-sS", "-m", "20", "http://" + server.address() + "/")))
				.isEqualTo("hello");
		}
	}

	private TlsServer start(UnaryOperator<SslContextBuilder> with) throws Exception {
		return start(true, PlainHttp.REJECT, with);
	}

	private TlsServer start(boolean sni, PlainHttp plainHttp, UnaryOperator<SslContextBuilder> with) throws Exception {
		SslContext context = with
			.apply(TestAuthority.context(this.row.provider(), this.authority.server("localhost"), "h2", "http/1.1"))
			.build();
		TlsHost host = new TlsHost("*", context, true, TlsServer.TIMEOUT);
		return TlsServer.start(context, sni, plainHttp, (name) -> host, HttpProtocol.H2, HttpProtocol.HTTP11);
	}

	private static void assertNoFailures(TlsServer server) {
		assertThat(server.failures().counts()).isEmpty();
	}

	private static void assertOneFailure(TlsServer server, HandshakeFailure expected) throws InterruptedException {
		server.awaitEnd();
		assertThat(server.failures().counts()).isEqualTo(Map.of(expected, 1L));
	}

}
