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

import java.nio.file.Path;

import io.kestrel.feature.ServerAddressesFeature;
import io.kestrel.testing.Http;
import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TlsClient;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for https under Spring Boot's test support, and beside a management server.
 */
class SpringBootTestHttpsIntegrationTests {

	@TempDir
	static Path directory;

	private static Issued issued;

	private static Issued management;

	@BeforeAll
	static void issue() {
		Pki pki = new Pki(directory, "Root");
		issued = pki.server("application", "localhost");
		management = pki.server("management", "localhost");
	}

	@Test
	void managementServerHasItsOwnCertificateAndNotThatOfTheApplication() throws Exception {
		try (TestApplication application = TestApplication.run("--server.urls=https://127.0.0.1:0",
				"--server.certificates.default.path=" + issued.chain(),
				"--server.certificates.default.key-path=" + issued.key(), "--management.server.port=0",
				"--management.server.ssl.certificate=" + management.chain(),
				"--management.server.ssl.certificate-private-key=" + management.key())) {
			int port = Integer.parseInt(application.property("local.management.port"));
			assertThat(TlsClient.to(application.port(0)).handshake().certificate()).isEqualTo("application");
			assertThat(TlsClient.to(port).handshake().certificate()).isEqualTo("management");
			assertThat(TlsClient.to(port)
				.exchange("GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
				.contains("UP");
		}
	}

	@Test
	void managementServerOfAnHttpsApplicationIsClearTextWithoutOne() throws Exception {
		try (TestApplication application = TestApplication.run("--server.urls=https://127.0.0.1:0",
				"--server.certificates.default.path=" + issued.chain(),
				"--server.certificates.default.key-path=" + issued.key(), "--management.server.port=0")) {
			assertThat(
					Http.get("http://127.0.0.1:" + application.property("local.management.port") + "/actuator/health"))
				.contains("UP");
		}
	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "server.urls=https://localhost:5001;http://127.0.0.1:5000")
	@AutoConfigureWebTestClient
	class HttpsFirst {

		@LocalServerPort
		int port;

		@Autowired
		ServerAddressesFeature addresses;

		@Autowired
		WebTestClient client;

		@DynamicPropertySource
		static void certificate(DynamicPropertyRegistry registry) {
			registry.add("server.certificates.default.path", () -> issued.chainText());
			registry.add("server.certificates.default.key-path", () -> issued.keyText());
		}

		@Test
		void clientsOfTestsUseHttps() throws Exception {
			assertThat(this.addresses.getAddresses()).hasSize(2).first().isEqualTo("https://localhost:" + this.port);
			assertThat(TlsClient.to(this.port).handshake().certificate()).isEqualTo("application");
			HttpClient trusting = HttpClient.create()
				.secure((spec) -> spec.sslContext(Http11SslContextSpec.forClient()
					.configure((context) -> context.trustManager(InsecureTrustManagerFactory.INSTANCE))));
			this.client.mutate()
				.clientConnector(new ReactorClientHttpConnector(trusting))
				.build()
				.get()
				.uri("/hello")
				.exchange()
				.expectBody(String.class)
				.isEqualTo("hello");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "server.urls=http://127.0.0.1:5000;https://localhost:5001")
	@AutoConfigureWebTestClient
	class HttpFirst {

		@LocalServerPort
		int port;

		@Autowired
		ServerAddressesFeature addresses;

		@Autowired
		WebTestClient client;

		@DynamicPropertySource
		static void certificate(DynamicPropertyRegistry registry) {
			registry.add("server.certificates.default.path", () -> issued.chainText());
			registry.add("server.certificates.default.key-path", () -> issued.keyText());
		}

		@Test
		void clientsOfTestsUseHttp() {
			assertThat(this.addresses.getAddresses()).hasSize(2).first().isEqualTo("http://127.0.0.1:" + this.port);
			this.client.get().uri("/hello").exchange().expectBody(String.class).isEqualTo("hello");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	@RestController
	static class Controller {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
