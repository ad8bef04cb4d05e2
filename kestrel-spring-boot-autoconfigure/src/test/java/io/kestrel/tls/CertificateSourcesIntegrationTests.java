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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.https.Protocol;
import io.kestrel.server.KestrelServerCustomizer;
import io.kestrel.testing.Http;
import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.Ports;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.Tool;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for each way to give a certificate, in whole applications.
 */
class CertificateSourcesIntegrationTests {

	private static final String PASSWORD = "pass-1234";

	@TempDir
	Path directory;

	private Pki pki;

	private Issued given;

	@BeforeEach
	void issue() {
		this.pki = new Pki(this.directory, "Root");
		this.given = this.pki.server("given", "localhost", "127.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pem", "one-file", "encrypted", "inline", "key-store", "bundle", "alias" })
	void everyFormWorksAsDefault(String form) throws Exception {
		try (TestApplication application = TestApplication.with()
			.run(arguments(form, "server.certificates.default", "--server.urls=https://127.0.0.1:0"))) {
			assertThat(certificate(application.port(0))).isEqualTo("given");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "pem", "one-file", "encrypted", "inline", "key-store", "bundle", "alias" })
	void everyFormWorksForAnEndpoint(String form) throws Exception {
		try (TestApplication application = TestApplication.with()
			.run(arguments(form, "server.endpoints.web.certificate",
					"--server.endpoints.web.url=https://127.0.0.1:0"))) {
			assertThat(certificate(application.port(0))).isEqualTo("given");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "pem", "inline", "key-store", "bundle", "alias" })
	void everyFormWorksForAllEndpointsAndAServerName(String form) throws Exception {
		try (TestApplication application = TestApplication.with()
			.run(arguments(form, "server.endpoint-defaults.certificate",
					"--server.endpoints.web.url=https://127.0.0.1:0"))) {
			assertThat(certificate(application.port(0))).isEqualTo("given");
		}
		try (TestApplication application = TestApplication.with()
			.run(arguments(form, "server.endpoints.web.sni[*.example].certificate",
					"--server.endpoints.web.url=https://127.0.0.1:0"))) {
			assertThat(TlsClient.to(application.port(0)).serverName("a.example").handshake().certificate())
				.isEqualTo("given");
		}
	}

	@ParameterizedTest
	@CsvSource({ "rsa2048", "ecp256", "ecp384", "ed25519" })
	void everyKeyIsServed(Algorithm algorithm) throws Exception {
		this.given = this.pki.server(algorithm, "given", "localhost");
		try (TestApplication application = TestApplication.with()
			.run(arguments("pem", "server.certificates.default", "--server.urls=https://127.0.0.1:0"))) {
			TlsClient client = TlsClient.to(application.port(0));
			assertThat(client.protocols("TLSv1.3").handshake().certificate()).isEqualTo("given");
			assertThat(client.protocols("TLSv1.2").handshake().certificate()).isEqualTo("given");
			assertThat(client.get("localhost")).endsWith("hello");
		}
	}

	@Test
	void portsHaveTheDefaultCertificate() throws Exception {
		try (TestApplication application = TestApplication.with()
			.run(arguments("pem", "server.certificates.default", "--server.https-ports=0", "--server.http-ports=0"))) {
			assertThat(application.addresses().get(0)).startsWith("http://");
			assertThat(application.addresses().get(1)).startsWith("https://");
			assertThat(certificate(application.port(1))).isEqualTo("given");
		}
	}

	@Test
	void eachEndpointHasItsOwnThenTheDefault() throws Exception {
		Issued own = this.pki.server("own", "localhost");
		int first = Ports.free();
		int second = Ports.free();
		int clear = Ports.free();
		try (TestApplication application = TestApplication.with()
			.run(arguments("pem", "server.certificates.default", "--server.endpoints.a.url=https://127.0.0.1:" + first,
					"--server.endpoints.a.certificate.path=" + own.chain(),
					"--server.endpoints.a.certificate.key-path=" + own.key(),
					"--server.endpoints.b.url=https://127.0.0.1:" + second,
					"--server.endpoints.c.url=http://127.0.0.1:" + clear))) {
			assertThat(application.addresses()).hasSize(3);
			assertThat(certificate(first)).isEqualTo("own");
			assertThat(certificate(second)).isEqualTo("given");
			assertThat(Http.get("http://127.0.0.1:" + clear + "/hello")).isEqualTo("hello");
		}
	}

	@Test
	void unixSocketSpeaksTls() throws Exception {
		Tool.require("curl");
		Path socket = Files.createTempDirectory("k5").resolve("a.sock");
		try (TestApplication application = TestApplication.with()
			.run(arguments("pem", "server.certificates.default", "--server.urls=https://unix:" + socket))) {
			assertThat(application.addresses()).containsExactly("https://unix:" + socket);
			for (String version : List.of("--http1.1", "--http2")) {
				assertThat(Tool.run(List.of("curl", "-sS", "-m", "20", version, "--unix-socket", socket.toString(),
						"--cacert", this.pki.pem().toString(), "-w", " %{http_version}", "https://localhost/hello")))
					.isEqualTo("hello " + (version.equals("--http2") ? "2" : "1.1"));
			}
		}
	}

	@Test
	void customizerGivesPathAndPasswordOrMore() throws Exception {
		Path store = this.given.keyStore(PASSWORD);
		Issued named = this.pki.server("named", "named.example");
		try (TestApplication application = TestApplication.with(Customized.class)
			.run("--test.store=" + store, "--test.chain=" + named.chain(), "--test.key=" + named.key())) {
			assertThat(certificate(application.port(0))).isEqualTo("given");
			TlsClient client = TlsClient.to(application.port(1)).alpn("h2", "http/1.1");
			assertThat(client.handshake().certificate()).isEqualTo("given");
			assertThat(client.handshake().alpn()).isEqualTo("h2");
			assertThat(client.serverName("named.example").handshake().certificate()).isEqualTo("named");
			assertThat(client.handshake().alpn()).isEqualTo("http/1.1");
		}
	}

	private String[] arguments(String form, String group, String... others) throws Exception {
		List<String> arguments = new ArrayList<>(List.of(others));
		switch (form) {
			case "pem" -> arguments.addAll(List.of("--" + group + ".path=" + this.given.chain(),
					"--" + group + ".key-path=file:" + this.given.key()));
			case "one-file" -> {
				Path both = Files.writeString(this.directory.resolve("both.pem"),
						this.given.chainText() + this.given.keyText());
				arguments.add("--" + group + ".path=" + both);
			}
			case "encrypted" -> arguments.addAll(List.of("--" + group + ".path=" + this.given.chain(),
					"--" + group + ".key-path=" + this.given.encryptedKey(PASSWORD),
					"--" + group + ".password=" + PASSWORD));
			case "inline" -> arguments.addAll(List.of("--" + group + ".path=" + this.given.chainText(),
					"--" + group + ".key-path=" + this.given.keyText()));
			case "key-store" -> arguments.addAll(List.of("--" + group + ".path=" + this.given.keyStore(PASSWORD),
					"--" + group + ".password=" + PASSWORD));
			case "bundle" -> arguments.addAll(List.of("--" + group + ".bundle=web",
					"--spring.ssl.bundle.pem.web.keystore.certificate=" + this.given.chain(),
					"--spring.ssl.bundle.pem.web.keystore.private-key=" + this.given.key()));
			case "alias" -> arguments
				.addAll(List.of("--" + group + ".bundle=web", "--server.certificates.web.path=" + this.given.chain(),
						"--server.certificates.web.key-path=" + this.given.key()));
			default -> throw new IllegalArgumentException(form);
		}
		return arguments.toArray(String[]::new);
	}

	private static String certificate(int port) throws Exception {
		return TlsClient.to(port).handshake().certificate();
	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		KestrelServerCustomizer listen(Environment environment) {
			String store = environment.getRequiredProperty("test.store");
			String chain = environment.getRequiredProperty("test.chain");
			String key = environment.getRequiredProperty("test.key");
			return (options) -> {
				options.listen("127.0.0.1", 0).https(store, PASSWORD);
				options.listen("127.0.0.1", 0)
					.https((https) -> https.serverName("*", (name) -> name.certificate(store, PASSWORD))
						.serverName("named.example",
								(name) -> name.certificate(chain, key, null).protocols(Protocol.HTTP1)));
			};
		}

	}

}
