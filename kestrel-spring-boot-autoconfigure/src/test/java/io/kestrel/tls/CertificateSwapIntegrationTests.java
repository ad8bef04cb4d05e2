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

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocket;

import io.kestrel.testing.CertificateFolder;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestCertificates;
import io.kestrel.testing.TestPki;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.Tool;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Replaces certificates again and again under load, in each of the ways in which that is
 * done. Prints the figures.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateSwapIntegrationTests {

	private static final List<String> NAMES = List.of("a", "b", "c");

	private static final int ROUNDS = 67;

	private static final Duration QUIET_PERIOD = Duration.ofMillis(50);

	private static final String REQUEST = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private final TestPki pki;

	private final CertificateFolder pem;

	private final CertificateFolder kubernetes;

	private final CertificateFolder pkcs12;

	CertificateSwapIntegrationTests(@TempDir Path directory) throws Exception {
		this.pki = new TestPki("Test root");
		this.pem = new CertificateFolder(directory.resolve("pem"));
		this.kubernetes = new CertificateFolder(directory.resolve("kubernetes"));
		this.pkcs12 = new CertificateFolder(directory.resolve("pkcs12"));
	}

	@Test
	void nobodyNoticesTwoHundredSwapsUnderLoad(CapturedOutput output) throws Exception {
		Tool.require("h2load");
		List<Swap> swaps = List.of(this.pem::rename, this.kubernetes::turnLink, this.pkcs12::renameKeyStore);
		List<BigInteger> first = replace(swaps);
		try (TestApplication application = run()) {
			List<SSLSocket> open = new ArrayList<>();
			for (int i = 0; i < swaps.size(); i++) {
				open.add(TlsClient.create().connect(application.port(NAMES.get(i))));
			}
			List<BigInteger> last = new ArrayList<>();
			Load load = new Load(application);
			List<Long> times = new ArrayList<>();
			try {
				for (int round = 0; round < ROUNDS; round++) {
					List<BigInteger> next = replace(swaps);
					times.add(timeUntil(application, next));
					for (SSLSocket socket : open) {
						assertAnswered(socket);
					}
					last = next;
				}
			}
			finally {
				load.end();
			}
			Collections.sort(times);
			print(output, load, times);
			assertThat(load.failures.sum()).isZero();
			assertThat(load.refused.sum()).isZero();
			assertThat(load.requests.sum()).isGreaterThan(ROUNDS);
			assertThat(load.connections.sum()).isGreaterThan(ROUNDS);
			// The longest depends on what else the machine does, and is for readers only.
			assertThat(Duration.ofMillis(times.get(ROUNDS / 2))).isLessThan(QUIET_PERIOD.plusSeconds(2));
			assertThat(count(output.getAll(), "was reloaded from")).isEqualTo(ROUNDS * swaps.size());
			for (int i = 0; i < swaps.size(); i++) {
				assertThat(TlsClient.serial(open.get(i))).isEqualTo(first.get(i));
				assertThat(TlsClient.create().serial(application.port(NAMES.get(i)))).isEqualTo(last.get(i));
				open.get(i).close();
			}
		}
	}

	private static void print(CapturedOutput output, Load load, List<Long> times) {
		System.out.printf("FIGURES %s: %d swaps (%d each of a PEM pair, a Kubernetes link, a PKCS#12 file), %d reloads;"
				+ " h2load h2 and h1: %d requests, %d not answered by 200;"
				+ " new connections: %d, failed: %d; time to the new serial: %d ms in the median,"
				+ " %d ms at most, with a quiet period of %d ms; halves of a PEM pair that were quiet too early, and refused: %d%n",
				SslContext.defaultServerProvider(), ROUNDS * NAMES.size(), ROUNDS,
				count(output.getAll(), "was reloaded from"), load.requests.sum(), load.failures.sum(),
				load.connections.sum(), load.refused.sum(), times.get(ROUNDS / 2), times.get(ROUNDS - 1),
				QUIET_PERIOD.toMillis(), count(output.getAll(), "could not be reloaded from"));
	}

	private List<BigInteger> replace(List<Swap> swaps) throws Exception {
		List<BigInteger> serials = new ArrayList<>();
		for (Swap swap : swaps) {
			serials.add(swap.to(this.pki.server()));
		}
		return serials;
	}

	private TestApplication run() {
		return TestApplication.run("--spring.ssl.bundle.watch.file.quiet-period=" + QUIET_PERIOD.toMillis() + "ms",
				"--server.endpoints.a.url=https://127.0.0.1:0",
				"--server.endpoints.a.certificate.path=" + this.pem.chain(),
				"--server.endpoints.a.certificate.key-path=" + this.pem.key(),
				"--server.endpoints.b.url=https://127.0.0.1:0",
				"--server.endpoints.b.certificate.path=" + this.kubernetes.chain(),
				"--server.endpoints.b.certificate.key-path=" + this.kubernetes.key(),
				"--server.endpoints.c.url=https://127.0.0.1:0",
				"--server.endpoints.c.certificate.path=" + this.pkcs12.keyStore(),
				"--server.endpoints.c.certificate.password=" + TestCertificates.PASSWORD);
	}

	private static long timeUntil(TestApplication application, List<BigInteger> serials) {
		long start = System.nanoTime();
		for (int i = 0; i < serials.size(); i++) {
			int port = application.port(NAMES.get(i));
			BigInteger serial = serials.get(i);
			await().pollInterval(Duration.ofMillis(10))
				.atMost(Duration.ofSeconds(30))
				.until(() -> TlsClient.create().serial(port).equals(serial));
		}
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
	}

	private static void assertAnswered(SSLSocket socket) throws IOException {
		socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
		StringBuilder answer = new StringBuilder();
		while (!answer.toString().endsWith("hello")) {
			int next = socket.getInputStream().read();
			assertThat(next).as("end of " + answer).isNotNegative();
			answer.append((char) next);
		}
		assertThat(answer).startsWith("HTTP/1.1 200");
	}

	private static int count(String text, String part) {
		return text.split(Pattern.quote(part), -1).length - 1;
	}

	/**
	 * Replaces a certificate by another one.
	 */
	@FunctionalInterface
	private interface Swap {

		BigInteger to(X509Bundle bundle) throws Exception;

	}

	/**
	 * Clients that keep their connections for a few seconds, and some that make a new one
	 * for each request.
	 */
	private static final class Load {

		private static final Pattern SUMMARY = Pattern.compile("requests: (\\d+) total.*?(\\d+) succeeded");

		private static final Pattern STATUS = Pattern.compile("status codes: (\\d+) 2xx");

		private final LongAdder requests = new LongAdder();

		private final LongAdder failures = new LongAdder();

		private final LongAdder connections = new LongAdder();

		private final LongAdder refused = new LongAdder();

		private final AtomicBoolean ended = new AtomicBoolean();

		private final ExecutorService threads = Executors.newCachedThreadPool();

		private final List<CompletableFuture<Void>> running = new ArrayList<>();

		Load(TestApplication application) {
			for (int i = 0; i < 3; i++) {
				int port = application.port(NAMES.get(i));
				String url = "https://127.0.0.1:" + port + "/hello";
				start(() -> h2load("--h1", url));
				start(() -> h2load("--npn-list=h2", url));
			}
			start(() -> NAMES.forEach((name) -> connect(application.port(name))));
		}

		private void start(Runnable task) {
			this.running.add(CompletableFuture.runAsync(() -> {
				while (!this.ended.get()) {
					task.run();
				}
			}, this.threads));
		}

		private void h2load(String protocol, String url) {
			try {
				String report = Tool
					.run(List.of("h2load", protocol, "-n", "150", "-c", "2", "--rps", "15", "-T", "10", url));
				Matcher summary = SUMMARY.matcher(report);
				Matcher status = STATUS.matcher(report);
				assertThat(summary.find() && status.find()).as(report).isTrue();
				this.requests.add(Long.parseLong(summary.group(1)));
				this.failures.add(Long.parseLong(summary.group(1))
						- Math.min(Long.parseLong(summary.group(2)), Long.parseLong(status.group(1))));
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void connect(int port) {
			this.connections.increment();
			try {
				if (!TlsClient.create().isAccepted(port)) {
					this.refused.increment();
				}
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		void end() throws Exception {
			this.ended.set(true);
			CompletableFuture.allOf(this.running.toArray(CompletableFuture<?>[]::new)).get(120, TimeUnit.SECONDS);
			this.threads.shutdown();
		}

	}

}
