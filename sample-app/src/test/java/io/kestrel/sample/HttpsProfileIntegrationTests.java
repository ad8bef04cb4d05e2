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

package io.kestrel.sample;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.jayway.jsonpath.JsonPath;
import io.kestrel.feature.ServerAddressesFeature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for profile {@code https} of the sample application.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("https")
class HttpsProfileIntegrationTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	// No temporary directory: the server watches its files until the JVM ends.
	private static final Path DIRECTORY = Path.of("target", "https");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static KeyStore keyStore;

	@LocalServerPort
	private int port;

	@Autowired
	private ServerAddressesFeature addresses;

	@DynamicPropertySource
	static void certificate(DynamicPropertyRegistry registry) throws Exception {
		Path certificate = DIRECTORY.resolve("localhost.crt");
		Path privateKey = DIRECTORY.resolve("localhost.key");
		keyStore = createKeyStore();
		Files.writeString(certificate, pem("CERTIFICATE", keyStore.getCertificate("localhost").getEncoded()));
		Files.writeString(privateKey, pem("PRIVATE KEY", keyStore.getKey("localhost", PASSWORD).getEncoded()));
		registry.add("server.certificates.default.path", certificate::toString);
		registry.add("server.certificates.default.key-path", privateKey::toString);
	}

	@Test
	void pageIsServedOverTls() throws Exception {
		assertThat(this.addresses.getAddresses()).hasSize(2).contains("https://localhost:" + this.port);
		String body = get("/api/server");
		assertThat(JsonPath.<Boolean>read(body, "$.connection.secure")).isTrue();
		assertThat(JsonPath.<List<String>>read(body, "$.profiles")).containsExactly("https");
	}

	@Test
	void handshakeIsShown() throws Exception {
		String body = get("/api/connection");
		assertThat(JsonPath.<String>read(body, "$.id")).matches("[0-9A-V]{13}");
		assertThat(JsonPath.<String>read(body, "$.tls.protocol")).isEqualTo("TLSv1.3");
		assertThat(JsonPath.<String>read(body, "$.tls.cipherSuite")).startsWith("TLS_");
		assertThat(JsonPath.<String>read(body, "$.tls.serverName")).isEqualTo("localhost");
		assertThat(JsonPath.<String>read(body, "$.tls.client")).isNull();
	}

	private String get(String path) throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(trustingContext()).build();
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + this.port + path))
			.timeout(TIMEOUT)
			.build();
		return client.send(request, BodyHandlers.ofString()).body();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@EnabledIf(value = "io.kestrel.sample.BrowserTools#areInstalledOrRequired", disabledReason = BrowserTools.MISSING)
	void uploadIsCountedOrItsRefusalExplained(boolean http2, @TempDir Path directory) throws Exception {
		try (ConfigurableApplicationContext context = run(http2);
				Browser browser = new Browser(BrowserTools.find(), directory)) {
			browser.open("https://localhost:" + context.getEnvironment().getProperty("local.server.port"));
			await().atMost(TIMEOUT).until(() -> browser.text("#facts").contains("over TLS"));
			assertThat(browser.text("#facts")).contains(http2 ? "HTTP/2" : "HTTP/1.1", "TLSv1.3", "TLS_AES_", "localhost");
			browser.choose("#upload-file", SparseFile.create(directory, 20_000_000));
			await().atMost(TIMEOUT).until(() -> browser.text("#upload .outcome").startsWith("200"));
			assertThat(browser.text("#upload pre")).contains("\"bytes\": 20000000");
			browser.choose("#upload-file", SparseFile.create(directory, 40_000_000));
			await().atMost(TIMEOUT).until(() -> browser.text("#upload .outcome").startsWith("413"));
			assertThat(browser.text("#upload .explanation")).contains("40,000,000 bytes", "30,000,000 bytes");
		}
	}

	private static ConfigurableApplicationContext run(boolean http2) {
		return new SpringApplicationBuilder(SampleApplication.class).profiles("https")
			.run("--server.port=0", "--server.http2.enabled=" + http2,
					"--server.certificates.default.path=" + DIRECTORY.resolve("localhost.crt"),
					"--server.certificates.default.key-path=" + DIRECTORY.resolve("localhost.key"));
	}

	private static SSLContext trustingContext() throws Exception {
		KeyStore trustStore = KeyStore.getInstance("PKCS12");
		trustStore.load(null, null);
		trustStore.setCertificateEntry("localhost", keyStore.getCertificate("localhost"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trustStore);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	private static KeyStore createKeyStore() throws Exception {
		Path file = Files.createDirectories(DIRECTORY).resolve("localhost.p12");
		Files.deleteIfExists(file);
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "localhost", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-storepass",
				new String(PASSWORD), "-keystore", file.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		return load(file);
	}

	private static KeyStore load(Path file) throws Exception {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream stream = Files.newInputStream(file)) {
			keyStore.load(stream, PASSWORD);
		}
		return keyStore;
	}

	private static String pem(String type, byte[] content) {
		String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
		return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, base64);
	}

}
