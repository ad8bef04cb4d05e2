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

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The jar as it is shipped, run with {@code java -jar}, with and without what
 * ahead-of-time processing put into it.
 */
class PackagedApplicationIntegrationTests {

	/** For a JVM on a busy machine. */
	private static final Duration GUARD = Duration.ofSeconds(60);

	/** What a JVM exits with after a SIGTERM. */
	private static final int TERMINATED = 128 + 15;

	/** The limit of one upload, set from outside: 300 KB. */
	private static final int SMALL = 300 * 1024;

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	@Test
	void aotProcessedApplicationListensAtAllAddresses() throws Exception {
		assertThat(runAtTwoAddresses("-Dspring.aot.enabled=true")).contains("Starting AOT-processed SampleApplication");
	}

	@Test
	void applicationWithoutAotListensAtAllAddresses() throws Exception {
		assertThat(runAtTwoAddresses("-Dspring.aot.enabled=false")).doesNotContain("AOT-processed");
	}

	private String runAtTwoAddresses(String option) throws Exception {
		String first = "http://127.0.0.1:" + Ports.free();
		String second = "http://localhost:" + Ports.free();
		Path output = this.directory.resolve("output.log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", option, "-jar", System.getProperty("sample.jar"),
				"--server.urls=" + first + ";" + second, "--sample.uploads.small=300KB")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			await().atMost(GUARD)
				.until(() -> !process.isAlive() || Files.readString(output).contains("Started SampleApplication"));
			assertThat(output).content().contains("Now listening on: " + first, "Now listening on: " + second);
			for (String address : List.of(first, second)) {
				assertThat(get(address + "/api/addresses")).contains(first, second);
				assertThat(get(address + "/actuator/health")).contains("UP");
			}
			assertLimits(first + "/api/uploads");
			process.destroy();
			assertThat(process.waitFor(GUARD.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(TERMINATED);
			assertThat(output).content().contains("Graceful shutdown complete").doesNotContain(" WARN ", " ERROR ");
			return Files.readString(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private void assertLimits(String uploads) throws Exception {
		assertThat(post(uploads + "/small", SMALL)).isEqualTo("{\"bytes\":" + SMALL + "}");
		assertThat(post(uploads + "/small", SMALL + 1)).contains("\"status\":413",
				"exceeds the limit of " + SMALL + " bytes");
		assertThat(post(uploads + "/chosen?limit=" + SMALL, SMALL + 1)).contains("\"status\":413");
		assertThat(post(uploads + "/functional", SMALL + 1)).isEqualTo("{\"bytes\":" + (SMALL + 1) + "}");
	}

	/*
	 * One option makes HTTPS of it, in a home directory where nothing is yet.
	 */
	@Test
	void developmentCertificateIsMadeAndServed() throws Exception {
		String address = "https://localhost:" + Ports.free();
		Path output = this.directory.resolve("output.log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Duser.home=" + this.directory, "-jar", System.getProperty("sample.jar"),
				"--server.urls=" + address, "--server.certificates.development.enabled=true")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			await().atMost(GUARD)
				.until(() -> !process.isAlive() || Files.readString(output).contains("Started SampleApplication"));
			Path certificate = this.directory.resolve(".kestrel/development/localhost.crt");
			assertThat(output).content()
				.contains("Now listening on: " + address, "THE DEVELOPMENT CERTIFICATE IS IN USE",
						"curl --cacert " + certificate);
			HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
			HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/connection"))
				.timeout(GUARD)
				.build();
			assertThat(trusting.send(request, BodyHandlers.ofString()).body()).contains("\"secure\":true", "TLSv1.3");
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static SSLContext trusting(Path certificate) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		try (InputStream stream = Files.newInputStream(certificate)) {
			store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(stream));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	private String post(String url, int bytes) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.timeout(GUARD)
			.POST(BodyPublishers.ofByteArray(new byte[bytes]))
			.build();
		return this.client.send(request, BodyHandlers.ofString()).body();
	}

	private String get(String url) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(GUARD).build();
		return this.client.send(request, BodyHandlers.ofString()).body();
	}

}
