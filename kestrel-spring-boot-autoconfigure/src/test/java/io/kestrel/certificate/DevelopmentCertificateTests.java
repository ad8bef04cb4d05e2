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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.kestrel.configuration.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DevelopmentCertificate}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DevelopmentCertificateTests {

	private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

	@TempDir
	Path home;

	@Test
	void certificateIsForThisMachineAndServersOnly() throws Exception {
		X509Certificate certificate = load(NOW).chain().get(0);
		assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
		assertThat(certificate.getSubjectAlternativeNames()).map((name) -> String.valueOf(name.get(1)))
			.containsExactly("localhost", "*.dev.localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
		assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
		assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
		assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.19", "2.5.29.15");
		assertThat(certificate.getKeyUsage()).startsWith(true, false, false);
		assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
		assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW);
		assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
	}

	@Test
	void filesAreForTheirOwnerOnly() throws Exception {
		load(NOW);
		assertThat(mode(directory())).isEqualTo("rwx------");
		assertThat(mode(key())).isEqualTo("rw-------");
		assertThat(mode(crt())).isEqualTo("rw-------");
		try (Stream<Path> files = Files.list(directory())) {
			assertThat(files.map((file) -> file.getFileName().toString()).sorted()).containsExactly("localhost.crt",
					"localhost.key", "lock");
		}
		assertThat(key()).content().startsWith("-----BEGIN PRIVATE KEY-----");
	}

	@Test
	void onceMadeItIsUsedUntilThirtyDaysAreLeft(CapturedOutput output) throws Exception {
		byte[] made = made(NOW);
		assertThat(output).containsOnlyOnce("because there was none. Clients do not trust it yet");
		assertThat(made(NOW.plus(Duration.ofDays(335)))).isEqualTo(made);
		assertThat(made(NOW.plus(Duration.ofDays(335)).plusMillis(1))).isNotEqualTo(made);
		assertThat(output).containsOnlyOnce("because the one that was there ends on 2027-06-01T00:00:00Z");
	}

	@Test
	void damagedOneIsReplaced(CapturedOutput output) throws Exception {
		byte[] made = made(NOW);
		Files.writeString(crt(), "-----BEGIN CERTIFICATE-----");
		assertThat(made(NOW)).isNotEqualTo(made);
		assertThat(output).containsOnlyOnce("because the one that was there is damaged");
	}

	@Test
	void keyOfAnotherCertificateIsReplaced() throws Exception {
		byte[] made = made(NOW);
		Files.writeString(key(), SelfSignedCertificate.make(NOW).privateKeyPem());
		assertThat(made(NOW)).isNotEqualTo(made);
	}

	@Test
	void keyThatOthersCouldReadIsReplaced(CapturedOutput output) throws Exception {
		byte[] made = made(NOW);
		Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));
		assertThat(made(NOW)).isNotEqualTo(made);
		assertThat(mode(key())).isEqualTo("rw-------");
		assertThat(output).containsOnlyOnce("because others than the owner could read the private key");
	}

	@Test
	void applicationsThatStartAtOnceGetTheSame() throws Exception {
		Set<Object> serials = ConcurrentHashMap.newKeySet();
		ExecutorService pool = Executors.newFixedThreadPool(8);
		try {
			Callable<Boolean> start = () -> serials.add(load(NOW).chain().get(0).getSerialNumber());
			for (Future<Boolean> started : pool.invokeAll(List.of(start, start, start, start, start, start, start))) {
				started.get();
			}
		}
		finally {
			pool.shutdown();
		}
		assertThat(serials).hasSize(1);
	}

	@Test
	void withoutBouncyCastleTheDependencyIsNamed() throws Exception {
		DevelopmentCertificate without = new DevelopmentCertificate(directory(), InstantSource.fixed(NOW), false);
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(without::prepare)
			.withMessageContaining("server.certificates.development.enabled=true")
			.withMessageContaining("org.bouncycastle:bcpkix-jdk18on");
		byte[] made = made(NOW);
		without.prepare();
		assertThat(made(NOW)).isEqualTo(made);
	}

	@Test
	void directoryThatCantBeMadeIsNamed() throws Exception {
		Files.writeString(directory(), "a file");
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> load(NOW))
			.withMessageContaining("can't be written to " + directory());
	}

	@Test
	void sameServerGetsTheSameBundle() {
		try (Certificates certificates = certificates(NOW)) {
			assertThat(certificates.development()).isSameAs(certificates.development());
			assertThat(certificates.development().name()).isEqualTo("server.certificates.development");
		}
	}

	@Test
	void commandsNameTheFile() {
		try (Certificates certificates = certificates(NOW)) {
			assertThat(certificates.howToTrustDevelopment().lines()).hasSize(4)
				.allSatisfy((line) -> assertThat(line).contains(crt().toString()));
		}
	}

	private byte[] made(Instant now) throws Exception {
		return load(now).chain().get(0).getEncoded();
	}

	private CertificateBundle load(Instant now) {
		try (Certificates certificates = certificates(now)) {
			return certificates.development();
		}
	}

	private Certificates certificates(Instant now) {
		return new Certificates(new DefaultSslBundleRegistry(), new DefaultResourceLoader(), Duration.ofSeconds(10),
				InstantSource.fixed(now), directory());
	}

	private Path directory() {
		return this.home.resolve("development");
	}

	private Path crt() {
		return directory().resolve("localhost.crt");
	}

	private Path key() {
		return directory().resolve("localhost.key");
	}

	private static String mode(Path file) throws Exception {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

}
