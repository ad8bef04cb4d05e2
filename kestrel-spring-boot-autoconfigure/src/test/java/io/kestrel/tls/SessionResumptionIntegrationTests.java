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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.testing.CertificateFolder;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestPki;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.Tool;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a session that OpenSSL has kept is worth: something where it was made, and nothing
 * anywhere else, or for a certificate or trust that has changed.
 */
@ParameterizedClass
@ValueSource(strings = { "-tls1_2", "-tls1_3" })
class SessionResumptionIntegrationTests {

	private static final String ANSWER = "HTTP/1.1 200";

	private final String version;

	@TempDir
	Path directory;

	private TestPki pki;

	private CertificateFolder certificate;

	private Path trust;

	private X509Bundle client;

	@AutoClose
	private TestApplication application;

	SessionResumptionIntegrationTests(String version) {
		this.version = version;
	}

	@BeforeEach
	void start() throws Exception {
		Tool.require("openssl");
		this.pki = new TestPki("Test root");
		this.certificate = new CertificateFolder(this.directory.resolve("server"));
		this.certificate.rename(server());
		TestPki clients = new TestPki("Client root");
		this.client = clients.client("somebody");
		Files.writeString(this.directory.resolve("client.crt"), this.client.getCertificatePathPEM());
		Files.writeString(this.directory.resolve("client.key"), this.client.getPrivateKeyPEM());
		this.trust = Files.writeString(this.directory.resolve("trust.crt"), clients.root().getCertificatePEM());
		// All have one certificate, so that it is not the certificate that tells them
		// apart.
		this.application = TestApplication.run("--spring.ssl.bundle.watch.file.quiet-period=100ms",
				"--server.certificates.default.path=" + this.certificate.chain(),
				"--server.certificates.default.key-path=" + this.certificate.key(),
				"--server.endpoint-defaults.trust.path=" + this.trust,
				"--server.endpoints.names.url=https://127.0.0.1:0",
				"--server.endpoints.names.sni[a.example].protocols=http1",
				"--server.endpoints.names.sni[b.example].protocols=http1",
				"--server.endpoints.names.sni[need.example].client-auth=need",
				"--server.endpoints.names.sni[want.example].client-auth=want",
				"--server.endpoints.other.url=https://127.0.0.1:0", "--server.endpoints.strict.url=https://127.0.0.1:0",
				"--server.endpoints.strict.client-auth=need");
	}

	private X509Bundle server() throws Exception {
		return this.pki.server("a.example", "b.example", "need.example", "want.example");
	}

	@Test
	void sessionIsResumedWhileTheCertificateIsTheSame() throws Exception {
		assertNew(ask("names", "a.example", "-sess_out", session()));
		assertReused(ask("names", "a.example", "-sess_in", session()));
	}

	@Test
	void sessionOfAWithdrawnCertificateIsWorthNothing() throws Exception {
		assertNew(ask("names", "a.example", "-sess_out", session()));
		BigInteger serial = this.certificate.rename(server());
		TlsClient named = TlsClient.create().serverName("a.example");
		await().until(() -> named.serial(this.application.port("names")).equals(serial));
		String answer = ask("names", "a.example", "-sess_in", session());
		assertNew(answer);
		assertThat(certificate(answer)).isEqualTo(serial);
		assertNew(ask("names", "a.example", "-sess_out", session()));
		assertReused(ask("names", "a.example", "-sess_in", session()));
	}

	@Test
	void sessionOfAnotherServerNameIsWorthNothing() throws Exception {
		assertNew(ask("names", "a.example", "-sess_out", session()));
		assertNew(ask("names", "b.example", "-sess_in", session()));
		assertNew(ask("names", "want.example", "-sess_in", session()));
	}

	@Test
	void sessionOfAnotherEndpointIsWorthNothing() throws Exception {
		assertNew(ask("names", "a.example", "-sess_out", session()));
		assertNew(ask("other", "a.example", "-sess_in", session()));
	}

	@Test
	void noSessionReplacesAClientCertificate() throws Exception {
		assertNew(ask("names", "a.example", "-sess_out", session()));
		assertRefused(ask("names", "need.example", "-sess_in", session()));
		assertRefused(ask("strict", "a.example", "-sess_in", session()));
		assertNew(ask("names", "want.example", "-sess_out", session()));
		assertRefused(ask("names", "need.example", "-sess_in", session()));
		assertNew(ask("other", "a.example", "-sess_out", session()));
		assertRefused(ask("strict", "a.example", "-sess_in", session()));
	}

	@Test
	void sessionOfAClientCertificateEndsWithTheTrustInIt() throws Exception {
		assertNew(ask("strict", "a.example", withCertificate("-sess_out", session())));
		assertReused(ask("strict", "a.example", withCertificate("-sess_in", session())));
		assertReused(ask("strict", "a.example", "-sess_in", session()));
		Files.writeString(this.trust, new TestPki("Other root").root().getCertificatePEM());
		TlsClient accepted = TlsClient.create().certificate(this.client);
		await().until(() -> !accepted.isAccepted(this.application.port("strict")));
		assertRefused(ask("strict", "a.example", withCertificate("-sess_in", session())));
		assertRefused(ask("strict", "a.example", "-sess_in", session()));
	}

	private String[] withCertificate(String... options) {
		List<String> all = new ArrayList<>(List.of(options));
		all.addAll(List.of("-cert", this.directory.resolve("client.crt").toString(), "-key",
				this.directory.resolve("client.key").toString()));
		return all.toArray(String[]::new);
	}

	private String session() {
		return this.directory.resolve("session.pem").toString();
	}

	/*
	 * The session of TLS 1.3 comes behind the handshake, so a request is made.
	 */
	private String ask(String endpoint, String serverName, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("timeout", "30", "openssl", "s_client", "-connect",
				"127.0.0.1:" + this.application.port(endpoint), "-servername", serverName, "-ign_eof", this.version));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			try {
				process.getOutputStream()
					.write(("GET /hello HTTP/1.1\r\nHost: " + serverName + "\r\nConnection: close\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				process.getOutputStream().close();
			}
			catch (IOException ex) {
				// It was refused and has gone, and what it said is read below.
			}
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.destroy();
			process.waitFor();
		}
	}

	private static void assertNew(String answer) {
		assertThat(answer).contains("New, TLSv1", ANSWER).doesNotContain("Reused, ");
	}

	private static void assertReused(String answer) {
		assertThat(answer).contains("Reused, TLSv1", ANSWER);
	}

	private static void assertRefused(String answer) {
		assertThat(answer).doesNotContain(ANSWER).doesNotContain("Reused, ").contains("alert");
	}

	private static BigInteger certificate(String answer) throws Exception {
		int begin = answer.indexOf("-----BEGIN CERTIFICATE");
		String end = "-----END CERTIFICATE-----";
		String pem = answer.substring(begin, answer.indexOf(end) + end.length()).strip();
		return ((X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))).getSerialNumber();
	}

}
