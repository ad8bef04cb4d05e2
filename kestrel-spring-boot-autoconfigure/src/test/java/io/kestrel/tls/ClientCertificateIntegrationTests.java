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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TlsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for client certificates in whole applications: who is let in, and what is said of
 * those who are not.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientCertificateIntegrationTests {

	private static final String TRUST = "server.endpoints.web.trust.";

	@TempDir
	Path directory;

	private Pki pki;

	private final List<String> arguments = new ArrayList<>();

	@BeforeEach
	void issue() throws Exception {
		this.pki = new Pki(this.directory, "Root");
		Issued server = this.pki.server("server", "localhost", "127.0.0.1");
		this.arguments.addAll(List.of("--server.endpoints.web.url=https://127.0.0.1:0",
				"--server.certificates.default.path=" + server.chain(),
				"--server.certificates.default.key-path=" + server.key()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			none | none    | true  |
			none | own     | true  |
			none | foreign | true  |
			want | none    | true  |
			want | own     | true  |
			want | foreign | false | the client's certificate is not trusted
			want | expired | false | the client's certificate has expired or is not yet valid
			need | none    | false | the client sent no certificate
			need | own     | true  |
			need | foreign | false | the client's certificate is not trusted
			need | expired | false | the client's certificate has expired or is not yet valid
			need | server  | false | the client's certificate is not trusted
			""")
	void clientAuth(String clientAuth, String certificate, boolean accepted, String cause, CapturedOutput output)
			throws Exception {
		add("server.endpoints.web.client-auth=" + clientAuth, TRUST + "path=" + this.pki.pem());
		for (String version : List.of("TLSv1.2", "TLSv1.3")) {
			try (TestApplication application = start()) {
				TlsClient client = client(application, certificate).protocols(version);
				if (accepted) {
					assertThat(client.get("localhost")).endsWith("hello");
					assertThat(output).doesNotContain("handshake failed");
				}
				else {
					assertThat(client.get("localhost")).doesNotContain("hello");
				}
			}
		}
		if (cause != null) {
			assertThat(output.getAll().lines().filter((line) -> line.contains("handshake failed"))).hasSize(2)
				.allSatisfy((line) -> assertThat(line).endsWith(cause));
		}
		assertThat(output).doesNotContain("\tat ").doesNotContain("Exception");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pem", "key-store", "bundle", "own-bundle", "stock" })
	void everyFormOfTrust(String form) throws Exception {
		add("server.endpoints.web.client-auth=need");
		switch (form) {
			case "pem" -> add(TRUST + "path=" + this.pki.pem());
			case "key-store" -> add(TRUST + "path=" + this.pki.trustStore("pass-1234"), TRUST + "password=pass-1234");
			case "bundle" ->
				add(TRUST + "bundle=clients", "spring.ssl.bundle.pem.clients.truststore.certificate=" + this.pki.pem());
			case "own-bundle" -> {
				Issued own = this.pki.server("own", "localhost");
				add("server.endpoints.web.certificate.bundle=web",
						"spring.ssl.bundle.pem.web.keystore.certificate=" + own.chain(),
						"spring.ssl.bundle.pem.web.keystore.private-key=" + own.key(),
						"spring.ssl.bundle.pem.web.truststore.certificate=" + this.pki.pem());
			}
			default -> {
				Issued own = this.pki.server("own", "localhost");
				this.arguments.removeIf((argument) -> argument.startsWith("--server.certificates"));
				add("server.ssl.certificate=" + own.chain(), "server.ssl.certificate-private-key=" + own.key(),
						"server.ssl.trust-certificate=" + this.pki.pem());
			}
		}
		try (TestApplication application = start()) {
			assertThat(client(application, "own").get("localhost")).endsWith("hello");
			assertThat(client(application, "foreign").get("localhost")).doesNotContain("hello");
			assertThat(client(application, "none").get("localhost")).doesNotContain("hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void revokedIsRefusedAndOthersAreNot(String version, CapturedOutput output) throws Exception {
		Issued revoked = this.pki.client("revoked");
		add("server.endpoints.web.client-auth=need", TRUST + "path=" + this.pki.pem(),
				TRUST + "crl-path=" + this.pki.revocationList(Duration.ofDays(1), revoked));
		try (TestApplication application = start()) {
			assertThat(client(application, "own").protocols(version).get("localhost")).endsWith("hello");
			assertThat(
					TlsClient.to(application.port(0)).protocols(version).certificate(revoked.bundle()).get("localhost"))
				.doesNotContain("hello");
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("handshake failed"))).singleElement()
			.asString()
			.endsWith("the client's certificate is revoked");
	}

	@Test
	void expiredListRefusesAllAndWarns(CapturedOutput output) throws Exception {
		add("server.endpoints.web.client-auth=need", TRUST + "path=" + this.pki.pem(),
				TRUST + "crl-path=" + this.pki.revocationList(Duration.ofDays(-1)));
		try (TestApplication application = start()) {
			assertThat(output).contains("was to be replaced on");
			assertThat(client(application, "own").get("localhost")).doesNotContain("hello");
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("handshake failed"))).hasSize(1);
	}

	@Test
	void withoutListOfTheIssuerNobodyIsLetIn(CapturedOutput output) throws Exception {
		add("server.endpoints.web.client-auth=need", TRUST + "path=" + this.pki.pem(),
				TRUST + "crl-path=" + new Pki(this.directory, "Other").revocationList(Duration.ofDays(1)));
		try (TestApplication application = start()) {
			assertThat(client(application, "own").get("localhost")).doesNotContain("hello");
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("handshake failed"))).singleElement()
			.asString()
			.contains("the client's certificate");
	}

	private void add(String... properties) {
		for (String property : properties) {
			this.arguments.add("--" + property);
		}
	}

	private TestApplication start() {
		return TestApplication.run(this.arguments.toArray(String[]::new));
	}

	private TlsClient client(TestApplication application, String certificate) {
		TlsClient client = TlsClient.to(application.port(0));
		return switch (certificate) {
			case "none" -> client;
			case "own" -> client.certificate(this.pki.client("own").bundle());
			case "expired" -> client.certificate(this.pki.expiredClient("expired").bundle());
			case "server" -> client.certificate(this.pki.server("server", "server.example").bundle());
			default -> client.certificate(new Pki(this.directory, "Foreign").client("foreign").bundle());
		};
	}

}
