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

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;

import io.kestrel.testing.CertificateFolder;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestPki;
import io.kestrel.testing.TlsClient;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Files of certificates that change while an application runs, for better and for worse.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateChangeIntegrationTests {

	private static final String NOT_RELOADED = "could not be reloaded";

	@TempDir
	Path directory;

	private TestPki pki;

	private CertificateFolder files;

	private BigInteger first;

	private TestApplication application;

	@BeforeEach
	void prepare() throws Exception {
		this.pki = new TestPki("Test root");
		this.files = new CertificateFolder(this.directory.resolve("server"));
		this.first = this.files.rename(this.pki.server("a.example"));
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private void run(String... arguments) {
		List<String> all = new ArrayList<>(Arrays.asList(arguments));
		all.add("--spring.ssl.bundle.watch.file.quiet-period=100ms");
		this.application = TestApplication.run(all.toArray(String[]::new));
	}

	private void runWithFiles(String... arguments) {
		List<String> all = new ArrayList<>(Arrays.asList(arguments));
		all.add("--server.endpoints.web.url=https://127.0.0.1:0");
		all.add("--server.endpoints.web.certificate.path=" + this.files.chain());
		all.add("--server.endpoints.web.certificate.key-path=" + this.files.key());
		run(all.toArray(String[]::new));
	}

	private BigInteger serial(String endpoint) throws Exception {
		return TlsClient.create().serial(this.application.port(endpoint));
	}

	private void awaitSerial(String endpoint, BigInteger serial) {
		await().until(() -> serial(endpoint).equals(serial));
	}

	private static int count(CapturedOutput output, String text) {
		return output.getAll().split(Pattern.quote(text), -1).length - 1;
	}

	/*
	 * For tests that count: both files change at once, however slow the machine is.
	 */
	private void useLink() throws Exception {
		this.files = new CertificateFolder(this.directory.resolve("linked"));
		this.first = this.files.turnLink(this.pki.server());
	}

	@Test
	void pairThatDoesNotMatchKeepsTheOldOne(CapturedOutput output) throws Exception {
		useLink();
		runWithFiles();
		this.files.turnLink(this.pki.server(), this.pki.server());
		await().until(() -> output.getAll().contains(NOT_RELOADED));
		assertThat(serial("web")).isEqualTo(this.first);
		BigInteger good = this.files.turnLink(this.pki.server());
		awaitSerial("web", good);
		assertThat(count(output, NOT_RELOADED)).isEqualTo(1);
		assertThat(count(output, "ERROR")).isEqualTo(1);
		assertThat(output).contains("server.endpoints.web.certificate.key-path=" + this.files.key()
				+ ": the private key does not belong to the certificate in " + this.files.chain());
	}

	@Test
	void damagedFileKeepsTheOldOne(CapturedOutput output) throws Exception {
		useLink();
		runWithFiles();
		Files.writeString(this.files.chain(), "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n");
		await().until(() -> output.getAll().contains(NOT_RELOADED));
		assertThat(serial("web")).isEqualTo(this.first);
		awaitSerial("web", this.files.turnLink(this.pki.server()));
		assertThat(count(output, "ERROR")).isEqualTo(1);
		assertThat(output).contains("server.endpoints.web.certificate.path=" + this.files.chain());
	}

	@Test
	void deletedFilesKeepTheOldOne(CapturedOutput output) throws Exception {
		useLink();
		runWithFiles();
		this.files.removeLink();
		await().until(() -> output.getAll().contains("no longer there"));
		assertThat(serial("web")).isEqualTo(this.first);
		awaitSerial("web", this.files.turnLink(this.pki.server()));
		assertThat(count(output, "no longer there")).isEqualTo(1);
		assertThat(output).contains(this.files.chain() + " and " + this.files.key()).doesNotContain("ERROR");
	}

	@Test
	void trustFileDecidesFromTheNextHandshakeOn() throws Exception {
		TestPki one = new TestPki("One");
		TestPki other = new TestPki("Other");
		Path trust = Files.writeString(this.directory.resolve("trust.crt"), one.root().getCertificatePEM());
		runWithFiles("--server.endpoints.web.client-auth=need", "--server.endpoints.web.trust.path=" + trust);
		TlsClient ofOne = TlsClient.create().certificate(one.client("somebody"));
		TlsClient ofOther = TlsClient.create().certificate(other.client("somebody"));
		int port = this.application.port("web");
		assertThat(ofOne.isAccepted(port)).isTrue();
		assertThat(ofOther.isAccepted(port)).isFalse();
		Files.writeString(trust, other.root().getCertificatePEM());
		await().until(() -> ofOther.isAccepted(port));
		assertThat(ofOne.isAccepted(port)).isFalse();
		assertThat(TlsClient.create().isAccepted(port)).isFalse();
	}

	@Test
	void revocationListDecidesFromTheNextHandshakeOn() throws Exception {
		TestPki clients = new TestPki("Clients");
		X509Bundle client = clients.client("somebody");
		Path trust = Files.writeString(this.directory.resolve("trust.crt"), clients.root().getCertificatePEM());
		Path crl = Files.write(this.directory.resolve("trust.crl"), crl(clients));
		runWithFiles("--server.endpoints.web.client-auth=need", "--server.endpoints.web.trust.path=" + trust,
				"--server.endpoints.web.trust.crl-path=" + crl);
		TlsClient somebody = TlsClient.create().certificate(client);
		int port = this.application.port("web");
		assertThat(somebody.isAccepted(port)).isTrue();
		Files.write(crl, crl(clients, client));
		await().until(() -> !somebody.isAccepted(port));
		Files.write(crl, crl(clients));
		await().until(() -> somebody.isAccepted(port));
	}

	private static byte[] crl(TestPki authority, X509Bundle... revoked) throws Exception {
		Instant now = Instant.now();
		X509v2CRLBuilder builder = new X509v2CRLBuilder(
				X500Name.getInstance(authority.root().getCertificate().getSubjectX500Principal().getEncoded()),
				Date.from(now.minusSeconds(60)));
		builder.setNextUpdate(Date.from(now.plusSeconds(3600)));
		for (X509Bundle bundle : revoked) {
			builder.addCRLEntry(bundle.getCertificate().getSerialNumber(), Date.from(now.minusSeconds(60)),
					CRLReason.keyCompromise);
		}
		return builder
			.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.root().getKeyPair().getPrivate()))
			.getEncoded();
	}

	@Test
	void bundleOfSpringBootIsFollowedWhereverItIsNamed(CapturedOutput output) throws Exception {
		run("--spring.ssl.bundle.pem.web.reload-on-update=true",
				"--spring.ssl.bundle.pem.web.keystore.certificate=" + this.files.chain(),
				"--spring.ssl.bundle.pem.web.keystore.private-key=" + this.files.key(), "--server.ssl.bundle=web",
				"--server.ssl.server-name-bundles[0].server-name=a.example",
				"--server.ssl.server-name-bundles[0].bundle=web", "--server.endpoints.own.url=https://127.0.0.1:0",
				"--server.endpoints.own.certificate.bundle=web", "--server.endpoints.stock.url=https://127.0.0.1:0");
		assertBundle(this.first);
		this.files.rename(this.pki.server(), this.pki.server());
		await().until(() -> output.getAll().contains(NOT_RELOADED) || output.getAll().contains("ERROR"));
		assertBundle(this.first);
		BigInteger next = this.files.rename(this.pki.server("a.example"));
		awaitSerial("own", next);
		awaitSerial("stock", next);
		assertBundle(next);
	}

	private void assertBundle(BigInteger expected) throws Exception {
		assertThat(serial("own")).isEqualTo(expected);
		assertThat(serial("stock")).isEqualTo(expected);
		assertThat(TlsClient.create().serverName("a.example").serial(this.application.port("stock")))
			.isEqualTo(expected);
	}

	/**
	 * The certificate of the endpoint stays as it is, only the trust of another bundle
	 * changes.
	 */
	@Test
	void trustOfServerSslIsFollowedByAnEndpointWithACertificateOfItsOwn() throws Exception {
		TestPki one = new TestPki("One");
		TestPki other = new TestPki("Other");
		Path trust = Files.writeString(this.directory.resolve("trust.crt"), one.root().getCertificatePEM());
		runWithFiles("--spring.ssl.bundle.pem.web.reload-on-update=true",
				"--spring.ssl.bundle.pem.web.keystore.certificate=" + this.files.chain(),
				"--spring.ssl.bundle.pem.web.keystore.private-key=" + this.files.key(),
				"--spring.ssl.bundle.pem.web.truststore.certificate=" + trust, "--server.ssl.bundle=web",
				"--server.ssl.client-auth=need");
		TlsClient ofOne = TlsClient.create().certificate(one.client("somebody"));
		TlsClient ofOther = TlsClient.create().certificate(other.client("somebody"));
		int port = this.application.port("web");
		assertThat(ofOne.isAccepted(port)).isTrue();
		assertThat(ofOther.isAccepted(port)).isFalse();
		Files.writeString(trust, other.root().getCertificatePEM());
		await().until(() -> ofOther.isAccepted(port));
		assertThat(ofOne.isAccepted(port)).isFalse();
	}

}
