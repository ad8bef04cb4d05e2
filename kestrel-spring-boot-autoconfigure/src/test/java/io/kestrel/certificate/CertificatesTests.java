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

package io.kestrel.certificate;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.TrustSettings;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Certificates}: its thread, and what Spring Boot sees of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificatesTests {

	private static final ConfigurationKey KEY = ConfigurationKey.of("server.certificates.default");

	private static final ConfigurationKey TRUST = ConfigurationKey.of("server.endpoints.web.trust");

	private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

	@TempDir
	Path directory;

	private Certificates certificates;

	@BeforeEach
	void create() {
		this.certificates = certificates();
	}

	@AfterEach
	void close() throws InterruptedException {
		this.certificates.close();
		for (Thread watcher : threads()) {
			watcher.join(30_000);
		}
	}

	@Test
	void changedFileIsFoundByItsThread(CapturedOutput output) throws Exception {
		X509Bundle first = Authority.self(Algorithm.ecp256);
		X509Bundle second = Authority.self(Algorithm.ecp256);
		Path store = Authority.keyStore(this.directory.resolve("web.p12"), "PKCS12", "secret", first);
		assertThat(threads()).isEmpty();
		CertificateBundle bundle = this.certificates
			.certificate(new CertificateSettings(KEY, null, store.toString(), null, "secret"));
		assertThat(threads()).isEmpty();
		this.certificates.watch();
		assertThat(threads()).singleElement().satisfies((thread) -> assertThat(thread.isDaemon()).isTrue());
		CountDownLatch updated = new CountDownLatch(1);
		bundle.onUpdate((update) -> updated.countDown());
		Authority.keyStore(store, "PKCS12", "secret", second);
		assertThat(updated.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(serial(bundle)).isEqualTo(second.getCertificate().getSerialNumber());
		Thread watcher = threads().get(0);
		this.certificates.close();
		watcher.join(30_000);
		assertThat(watcher.isAlive()).isFalse();
		// Spring Boot was told, and did not warn of an update that nobody heeds.
		assertThat(this.registry.getBundle(KEY.name())).isSameAs(bundle.get());
		assertThat(output).doesNotContain("doesn't support SSL reloading").doesNotContain("secret");
	}

	@Test
	void serverThatIsStartedTwiceUpdatesItsBundle() throws Exception {
		X509Bundle first = Authority.self(Algorithm.ecp256);
		X509Bundle second = Authority.self(Algorithm.ecp256);
		this.certificates
			.certificate(new CertificateSettings(KEY, null, first.getCertificatePEM(), first.getPrivateKeyPEM(), null));
		this.certificates.close();
		this.certificates = certificates();
		CertificateBundle bundle = this.certificates.certificate(
				new CertificateSettings(KEY, null, second.getCertificatePEM(), second.getPrivateKeyPEM(), null));
		assertThat(this.registry.getBundleNames()).containsExactly(KEY.name());
		assertThat(this.registry.getBundle(KEY.name())).isSameAs(bundle.get());
	}

	@Test
	void updateOfSpringBootIsFollowedUntilTheServerIsClosed(CapturedOutput output) throws Exception {
		X509Bundle first = Authority.self(Algorithm.ecp256);
		X509Bundle second = Authority.self(Algorithm.ecp256);
		this.registry.registerBundle("web", bundle(first));
		CertificateBundle bundle = this.certificates.certificate(new CertificateSettings(KEY, "web", null, null, null));
		List<SslBundle> updates = new ArrayList<>();
		bundle.onUpdate(updates::add);
		this.registry.updateBundle("web", bundle(second));
		assertThat(updates).containsExactly(this.registry.getBundle("web"));
		assertThat(serial(bundle)).isEqualTo(second.getCertificate().getSerialNumber());
		assertThat(output).contains("was reloaded from SSL bundle web: serial number");
		this.registry.updateBundle("web", SslBundle.of(SslStoreBundle.NONE));
		assertThat(serial(bundle)).isEqualTo(second.getCertificate().getSerialNumber());
		assertThat(output).containsOnlyOnce("this SSL bundle has no key store");
		this.certificates.close();
		this.registry.updateBundle("web", bundle(first));
		assertThat(updates).hasSize(1);
		assertThat(threads()).isEmpty();
	}

	@Test
	void noticesAreLoggedAtLoad(CapturedOutput output) throws Exception {
		X509Bundle bundle = Authority.self(Authority.server().notAfter(Authority.NOW.minus(Duration.ofDays(1))));
		this.certificates.certificate(
				new CertificateSettings(KEY, null, bundle.getCertificatePEM(), bundle.getPrivateKeyPEM(), null));
		assertThat(output).containsOnlyOnce("HAS EXPIRED").contains("WARN");
		assertThat(output).contains("server.certificates.default.path=(inline PEM)")
			.doesNotContain("BEGIN PRIVATE KEY");
	}

	@Test
	void revocationListsAreReloadedAlone() throws Exception {
		X509Bundle root = Authority.self(Authority.authority("root"));
		Path ca = Authority.write(this.directory.resolve("ca.pem"), root.getCertificatePEM());
		Path crl = this.directory.resolve("ca.crl");
		RevocationServer lists = RevocationServer.getInstance();
		lists.register(root);
		Files.write(crl, list(lists, root));
		CertificateBundle trust = this.certificates
			.trust(new TrustSettings(TRUST, null, ca.toString(), null, crl.toString()));
		X509Bundle client = Authority.server().buildIssuedBy(root);
		assertThat(trust.crls()).singleElement()
			.satisfies((list) -> assertThat(list.isRevoked(client.getCertificate())).isFalse());
		CountDownLatch updated = new CountDownLatch(1);
		trust.onUpdate((update) -> updated.countDown());
		this.certificates.watch();
		lists.revoke(client, Authority.NOW);
		Files.write(crl, list(lists, root));
		assertThat(updated.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(trust.crls()).singleElement()
			.satisfies((list) -> assertThat(list.isRevoked(client.getCertificate())).isTrue());
	}

	private static byte[] list(RevocationServer lists, X509Bundle authority) throws Exception {
		try (InputStream in = lists.getCrlUri(authority).toURL().openStream()) {
			return in.readAllBytes();
		}
	}

	private Certificates certificates() {
		return new Certificates(this.registry, new DefaultResourceLoader(), Duration.ofMillis(100),
				new MovingClock(Authority.NOW), this.directory);
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("kestrel-certificates"))
			.toList();
	}

	private static BigInteger serial(CertificateBundle bundle) {
		return bundle.chain().get(0).getSerialNumber();
	}

	private static SslBundle bundle(X509Bundle bundle) throws Exception {
		KeyStore store = bundle.toKeyStore("secret".toCharArray());
		return SslBundle.of(SslStoreBundle.of(store, "secret", null));
	}

	/**
	 * Goes on from a moment at which the certificates are valid.
	 */
	private static final class MovingClock implements InstantSource {

		private final Duration offset;

		MovingClock(Instant start) {
			this.offset = Duration.between(InstantSource.system().instant(), start);
		}

		@Override
		public Instant instant() {
			return InstantSource.system().instant().plus(this.offset);
		}

	}

}
