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

package io.kestrel.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLSocket;

import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.EndpointResolver;
import io.kestrel.server.KestrelServer;
import io.kestrel.testing.CertificateFolder;
import io.kestrel.testing.Http;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestPki;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The development certificate as an application comes by it.
 */
@ExtendWith(OutputCaptureExtension.class)
class DevelopmentModeIntegrationTests {

	private static final String ENABLED = "--server.certificates.development.enabled=true";

	private static final String IN_USE = "THE DEVELOPMENT CERTIFICATE IS IN USE";

	private final String realHome = System.getProperty("user.home");

	@TempDir
	Path home;

	@BeforeEach
	void moveHome() {
		System.setProperty("user.home", this.home.toString());
	}

	@AfterEach
	void moveHomeBack() {
		System.setProperty("user.home", this.realHome);
	}

	/**
	 * With {@code server.port=0} the default addresses get ports that are free.
	 */
	private TestApplication run(String... arguments) {
		List<String> all = new ArrayList<>(Arrays.asList(arguments));
		all.add("--server.port=0");
		all.add("--server.urls=http://localhost:5000;https://localhost:5001");
		return TestApplication.run(all.toArray(String[]::new));
	}

	private Path certificate() {
		return this.home.resolve(".kestrel/development/localhost.crt");
	}

	@Test
	void defaultAddressesAreOfBothSchemes() {
		MockEnvironment environment = new MockEnvironment().withProperty(DevelopmentMode.CERTIFICATE_ENABLED, "true");
		assertThat(EndpointResolver.resolve(AddressSettingsReader.read(environment)).endpoints())
			.extracting(Endpoint::toString)
			.containsExactly("http://localhost:5000", "https://localhost:5001");
	}

	@Test
	void clientsThatTrustTheFileAreAnsweredAndTheLogIsLoud(CapturedOutput output) throws Exception {
		Tool.require("curl");
		try (TestApplication application = run(ENABLED)) {
			assertThat(application.addresses()).hasSize(2);
			assertThat(Http.get(application.addresses().get(0) + "/hello")).isEqualTo("hello");
			String url = application.addresses().get(1) + "/hello";
			assertThat(url).startsWith("https://localhost:");
			assertThat(Tool.run(List.of("curl", "-sS", "-m", "20", "--cacert", certificate().toString(), url)))
				.isEqualTo("hello");
			assertThat(Tool.run(List.of("curl", "-sS", "-m", "20", url))).contains("certificate");
			assertThat(output).contains("WARN")
				.contains(IN_USE + " at https://localhost:")
				.contains("Made a development certificate for localhost in " + certificate().getParent())
				.contains("--cacert " + certificate())
				.contains("TLS is spoken by ")
				.contains("Now listening on: https://localhost:");
			assertThat(PosixFilePermissions
				.toString(Files.getPosixFilePermissions(certificate().resolveSibling("localhost.key"))))
				.isEqualTo("rw-------");
		}
		byte[] made = Files.readAllBytes(certificate());
		run(ENABLED).close();
		assertThat(Files.readAllBytes(certificate())).isEqualTo(made);
	}

	@Test
	void otherCertificatesWin(CapturedOutput output) throws Exception {
		CertificateFolder own = new CertificateFolder(this.home.resolve("own"));
		own.rename(new TestPki("Test root").server());
		String[][] ways = {
				{ "--server.ssl.certificate=" + own.chain(), "--server.ssl.certificate-private-key=" + own.key() },
				{ "--server.certificates.default.path=" + own.chain(),
						"--server.certificates.default.key-path=" + own.key() } };
		for (String[] way : ways) {
			try (TestApplication application = run(way[0], way[1], ENABLED);
					SSLSocket socket = TlsClient.create().connect(application.port(1))) {
				assertThat(socket.getSession().getPeerPrincipal()).hasToString("CN=localhost");
				assertThat(((X509Certificate) socket.getSession().getPeerCertificates()[0]).getIssuerX500Principal())
					.hasToString("CN=Test root");
			}
		}
		assertThat(output).doesNotContain(IN_USE);
		assertThat(certificate()).doesNotExist();
	}

	@Test
	void reloadThatBeginsToUseItIsLoudAsWell(CapturedOutput output) {
		try (TestApplication application = TestApplication.with()
			.property("server.endpoints.web.url", "http://127.0.0.1:0")
			.run(ENABLED)) {
			assertThat(output).doesNotContain(IN_USE);
			application.context()
				.getEnvironment()
				.getPropertySources()
				.replace("defaultProperties", new MapPropertySource("defaultProperties",
						Map.of("server.endpoints.web.url", "https://127.0.0.1:0")));
			KestrelServer server = application.context().getBean(KestrelServer.class);
			server.reload();
			server.reload();
			assertThat(output.getAll().split(IN_USE, -1)).hasSize(2);
		}
	}

	@Test
	void withoutItHttpsNeedsACertificate(CapturedOutput output) {
		assertThatException().isThrownBy(this::run);
		assertThat(output).contains("APPLICATION FAILED TO START", "https needs a certificate",
				"server.certificates.development.enabled=true");
		assertThat(certificate()).doesNotExist();
	}

	@Test
	void developerToolsEnableItAndTheirUserDisablesIt() {
		MockEnvironment environment = new MockEnvironment();
		assertThat(DevelopmentMode.isCertificateEnabled(environment)).isFalse();
		environment.getPropertySources().addLast(new MapPropertySource("devtools", Map.of()));
		assertThat(DevelopmentMode.isCertificateEnabled(environment)).isTrue();
		environment.setProperty(DevelopmentMode.CERTIFICATE_ENABLED, "false");
		assertThat(DevelopmentMode.isCertificateEnabled(environment)).isFalse();
	}

}
