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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiveBundle}: all the ways in which files are replaced, with real files
 * and virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class LiveBundleTests {

	private static final ConfigurationKey KEY = ConfigurationKey.of("server.certificates.default");

	private final List<SslBundle> updates = new ArrayList<>();

	private final List<SslBundle> published = new ArrayList<>();

	private final X509Bundle first = certificate();

	private final X509Bundle second = certificate();

	@TempDir
	Path directory;

	private Path crt;

	private Path key;

	private Instant now = Authority.NOW;

	@BeforeEach
	void write() throws IOException {
		this.crt = this.directory.resolve("tls.crt");
		this.key = this.directory.resolve("tls.key");
		writeTo(this.directory, this.first);
	}

	@Test
	void filesWrittenInPlace(CapturedOutput output) throws Exception {
		LiveBundle live = live();
		poll(live, 1);
		assertThat(this.updates).isEmpty();
		writeTo(this.directory, this.second);
		poll(live, 0);
		poll(live, 9);
		assertThat(serial(live)).isEqualTo(serial(this.first));
		poll(live, 1);
		assertThat(serial(live)).isEqualTo(serial(this.second));
		assertThat(this.updates).containsExactly(live.bundle().get()).isEqualTo(this.published);
		assertThat(output).containsOnlyOnce("The certificate server.certificates.default was reloaded from " + this.crt
				+ " and " + this.key + ": serial number " + serial(this.second) + ", valid until 2026-08-30T00:00:00Z");
	}

	@Test
	void fileWrittenInPlaceWithTheSameSizeAndTime() throws Exception {
		LiveBundle live = live();
		FileTime time = Files.getLastModifiedTime(this.crt);
		String text = Files.readString(this.crt);
		Files.writeString(this.crt, text.replaceFirst("MII", "MIJ"));
		Files.setLastModifiedTime(this.crt, time);
		assertThat(this.crt).hasSize(text.length()).content().isNotEqualTo(text);
		poll(live, 0);
		poll(live, 10);
		Files.writeString(this.crt, text);
		Files.setLastModifiedTime(this.crt, time);
		poll(live, 0);
		poll(live, 10);
		assertThat(this.updates).hasSize(1);
	}

	@Test
	void filesRenamedIntoPlace() throws Exception {
		LiveBundle live = live();
		Path next = writeTo(Files.createDirectory(this.directory.resolve("next")), this.second);
		Files.move(next.resolve("tls.key"), this.key, StandardCopyOption.ATOMIC_MOVE);
		poll(live, 0);
		poll(live, 5);
		Files.move(next.resolve("tls.crt"), this.crt, StandardCopyOption.ATOMIC_MOVE);
		poll(live, 4);
		poll(live, 9);
		assertThat(serial(live)).isEqualTo(serial(this.first));
		poll(live, 1);
		assertThat(serial(live)).isEqualTo(serial(this.second));
	}

	@Test
	void linkTurnedAsKubernetesDoes() throws Exception {
		Path mount = Files.createDirectory(this.directory.resolve("mount"));
		writeTo(Files.createDirectory(mount.resolve("..2026_01")), this.first);
		Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_01"));
		this.crt = Files.createSymbolicLink(mount.resolve("tls.crt"), Path.of("..data", "tls.crt"));
		this.key = Files.createSymbolicLink(mount.resolve("tls.key"), Path.of("..data", "tls.key"));
		LiveBundle live = live();
		writeTo(Files.createDirectory(mount.resolve("..2026_02")), this.second);
		poll(live, 0);
		poll(live, 10);
		assertThat(this.updates).isEmpty();
		Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2026_02"));
		Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
		Files.delete(mount.resolve("..2026_01/tls.crt"));
		Files.delete(mount.resolve("..2026_01/tls.key"));
		Files.delete(mount.resolve("..2026_01"));
		poll(live, 0);
		poll(live, 10);
		assertThat(serial(live)).isEqualTo(serial(this.second));
		assertThat(this.updates).hasSize(1);
	}

	@Test
	void filesThatAreGone(CapturedOutput output) throws Exception {
		LiveBundle live = live();
		Files.delete(this.crt);
		Files.delete(this.key);
		for (int i = 0; i < 5; i++) {
			poll(live, 10);
		}
		assertThat(serial(live)).isEqualTo(serial(this.first));
		assertThat(output).containsOnlyOnce("stays in use, but its files are no longer there");
		assertThat(output).doesNotContain("ERROR");
		writeTo(this.directory, this.second);
		poll(live, 0);
		poll(live, 10);
		assertThat(serial(live)).isEqualTo(serial(this.second));
	}

	@Test
	void pairThatDoesNotMatch(CapturedOutput output) throws Exception {
		LiveBundle live = live();
		Files.writeString(this.crt, this.second.getCertificatePEM());
		for (int i = 0; i < 5; i++) {
			poll(live, 10);
		}
		assertThat(serial(live)).isEqualTo(serial(this.first));
		assertThat(this.updates).isEmpty();
		assertThat(output).containsOnlyOnce("ERROR");
		assertThat(output).containsOnlyOnce("could not be reloaded from " + this.crt + " and " + this.key);
		assertThat(output).containsOnlyOnce("the private key does not belong to the certificate in " + this.crt);
		Files.writeString(this.key, this.second.getPrivateKeyPEM());
		poll(live, 0);
		poll(live, 10);
		assertThat(serial(live)).isEqualTo(serial(this.second));
	}

	@Test
	void brokenFile(CapturedOutput output) throws Exception {
		LiveBundle live = live();
		Files.writeString(this.key, "-----BEGIN PRIVATE KEY-----\nMIISECRET\n-----END PRIVATE KEY-----\n");
		poll(live, 0);
		poll(live, 10);
		assertThat(serial(live)).isEqualTo(serial(this.first));
		assertThat(output).containsOnlyOnce("its private key is damaged");
		assertThat(output).doesNotContain("MIISECRET");
	}

	@Test
	void filesThatChangeWhileTheyAreRead(CapturedOutput output) throws Exception {
		CertificateFiles files = source();
		List<Path> read = new ArrayList<>();
		LiveBundle live = live(new Source() {

			@Override
			public Material load() {
				Material material = files.load();
				if (read.size() == 1) {
					writeTo(LiveBundleTests.this.directory, LiveBundleTests.this.second);
				}
				read.add(LiveBundleTests.this.crt);
				return material;
			}

			@Override
			public List<Path> files() {
				return files.files();
			}

		});
		X509Bundle inBetween = certificate();
		writeTo(this.directory, inBetween);
		poll(live, 0);
		poll(live, 10);
		assertThat(read).hasSize(2);
		assertThat(this.updates).isEmpty();
		assertThat(output).doesNotContain("reloaded");
		poll(live, 1);
		poll(live, 10);
		assertThat(read).hasSize(3);
		assertThat(serial(live)).isEqualTo(serial(this.second));
	}

	@Test
	void listenerThatFailsOrIsGoneDisturbsNoOther(CapturedOutput output) throws Exception {
		LiveBundle live = live();
		List<SslBundle> others = new ArrayList<>();
		List<SslBundle> gone = new ArrayList<>();
		live.bundle().onUpdate((bundle) -> {
			throw new IllegalStateException("on purpose");
		});
		live.bundle().onUpdate(gone::add).close();
		live.bundle().onUpdate(others::add);
		live.reload();
		assertThat(others).containsExactly(live.bundle().get());
		assertThat(gone).isEmpty();
		assertThat(output).contains("can't be used everywhere").contains("on purpose");
	}

	private LiveBundle live() {
		return live(source());
	}

	private LiveBundle live(Source source) {
		CertificateBundle bundle = new CertificateBundle(KEY, KEY.name(), source.load());
		bundle.onUpdate(this.updates::add);
		return new LiveBundle(bundle, source, new QuietPeriod(Duration.ofSeconds(10), LiveBundle.fingerprints(source)),
				(name, published) -> this.published.add(published));
	}

	private CertificateFiles source() {
		return new CertificateFiles(new CertificateSettings(KEY, null, this.crt.toString(), this.key.toString(), null),
				new DefaultResourceLoader(),
				new CertificateCheck(InstantSource.fixed(Authority.NOW), new TrustAnchors()));
	}

	private void poll(LiveBundle live, int seconds) {
		this.now = this.now.plusSeconds(seconds);
		live.poll(this.now);
	}

	private static X509Bundle certificate() {
		try {
			return Authority.self(Algorithm.ecp256);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path writeTo(Path directory, X509Bundle bundle) {
		try {
			Files.writeString(directory.resolve("tls.crt"), bundle.getCertificatePEM());
			Files.writeString(directory.resolve("tls.key"), bundle.getPrivateKeyPEM());
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String serial(LiveBundle live) {
		return live.bundle().chain().get(0).getSerialNumber().toString(16);
	}

	private static String serial(X509Bundle bundle) {
		return bundle.getCertificate().getSerialNumber().toString(16);
	}

}
