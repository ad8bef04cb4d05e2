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

import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.TrustSettings;
import io.kestrel.testing.Tool;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Certificates}: the forms in which a certificate can be given.
 */
class CertificateFormsTests {

	private static final ConfigurationKey KEY = ConfigurationKey.of("server.certificates.default");

	private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

	@TempDir
	Path directory;

	private @Nullable Certificates certificates;

	@AfterEach
	void close() {
		if (this.certificates != null) {
			this.certificates.close();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Algorithm.class, names = { "ecp256", "ecp384", "rsa2048", "ed25519" })
	void pemPairOfEveryKind(Algorithm algorithm) throws Exception {
		X509Bundle bundle = Authority.self(algorithm);
		Path crt = Authority.write(this.directory.resolve("tls.crt"), bundle.getCertificatePathPEM());
		Path key = Authority.write(this.directory.resolve("tls.key"), bundle.getPrivateKeyPEM());
		assertLoaded(load(crt.toString(), key.toString(), null), bundle);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PKCS12", "JKS" })
	void keyStoreWithPassword(String type) throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.rsa2048);
		Path store = Authority.keyStore(this.directory.resolve("web.p12"), type, "secret", bundle);
		assertLoaded(load(store.toString(), null, "secret"), bundle);
	}

	@Test
	void keyStoreWithEmptyPassword() throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		Path store = Authority.keyStore(this.directory.resolve("web.p12"), "PKCS12", "", bundle);
		assertLoaded(load(store.toString(), null, null), bundle);
		assertLoaded(load(store.toString(), null, ""), bundle);
	}

	@Test
	void pemInOneFile() throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		Path file = Authority.write(this.directory.resolve("all.pem"), bundle.getPrivateKeyPEM(), "\n",
				bundle.getCertificatePathPEM());
		assertLoaded(load(file.toString(), null, null), bundle);
	}

	@Test
	void pemAsText() throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		assertLoaded(load(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM(), null), bundle);
		assertLoaded(load(bundle.getCertificatePathPEM() + "\n" + bundle.getPrivateKeyPEM(), null, null), bundle);
	}

	@Test
	void locationsAsSpringHasThem() throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		Path crt = Authority.write(this.directory.resolve("tls.crt"), bundle.getCertificatePathPEM());
		Authority.write(this.directory.resolve("tls.key"), bundle.getPrivateKeyPEM());
		assertLoaded(load("file:" + crt, crt.resolveSibling("tls.key").toUri().toString(), null), bundle);
		assertLoaded(load("classpath:tls.crt", "classpath:tls.key", null), bundle);
	}

	@Test
	void chainIsKeptInOrder() throws Exception {
		X509Bundle root = Authority.self(Authority.authority("root"));
		X509Bundle intermediate = Authority.authority("intermediate").buildIssuedBy(root);
		X509Bundle server = Authority.server().buildIssuedBy(intermediate);
		CertificateBundle loaded = load(server.getCertificatePathPEM(), server.getPrivateKeyPEM(), null);
		assertThat(loaded.chain()).containsExactly(server.getCertificate(), intermediate.getCertificate());
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					PKCS#1              | genrsa -traditional -out KEY 2048                                               | ''
					SEC1                | ecparam -name prime256v1 -genkey -noout -out KEY                                | ''
					SEC1 with its curve | ecparam -name prime256v1 -genkey -out KEY                                       | ''
					PKCS#8              | genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY                 | ''
					Ed25519             | genpkey -algorithm ed25519 -out KEY                                             | ''
					RSASSA-PSS          | genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out KEY               | ''
					encrypted RSA       | genpkey -algorithm RSA -aes-256-cbc -pass pass:secret -out KEY                  | secret
					encrypted EC        | genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes128 -pass pass:secret -out KEY | secret
					encrypted Ed25519   | genpkey -algorithm ed25519 -aes-256-cbc -pass pass:secret -out KEY              | secret
					""")
	void keyAsOpensslWritesIt(String form, String command, String password) throws Exception {
		Tool.require("openssl");
		Path key = this.directory.resolve("my.key");
		Path crt = this.directory.resolve("my.crt");
		String made = Tool.run(List.of("sh", "-c", "openssl " + command.replace("KEY", key.toString())
				+ " && openssl req -x509 -new -subj /CN=shop.example -addext subjectAltName=DNS:shop.example -key "
				+ key + " -passin pass:secret -out " + crt));
		assertThat(crt).as(made).isNotEmptyFile();
		CertificateBundle loaded = load(crt.toString(), key.toString(), password);
		assertThat(loaded.chain()).hasSize(1);
		assertThat(loaded.get().createSslContext()).isNotNull();
	}

	@Test
	void sslBundleOfTheApplication() throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		KeyStore store = bundle.toKeyStore("secret".toCharArray());
		this.registry.registerBundle("web", SslBundle.of(SslStoreBundle.of(store, "secret", null)));
		CertificateBundle loaded = certificates().certificate(new CertificateSettings(KEY, "web", null, null, null));
		assertLoaded(loaded, bundle);
		assertThat(loaded.name()).isEqualTo("web");
		assertThat(loaded.get()).isSameAs(this.registry.getBundle("web"));
	}

	@Test
	void trustFromEveryForm() throws Exception {
		X509Bundle first = Authority.self(Authority.authority("first"));
		X509Bundle second = Authority.self(Authority.authority("second"));
		Path pem = Authority.write(this.directory.resolve("ca.pem"), first.getCertificatePEM(), "\n",
				second.getCertificatePEM());
		Path store = Authority.trustStore(this.directory.resolve("ca.p12"), "secret", List.of(first, second));
		Path der = this.directory.resolve("ca.der");
		Files.write(der, first.getCertificate().getEncoded());
		assertThat(trusted(pem.toString(), null)).isEqualTo(2);
		assertThat(trusted(store.toString(), "secret")).isEqualTo(2);
		assertThat(trusted(der.toString(), null)).isEqualTo(1);
		assertThat(trusted(first.getCertificatePEM(), null)).isEqualTo(1);
	}

	@Test
	void sameSettingsGiveTheSameBundle() throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		CertificateSettings settings = new CertificateSettings(KEY, null, bundle.getCertificatePathPEM(),
				bundle.getPrivateKeyPEM(), null);
		Certificates certificates = certificates();
		CertificateBundle first = certificates.certificate(settings);
		assertThat(certificates.certificate(settings)).isSameAs(first);
		certificates.retain(List.of(first));
		assertThat(certificates.certificate(settings)).isSameAs(first);
		certificates.retain(List.of());
		assertThat(certificates.certificate(settings)).isNotSameAs(first);
	}

	private int trusted(String path, @Nullable String password) throws Exception {
		TrustSettings settings = new TrustSettings(ConfigurationKey.of("server.endpoints.web.trust"), null, path,
				password, null);
		CertificateBundle loaded = certificates().trust(settings);
		assertThat(loaded.chain()).isEmpty();
		KeyStore store = loaded.get().getStores().getTrustStore();
		assertThat(store).isNotNull();
		return store.size();
	}

	private CertificateBundle load(String path, @Nullable String keyPath, @Nullable String password) throws Exception {
		return certificates().certificate(new CertificateSettings(KEY, null, path, keyPath, password));
	}

	private Certificates certificates() throws Exception {
		if (this.certificates == null) {
			ClassLoader loader = new URLClassLoader(new URL[] { this.directory.toUri().toURL() });
			this.certificates = new Certificates(this.registry, new DefaultResourceLoader(loader),
					Duration.ofSeconds(10), InstantSource.fixed(Authority.NOW), this.directory);
		}
		return this.certificates;
	}

	private void assertLoaded(CertificateBundle loaded, X509Bundle expected) {
		BigInteger serial = expected.getCertificate().getSerialNumber();
		assertThat(loaded.chain()).first().satisfies((first) -> assertThat(first.getSerialNumber()).isEqualTo(serial));
		assertThat(loaded.get().getManagers().getKeyManagers()).isNotEmpty();
		assertThat(loaded.get().createSslContext()).isNotNull();
		if (!loaded.name().equals("web")) {
			assertThat(loaded.name()).isEqualTo(KEY.name());
			assertThat(this.registry.getBundle(KEY.name())).isSameAs(loaded.get());
		}
		assertThat(loaded.key()).isEqualTo(KEY);
		assertThat(loaded.crls()).isEmpty();
	}

}
