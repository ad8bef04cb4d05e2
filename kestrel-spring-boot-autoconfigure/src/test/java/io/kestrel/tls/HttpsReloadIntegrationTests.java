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

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.management.ObjectName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.server.KestrelServer;
import io.kestrel.server.ReloadFailedException;
import io.kestrel.server.ReloadResult;
import io.kestrel.testing.CertificateFolder;
import io.kestrel.testing.Ports;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestPki;
import io.kestrel.testing.TlsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * {@code KestrelServer.reload()} with https endpoints, and the life of what follows
 * certificates.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpsReloadIntegrationTests {

	private static final String THREAD = "kestrel-certificates";

	private static final String GET = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@TempDir
	Path directory;

	private TestPki pki;

	private CertificateFolder one;

	private CertificateFolder other;

	private BigInteger serialOfOne;

	private BigInteger serialOfOther;

	private Path trust;

	private final Set<Thread> othersThreads = allThreads();

	private TestApplication application;

	private final Map<String, Object> properties = new HashMap<>();

	@BeforeEach
	void prepare() throws Exception {
		this.pki = new TestPki("Test root");
		this.one = new CertificateFolder(this.directory.resolve("one"));
		this.other = new CertificateFolder(this.directory.resolve("other"));
		this.serialOfOne = this.one.rename(this.pki.server());
		this.serialOfOther = this.other.rename(this.pki.server("b.example"));
		this.trust = Files.writeString(this.directory.resolve("trust.crt"), this.pki.root().getCertificatePEM());
		this.properties.put("spring.ssl.bundle.watch.file.quiet-period", "100ms");
		this.properties.put("server.endpoints.web.url", "https://127.0.0.1:" + Ports.free());
		certificate("server.endpoints.web", this.one);
	}

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
		// A thread takes its time to end.
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	private void certificate(String prefix, CertificateFolder files) {
		this.properties.put(prefix + ".certificate.path", files.chain().toString());
		this.properties.put(prefix + ".certificate.key-path", files.key().toString());
	}

	private void run(Class<?>... configuration) {
		TestApplication.Builder builder = TestApplication.with(configuration);
		this.properties.forEach(builder::property);
		this.application = builder.run();
	}

	private ReloadResult reload() {
		MutablePropertySources sources = this.application.context().getEnvironment().getPropertySources();
		sources.replace("defaultProperties",
				new MapPropertySource("defaultProperties", new HashMap<>(this.properties)));
		return this.application.context().getBean(KestrelServer.class).reload();
	}

	private int port() {
		return this.application.port("web");
	}

	private BigInteger serial() throws Exception {
		return TlsClient.create().serial(port());
	}

	/* Without those of other tests, whose contexts Spring keeps. */
	private Set<Thread> threads() {
		Set<Thread> threads = allThreads();
		threads.removeAll(this.othersThreads);
		return threads;
	}

	private static Set<Thread> allThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(THREAD))
			.collect(Collectors.toSet());
	}

	@Test
	void changedPathIsAnotherCertificateFromThenOn() throws Exception {
		run();
		assertThat(serial()).isEqualTo(this.serialOfOne);
		certificate("server.endpoints.web", this.other);
		assertThat(reload().started()).hasSize(1);
		assertThat(serial()).isEqualTo(this.serialOfOther);
		BigInteger next = this.other.rename(this.pki.server());
		await().until(() -> serial().equals(next));
		assertThat(serialShownBySpringBoot()).isEqualTo(next);
	}

	private BigInteger serialShownBySpringBoot() throws Exception {
		KeyStore store = this.application.context()
			.getBean(SslBundles.class)
			.getBundle("server.endpoints.web.certificate")
			.getStores()
			.getKeyStore();
		return ((X509Certificate) store.getCertificate(store.aliases().nextElement())).getSerialNumber();
	}

	@Test
	void changedClientAuthHoldsForNewConnections() throws Exception {
		run();
		TlsClient nobody = TlsClient.create();
		TlsClient somebody = TlsClient.create().certificate(this.pki.client("somebody"));
		assertThat(nobody.isAccepted(port())).isTrue();
		this.properties.put("server.endpoints.web.client-auth", "need");
		this.properties.put("server.endpoints.web.trust.path", this.trust.toString());
		reload();
		assertThat(nobody.isAccepted(port())).isFalse();
		assertThat(somebody.isAccepted(port())).isTrue();
		this.properties.put("server.endpoints.web.client-auth", "none");
		reload();
		assertThat(nobody.isAccepted(port())).isTrue();
	}

	@Test
	void serverNamesComeAndGo() throws Exception {
		run();
		certificate("server.endpoints.web.sni[b.example]", this.other);
		certificate("server.endpoints.web.sni[*]", this.one);
		reload();
		TlsClient named = TlsClient.create().serverName("b.example");
		assertThat(named.serial(port())).isEqualTo(this.serialOfOther);
		assertThat(serial()).isEqualTo(this.serialOfOne);
		this.properties.keySet().removeIf((key) -> key.contains("sni[*]"));
		reload();
		assertThat(named.serial(port())).isEqualTo(this.serialOfOther);
		assertThatExceptionOfType(SSLException.class).isThrownBy(this::serial)
			.withMessageContaining("unrecognized_name");
		this.properties.keySet().removeIf((key) -> key.contains("sni["));
		reload();
		assertThat(named.serial(port())).isEqualTo(this.serialOfOne);
	}

	@Test
	void httpBecomesHttpsAtTheSamePortAndBack() throws Exception {
		String url = (String) this.properties.get("server.endpoints.web.url");
		Map<String, Object> secure = new HashMap<>(this.properties);
		this.properties.keySet().removeIf((key) -> key.contains("certificate"));
		this.properties.put("server.endpoints.web.url", url.replace("https", "http"));
		Map<String, Object> clear = new HashMap<>(this.properties);
		run();
		// A thread takes its time to end.
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		assertClear(port());
		for (int i = 0; i < 2; i++) {
			this.properties.putAll(secure);
			assertThat(reload().started()).containsExactly(url + " (web)");
			assertThat(serial()).isEqualTo(this.serialOfOne);
			assertThat(threads()).hasSize(1);
			this.properties.clear();
			this.properties.putAll(clear);
			reload();
			assertClear(port());
		}
	}

	private static void assertClear(int port) throws Exception {
		try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", port)) {
			assertThat(connection.send(GET).receiveResponse()).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void badCertificateChangesNothingAndIsNamed() throws Exception {
		run();
		List<String> addresses = this.application.addresses();
		Path missing = this.directory.resolve("missing.crt");
		try (RawHttpConnection open = RawHttpConnection.secure("127.0.0.1", port(), "http/1.1")) {
			open.send(GET).receiveResponse();
			certificate("server.endpoints.web", this.other);
			this.properties.put("server.endpoints.new.url", "https://127.0.0.1:0");
			this.properties.put("server.endpoints.new.certificate.path", missing.toString());
			assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(this::reload)
				.withMessageContaining("server.endpoints.new.certificate.path")
				.withMessageContaining(missing.toString());
			assertThat(this.application.addresses()).isEqualTo(addresses);
			assertThat(serial()).isEqualTo(this.serialOfOne);
			assertThat(serialShownBySpringBoot()).isEqualTo(this.serialOfOne);
			assertThat(open.send(GET).receiveResponse()).startsWith("HTTP/1.1 200");
		}
		BigInteger next = this.one.rename(this.pki.server());
		await().until(() -> serial().equals(next));
	}

	@Test
	void unchangedEndpointKeepsItsConnectionsAndFollowsItsCertificate() throws Exception {
		run();
		try (RawHttpConnection open = RawHttpConnection.secure("127.0.0.1", port(), "http/1.1")) {
			open.send(GET).receiveResponse();
			certificate("server.endpoints.new", this.other);
			this.properties.put("server.endpoints.new.url", "https://127.0.0.1:0");
			assertThat(reload().unchanged()).hasSize(1);
			assertThat(TlsClient.create().serial(this.application.port("new"))).isEqualTo(this.serialOfOther);
			this.properties.keySet().removeIf((key) -> key.contains(".new."));
			assertThat(reload().unchanged()).hasSize(1);
			assertThat(open.send(GET).receiveResponse()).startsWith("HTTP/1.1 200");
		}
		BigInteger next = this.one.rename(this.pki.server());
		await().until(() -> serial().equals(next));
	}

	/**
	 * What had to stop for the new endpoint comes back, and must come back with TLS.
	 */
	@Test
	void endpointThatCannotBeReplacedSpeaksTlsAgain() throws Exception {
		this.properties.put("server.endpoints.web.url", "https://127.0.0.1:0");
		run();
		int port = port();
		try (ServerSocket occupied = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"))) {
			assertThat(occupied.isBound()).isTrue();
			this.properties.put("server.endpoints.web.url", "https://*:" + port);
			assertThatExceptionOfType(ReloadFailedException.class).isThrownBy(this::reload)
				.withMessageEndingWith("Nothing has changed: the server listens where it did before.");
		}
		assertThat(TlsClient.create().serial(port)).isEqualTo(this.serialOfOne);
		BigInteger next = this.one.rename(this.pki.server());
		await().until(() -> TlsClient.create().serial(port).equals(next));
	}

	@Test
	void certificateOfAnEndpointThatIsGoneIsNoLongerWatched(CapturedOutput output) throws Exception {
		certificate("server.endpoints.gone", this.other);
		this.properties.put("server.endpoints.gone.url", "https://127.0.0.1:0");
		run();
		this.properties.keySet().removeIf((key) -> key.contains(".gone."));
		reload();
		this.other.rename(this.pki.server());
		// The watcher looks at all files in one round: when this one is seen, so would
		// the other be.
		for (int i = 0; i < 2; i++) {
			BigInteger next = this.one.rename(this.pki.server());
			await().until(() -> serial().equals(next));
		}
		assertThat(output).contains("server.endpoints.web.certificate was reloaded")
			.doesNotContain("server.endpoints.gone.certificate was reloaded");
	}

	@Test
	void fiftyReloadsLeaveNothingBehind() throws Exception {
		certificate("server.endpoints.second", this.other);
		this.properties.put("server.endpoints.second.url", "https://127.0.0.1:0");
		run();
		turn(0);
		turn(1);
		// Contexts of OpenSSL are freed by a finalizer, so some of before may still be
		// there.
		Map<String, Long> before = liveObjects();
		assertThat(before).containsKeys("io.kestrel.tls.CurrentHost", "io.kestrel.certificate.LiveBundle");
		for (int i = 2; i < 52; i++) {
			turn(i);
		}
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> liveObjects().forEach(
					(type, count) -> assertThat(count).as(type).isLessThanOrEqualTo(before.getOrDefault(type, 0L))));
		assertThat(threads()).hasSize(1);
	}

	private void turn(int number) throws Exception {
		boolean even = number % 2 == 0;
		certificate("server.endpoints.second", even ? this.one : this.other);
		assertThat(reload().started()).hasSize(1);
		assertThat(TlsClient.create().serial(this.application.port("second")))
			.isEqualTo(even ? this.serialOfOne : this.serialOfOther);
	}

	/*
	 * Those that are left after a full collection, by class.
	 */
	private static Map<String, Long> liveObjects() throws Exception {
		String histogram = (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		Matcher matcher = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +([\\w.$]+)").matcher(histogram);
		Map<String, Long> counts = new HashMap<>();
		while (matcher.find()) {
			String name = matcher.group(2);
			if (name.matches("io\\.kestrel\\.(tls\\.(CurrentHost|TlsHost|SecureEndpoint)"
					+ "|certificate\\.(LiveBundle|CertificateBundle(\\$Listener)?|FileWatcher|Material))"
					+ "|io\\.netty\\.handler\\.ssl\\.(OpenSsl|JdkSsl)ServerContext")) {
				counts.put(name, Long.valueOf(matcher.group(1)));
			}
		}
		return counts;
	}

	@Test
	void serverThatWasStoppedStartsAgainWithItsCertificates() throws Exception {
		run();
		assertThat(threads()).hasSize(1);
		for (int i = 0; i < 2; i++) {
			this.application.context().stop();
			// A thread takes its time to end.
			await().untilAsserted(() -> assertThat(threads()).isEmpty());
			BigInteger meanwhile = this.one.rename(this.pki.server());
			this.application.context().start();
			assertThat(threads()).hasSize(1);
			assertThat(serial()).isEqualTo(meanwhile);
			BigInteger next = this.one.rename(this.pki.server());
			await().until(() -> serial().equals(next));
			certificate("server.endpoints.web", this.other);
			reload();
			BigInteger reloaded = this.other.rename(this.pki.server());
			await().until(() -> serial().equals(reloaded));
			certificate("server.endpoints.web", this.one);
			reload();
			try (SSLSocket socket = TlsClient.create().connect(port())) {
				assertThat(TlsClient.serial(socket)).isEqualTo(next);
			}
		}
	}

	@Test
	void applicationThatFailsToStartLeavesNoThread() throws Exception {
		assertThatException().isThrownBy(() -> run(FailingBean.class));
		// A thread takes its time to end.
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		assertThatException().isThrownBy(() -> run(FailingLifecycle.class));
		// A thread takes its time to end.
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			this.properties.put("server.endpoints.web.url", "https://127.0.0.1:" + occupied.getLocalPort());
			assertThatException().isThrownBy(this::run);
			// A thread takes its time to end.
			await().untilAsserted(() -> assertThat(threads()).isEmpty());
		}
	}

	/**
	 * Fails before the server listens.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FailingBean {

		@Bean
		InitializingBean failing() {
			return () -> {
				throw new IllegalStateException("failing on purpose");
			};
		}

	}

	/**
	 * Fails when the server listens.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FailingLifecycle {

		@Bean
		SmartLifecycle failing() {
			return new SmartLifecycle() {

				@Override
				public void start() {
					assertThat(allThreads()).isNotEmpty();
					throw new IllegalStateException("failing on purpose");
				}

				@Override
				public void stop() {
				}

				@Override
				public boolean isRunning() {
					return false;
				}

			};
		}

	}

}
