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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is different by server name, in a whole application.
 */
class ServerNameApplicationIntegrationTests {

	@TempDir
	static Path directory;

	private static Pki pki;

	@AutoClose
	private static TestApplication application;

	@BeforeAll
	static void start() throws Exception {
		pki = new Pki(directory, "Root");
		List<String> arguments = new ArrayList<>(List.of("--server.endpoints.web.url=https://127.0.0.1:0",
				"--server.endpoints.web.sni[*.shop.example].protocols=http1",
				"--server.endpoints.web.sni[old.example].enabled-protocols=TLSv1.2",
				"--server.endpoints.web.sni[old.example].protocols=http2",
				"--server.endpoints.web.sni[partner.example].client-auth=need",
				"--server.endpoints.web.sni[partner.example].trust.path=" + pki.pem(), "--server.ssl.bundle=stock",
				"--server.ssl.server-name-bundles[0].server-name=Stock.example",
				"--server.ssl.server-name-bundles[0].bundle=stock",
				"--server.ssl.server-name-bundles[1].server-name=xn--bcher-kva.example",
				"--server.ssl.server-name-bundles[1].bundle=stock"));
		for (String name : List.of("shop.example", "*.shop.example", "*.b.shop.example", "bücher.example",
				"old.example", "partner.example")) {
			certificate(arguments, "server.endpoints.web.sni[" + name + "].certificate", name.replace("ü", "ue"));
		}
		Issued stock = pki.server("stock", "stock.example");
		arguments.addAll(List.of("--spring.ssl.bundle.pem.stock.keystore.certificate=" + stock.chain(),
				"--spring.ssl.bundle.pem.stock.keystore.private-key=" + stock.key()));
		application = TestApplication.run(arguments.toArray(String[]::new));
	}

	private static void certificate(List<String> arguments, String group, String subject) throws Exception {
		// By its subject the test knows it; no client here looks at its names.
		Issued issued = pki.server(subject, "any.example");
		arguments.addAll(List.of("--" + group + ".path=" + issued.chain(), "--" + group + ".key-path=" + issued.key()));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			shop.example,          shop.example,     TLSv1.3, h2
			SHOP.example,          shop.example,     TLSv1.3, h2
			a.shop.example,        *.shop.example,   TLSv1.3, http/1.1
			a.b.c.shop.example,    *.shop.example,   TLSv1.3, http/1.1
			b.shop.example,        *.shop.example,   TLSv1.3, http/1.1
			a.b.shop.example,      *.b.shop.example, TLSv1.3, h2
			x.a.b.shop.example,    *.b.shop.example, TLSv1.3, h2
			xn--bcher-kva.example, buecher.example,  TLSv1.3, h2
			XN--BCHER-KVA.EXAMPLE, buecher.example,  TLSv1.3, h2
			old.example,           old.example,      TLSv1.2, h2
			stock.example,         stock,            TLSv1.3, h2
			STOCK.EXAMPLE,         stock,            TLSv1.3, h2
			""")
	void everyNameHasItsOwn(String asked, String certificate, String version, String protocol) throws Exception {
		TlsClient.Handshake handshake = client(asked).alpn("h2", "http/1.1").handshake();
		assertThat(handshake.certificate()).isEqualTo(certificate);
		assertThat(handshake.protocol()).isEqualTo(version);
		assertThat(handshake.alpn()).isEqualTo(protocol);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			old.example,    --http2,   hello 2
			old.example,    --http1.1, ' 0'
			old.example,    --no-alpn, ' 0'
			a.shop.example, --http2,   hello 1.1
			a.shop.example, --http1.1, hello 1.1
			shop.example,   --http2,   hello 2
			shop.example,   --no-alpn, hello 1.1
			""")
	void nameSpeaksItsOwnProtocols(String name, String option, String response) throws Exception {
		Tool.require("curl");
		// Without one in common curl fails, and what it has written counts.
		String command = "curl -sk -m 20 %s --resolve %s:%d:127.0.0.1 -w ' %%{http_version}' https://%2$s:%3$d/hello || true";
		assertThat(Tool.run(List.of("sh", "-c", command.formatted(option, name, application.port(0)))))
			.isEqualTo(response);
	}

	@ParameterizedTest
	@CsvSource({ "other.example", "ashop.example", "," })
	void anUnknownNameIsRefused(String asked) {
		assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> client(asked).handshake())
			.withMessageContaining("unrecognized_name");
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2", "TLSv1.3" })
	void clientAuthIsThatOfTheName(String version) throws Exception {
		assertThat(client("partner.example").protocols(version).get("partner.example")).doesNotContain("hello");
		assertThat(client("partner.example").protocols(version)
			.certificate(pki.client("client").bundle())
			.get("partner.example")).endsWith("hello");
		assertThat(client("shop.example").protocols(version).get("shop.example")).endsWith("hello");
	}

	@Test
	void theCertificateOfAllOthersIsForAllOthers() throws Exception {
		List<String> arguments = new ArrayList<>(List.of("--server.endpoints.web.url=https://127.0.0.1:0"));
		certificate(arguments, "server.endpoints.web.sni[shop.example].certificate", "shop.example");
		certificate(arguments, "server.endpoints.web.sni[*].certificate", "all");
		try (TestApplication others = TestApplication.run(arguments.toArray(String[]::new))) {
			int port = others.port(0);
			assertThat(TlsClient.to(port).handshake().certificate()).isEqualTo("all");
			assertThat(TlsClient.to(port).serverName("other.example").handshake().certificate()).isEqualTo("all");
			assertThat(TlsClient.to(port).serverName("shop.example").handshake().certificate())
				.isEqualTo("shop.example");
		}
	}

	private static TlsClient client(String name) {
		TlsClient client = TlsClient.to(application.port(0));
		return (name != null) ? client.serverName(name) : client;
	}

}
