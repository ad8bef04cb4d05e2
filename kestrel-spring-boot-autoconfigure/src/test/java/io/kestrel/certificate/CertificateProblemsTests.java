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
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.TrustSettings;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link Certificates}: what is said about a certificate that can't be used.
 */
class CertificateProblemsTests {

	private static final ConfigurationKey KEY = new ConfigurationKey("server.endpoints.web.certificate",
			"application.properties:3");

	private static final String PASSWORD = "hunter2-is-secret";

	private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

	@TempDir
	static Path directory;

	@BeforeAll
	static void files() throws Exception {
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		X509Bundle other = Authority.self(Algorithm.ecp256);
		X509Bundle rsa = Authority.self(Algorithm.rsa2048);
		X509Bundle root = Authority.self(Authority.authority("root"));
		X509Bundle server = Authority.server().buildIssuedBy(root);
		write("tls.crt", bundle.getCertificatePEM());
		write("tls.key", bundle.getPrivateKeyPEM());
		write("other.key", other.getPrivateKeyPEM());
		write("rsa.key", rsa.getPrivateKeyPEM());
		write("empty.pem", "");
		write("text.pem", "This is not PEM.\n");
		write("damaged.crt", "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n");
		write("damaged.key", "-----BEGIN PRIVATE KEY-----\nMIIBAAAA\n-----END PRIVATE KEY-----\n");
		write("old.key", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
				+ "AAAA\n-----END RSA PRIVATE KEY-----\n");
		write("encrypted.key",
				"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIBAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
		write("reversed.crt", root.getCertificatePEM() + "\n" + server.getCertificatePEM());
		write("server.key", server.getPrivateKeyPEM());
		write("unordered.crt", server.getCertificatePEM() + "\n" + bundle.getCertificatePEM());
		write("client.crt", client().getCertificatePEM());
		Files.write(directory.resolve("tls.der"), bundle.getCertificate().getEncoded());
		Authority.keyStore(directory.resolve("web.p12"), "PKCS12", PASSWORD, bundle);
		Authority.keyStore(directory.resolve("two.p12"), "PKCS12", PASSWORD, bundle, other);
		Authority.keyStore(directory.resolve("web.jks"), "JKS", PASSWORD, bundle);
		Authority.trustStore(directory.resolve("trust.p12"), PASSWORD, List.of(root));
		Files.createDirectory(directory.resolve("directory"));
	}

	private static X509Bundle client() throws Exception {
		X509Bundle bundle = Authority.self(Authority.server().addExtendedKeyUsageClientAuth());
		write("client.key", bundle.getPrivateKeyPEM());
		return bundle;
	}

	@ParameterizedTest(name = "{0} {1} {2}")
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					missing.crt   | tls.key       | -      | path     | there is no such file
					tls.crt       | missing.key   | -      | key-path | there is no such file
					directory     | -             | -      | path     | it is a directory
					tls.crt       | directory     | -      | key-path | it is a directory
					empty.pem     | -             | -      | path     | it is empty
					tls.crt       | empty.pem     | -      | key-path | it is empty
					text.pem      | tls.key       | -      | path     | it holds no certificate in PEM format
					damaged.crt   | tls.key       | -      | path     | a certificate in it is damaged
					tls.der       | tls.key       | -      | path     | it holds no certificate in PEM format
					tls.key       | tls.key       | -      | path     | it holds no certificate in PEM format
					tls.crt       | text.pem      | -      | key-path | it holds no private key in PEM format
					tls.crt       | tls.crt       | -      | key-path | it holds no private key in PEM format
					tls.crt       | damaged.key   | -      | key-path | its private key is damaged
					tls.crt       | old.key       | secret | key-path | encrypted in the old format of OpenSSL
					tls.crt       | encrypted.key | -      | key-path | its private key is encrypted, and no password is given
					tls.crt       | encrypted.key | wrong  | key-path | can't be decrypted with the password
					tls.crt       | other.key     | -      | key-path | the private key does not belong to the certificate in
					tls.crt       | rsa.key       | -      | key-path | the private key does not belong to the certificate in
					reversed.crt  | server.key    | -      | path     | the private key belongs to certificate no. 2 of the chain
					unordered.crt | server.key    | -      | path     | its chain is not in order: certificate no. 2
					client.crt    | client.key    | -      | path     | is not made for a server
					tls.crt       | -             | -      | path     | it holds no private key, and key-path is not set
					tls.der       | -             | -      | path     | it holds a certificate only, in DER format
					text.pem      | -             | -      | path     | it is neither a PKCS#12 or JKS key store nor PEM
					web.p12       | -             | -      | path     | it is protected by a password, and none is given
					web.p12       | -             | wrong  | path     | the password that is given is not that of the file
					web.jks       | -             | wrong  | path     | the password that is given is not that of the file
					web.jks       | -             | -      | path     | it is protected by a password, and none is given
					two.p12       | -             | right  | path     | it holds several private keys (aliases key1, key2)
					trust.p12     | -             | right  | path     | it holds no private key
					""")
	void everyFaultHasItsReason(String path, String keyPath, String password, String property, String reason) {
		String secret = "right".equals(password) ? PASSWORD : password;
		ConfigurationProblem problem = problem(
				new CertificateSettings(KEY, null, in(path), (keyPath != null) ? in(keyPath) : null, secret));
		assertThat(problem.key().name()).isEqualTo(KEY.name() + "." + property);
		assertThat(problem.key().origin()).isEqualTo(property.equals("path") ? KEY.origin() : null);
		assertThat(problem.value()).isEqualTo(in(property.equals("path") ? path : keyPath));
		assertThat(problem.reason()).contains(reason);
		assertThat(problem.cure()).endsWith(problem.cure().contains(":") ? "" : ".").isNotBlank();
		assertThat(problem.toString()).doesNotContain(PASSWORD, "MIIBAAAA", "BEGIN PRIVATE KEY-----\nM");
	}

	@Test
	void faultsOfBothFilesAreToldTogether() {
		InvalidConfigurationException exception = refuse(
				new CertificateSettings(KEY, null, in("missing.crt"), in("missing.key"), null));
		assertThat(exception.getProblems()).extracting((problem) -> problem.key().name())
			.containsExactly(KEY.name() + ".path", KEY.name() + ".key-path");
	}

	@Test
	void relativePathIsToldWhole() {
		ConfigurationProblem problem = problem(new CertificateSettings(KEY, null, "no/such.crt", "no/such.key", null));
		assertThat(problem.value()).isEqualTo("no/such.crt");
		assertThat(problem.reason()).endsWith(Path.of("no/such.crt").toAbsolutePath().toString());
	}

	@Test
	void fileThatMayNotBeReadIsToldFromOneThatIsNotThere() {
		ResourceLoader denied = new DefaultResourceLoader() {

			@Override
			public Resource getResource(String location) {
				return new ByteArrayResource(new byte[0]) {

					@Override
					public InputStream getInputStream() throws IOException {
						throw new AccessDeniedException(location);
					}

				};
			}

		};
		InvalidConfigurationException exception = catchThrowableOfType(InvalidConfigurationException.class,
				() -> Location.of(KEY, "path", "classpath:tls.crt", denied).read());
		assertThat(exception).hasMessageContaining("it may not be read by this user");
	}

	@ParameterizedTest(name = "bundle={0} path={1} key-path={2} password={3}")
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			-   | -     | -     | -      | path                | neither bundle nor path is set
			' ' | ''    | -     | -      | path                | neither bundle nor path is set
			web | a.p12 | -     | -      | bundle              | bundle and path are both set
			web | -     | a.key | -      | key-path            | key-path belongs to path
			web | -     | -     | secret | password            | password belongs to path
			-   | -     | a.key | -      | path, key-path      | key-path is set without path
			-   | -     | -     | secret | path, password      | password is set without path
			-   | -     | a.key | secret | path, key-path, password | password is set without path
			""")
	void settingsThatDoNotGoTogetherAreTold(String bundle, String path, String keyPath, String password, String keys,
			String reason) {
		InvalidConfigurationException exception = refuse(new CertificateSettings(KEY, bundle, path, keyPath, password));
		assertThat(exception.getProblems()).extracting((problem) -> problem.key().name())
			.containsExactly(Stream.of(keys.split(", ")).map((key) -> KEY.name() + "." + key).toArray(String[]::new));
		assertThat(exception).hasMessageContaining(reason).message().doesNotContain("secret");
	}

	@Test
	void unknownBundleIsToldWithThoseThatExist() {
		CertificateSettings settings = new CertificateSettings(KEY, "wev", null, null, null);
		assertThat(problem(settings).reason()).endsWith("there is none at all");
		this.registry.registerBundle("web", SslBundle.of(SslStoreBundle.NONE));
		this.registry.registerBundle("api", SslBundle.of(SslStoreBundle.NONE));
		assertThat(problem(settings)).satisfies((problem) -> {
			assertThat(problem.key().name()).isEqualTo(KEY.name() + ".bundle");
			assertThat(problem.value()).isEqualTo("wev");
			assertThat(problem.reason()).endsWith("there are: api, web");
		});
	}

	@Test
	void bundleThatIsOfNoUseIsTold() throws Exception {
		KeyStore mixed = KeyStore.getInstance("PKCS12");
		mixed.load(null, null);
		X509Bundle bundle = Authority.self(Algorithm.ecp256);
		mixed.setKeyEntry("web", Authority.self(Algorithm.ecp256).getKeyPair().getPrivate(), PASSWORD.toCharArray(),
				bundle.getCertificatePath());
		this.registry.registerBundle("none", SslBundle.of(SslStoreBundle.NONE));
		this.registry.registerBundle("mixed", SslBundle.of(SslStoreBundle.of(mixed, PASSWORD, null)));
		assertThat(bundleProblem("none")).contains("this SSL bundle has no key store");
		assertThat(bundleProblem("mixed")).contains("the private key does not belong to the certificate");
		TrustSettings trust = new TrustSettings(KEY, "mixed", null, null, null);
		assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> certificates().trust(trust)))
			.hasMessageContaining("this SSL bundle has no trust store");
	}

	private String bundleProblem(String name) {
		return problem(new CertificateSettings(KEY, name, null, null, null)).reason();
	}

	@ParameterizedTest(name = "{0} {1}")
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			missing.pem | -           | path     | there is no such file
			empty.pem   | -           | path     | it is empty
			text.pem    | -           | path     | it is neither a PKCS#12 or JKS key store nor PEM
			damaged.crt | -           | path     | a certificate in it is damaged
			web.p12     | -           | path     | it holds no trusted certificate that Java can see
			tls.crt     | missing.crl | crl-path | there is no such file
			tls.crt     | text.pem    | crl-path | it holds no certificate revocation list
			tls.crt     | empty.pem   | crl-path | it is empty
			""")
	void everyFaultOfTrustHasItsReason(String path, String crlPath, String property, String reason) {
		TrustSettings settings = new TrustSettings(KEY, null, in(path), path.endsWith("p12") ? PASSWORD : null,
				(crlPath != null) ? in(crlPath) : null);
		InvalidConfigurationException exception = catchThrowableOfType(InvalidConfigurationException.class,
				() -> certificates().trust(settings));
		assertThat(exception.getProblems()).singleElement().satisfies((problem) -> {
			assertThat(problem.key().name()).isEqualTo(KEY.name() + "." + property);
			assertThat(problem.reason()).contains(reason);
		});
	}

	@ParameterizedTest
	@CsvSource({ "-----BEGIN PRIVATE KEY-----MIIBAAAA", "-----BEGIN CERTIFICATE-----MIIBAAAA-----END CERTIFICATE-----",
			"base64:TUlJQkFBQUE=" })
	void textIsNeverShown(String text) {
		InvalidConfigurationException exception = refuse(new CertificateSettings(KEY, null, text, text, PASSWORD));
		assertThat(exception).hasMessageContaining("(inline ");
		assertThat(exception).message().doesNotContain("MIIBAAAA", "TUlJQkFBQUE", PASSWORD);
	}

	private ConfigurationProblem problem(CertificateSettings settings) {
		return refuse(settings).getProblems().get(0);
	}

	private InvalidConfigurationException refuse(CertificateSettings settings) {
		InvalidConfigurationException exception = catchThrowableOfType(InvalidConfigurationException.class,
				() -> certificates().certificate(settings));
		assertThat(exception).as("refusal").isNotNull();
		return exception;
	}

	private Certificates certificates() {
		return new Certificates(this.registry, new DefaultResourceLoader(), Duration.ofSeconds(10),
				InstantSource.fixed(Authority.NOW), directory);
	}

	private static String in(@Nullable String name) {
		return directory.resolve(String.valueOf(name)).toString();
	}

	private static void write(String name, String content) throws Exception {
		Authority.write(directory.resolve(name), content);
	}

}
