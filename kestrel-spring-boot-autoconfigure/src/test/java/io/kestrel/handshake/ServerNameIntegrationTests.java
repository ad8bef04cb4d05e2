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

import java.net.IDN;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import io.kestrel.https.PlainHttp;
import io.kestrel.testing.Tool;
import io.kestrel.tls.ServerNames;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what foreign clients get by the server name that they ask for.
 */
@ParameterizedClass
@MethodSource("io.kestrel.handshake.TlsRow#few")
class ServerNameIntegrationTests {

	private final TlsRow row;

	@TempDir
	Path directory;

	ServerNameIntegrationTests(TlsRow row) {
		this.row = row;
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			example.org, example.org
			EXAMPLE.org, example.org
			a.example.org, *.example.org
			a.b.c.example.org, *.example.org
			b.example.org, *.example.org
			a.b.example.org, *.b.example.org
			xn--bcher-kva.example, xn--bcher-kva.example
			XN--BCHER-KVA.example, xn--bcher-kva.example
			localhost, localhost
			example.com,
			anexample.org,
			,
			""")
	void opensslGetsTheCertificateOfTheName(String asked, String expected) throws Exception {
		try (TlsServer server = start("example.org", "*.example.org", "*.b.example.org", "bücher.example",
				"localhost")) {
			String output = (asked != null) ? OpenSslClient.connect(server, "-servername", asked)
					: OpenSslClient.connect(server, "-noservername");
			if (expected != null) {
				assertThat(output).contains("subject=CN = " + expected).contains("Verify return code");
				assertThat(server.failures().count(HandshakeFailure.UNKNOWN_SERVER_NAME)).isZero();
			}
			else {
				assertThat(output).contains("unrecognized name").contains("no peer certificate available");
				server.awaitEnd();
				assertThat(server.failures()
					.count((asked != null) ? HandshakeFailure.UNKNOWN_SERVER_NAME : HandshakeFailure.NO_SERVER_NAME))
					.isEqualTo(1);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "example.org, example.org", "example.com, *", "," + "*" })
	void opensslGetsTheCertificateForAllOthers(String asked, String expected) throws Exception {
		try (TlsServer server = start("example.org", "*")) {
			String output = (asked != null) ? OpenSslClient.connect(server, "-servername", asked)
					: OpenSslClient.connect(server, "-noservername");
			assertThat(output).contains("subject=CN = " + expected);
		}
	}

	@Test
	void gnutlsGetsTheCertificateOfTheNameAndTheAlert() throws Exception {
		Tool.require("gnutls-cli");
		try (TlsServer server = start("example.org", "localhost")) {
			assertThat(gnutls(server, "localhost")).contains("Handshake was completed").contains("CN=localhost");
			assertThat(gnutls(server, "example.com")).contains("The server name sent was not recognized");
			server.awaitEnd();
			assertThat(server.failures().count(HandshakeFailure.UNKNOWN_SERVER_NAME)).isEqualTo(1);
		}
	}

	private static String gnutls(TlsServer server, String name) throws Exception {
		return Tool.run(List.of("sh", "-c", "timeout 20 gnutls-cli --insecure --sni-hostname " + name + " --port "
				+ server.port() + " 127.0.0.1 < /dev/null"));
	}

	private TlsServer start(String... names) throws Exception {
		TestAuthority authority = TestAuthority.of(this.row.algorithm());
		ServerNames.Builder<TlsHost> hosts = ServerNames.builder();
		SslContext any = null;
		for (String name : names) {
			String normalized = IDN.toASCII(name.toLowerCase(Locale.ROOT));
			X509Bundle certificate = authority.server(normalized, "test.example");
			any = TestAuthority.context(this.row.provider(), certificate, "h2", "http/1.1").build();
			hosts.add(name, new TlsHost(name, any, true, TlsServer.TIMEOUT));
		}
		return TlsServer.start(any, true, PlainHttp.REJECT, hosts.build()::find, HttpProtocol.H2, HttpProtocol.HTTP11);
	}

}
