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

import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.Ports;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TlsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@code server.ssl} with what Spring Boot's own server makes of it, and tests
 * how it serves as default for endpoints of ours.
 */
class StockTlsIntegrationTests {

	@TempDir
	Path directory;

	private Pki pki;

	private final List<String> ssl = new ArrayList<>();

	@BeforeEach
	void issue() throws Exception {
		this.pki = new Pki(this.directory, "Root");
		Issued stock = this.pki.server("stock", "localhost", "127.0.0.1");
		Issued named = this.pki.server("named", "named.example");
		this.ssl.addAll(List.of("--spring.ssl.bundle.pem.stock.keystore.certificate=" + stock.chain(),
				"--spring.ssl.bundle.pem.stock.keystore.private-key=" + stock.key(),
				"--spring.ssl.bundle.pem.stock.truststore.certificate=" + this.pki.pem(),
				"--spring.ssl.bundle.pem.named.keystore.certificate=" + named.chain(),
				"--spring.ssl.bundle.pem.named.keystore.private-key=" + named.key(),
				"--spring.ssl.bundle.pem.named.truststore.certificate=" + this.pki.pem(),
				"--test.chain=" + stock.chain(), "--test.key=" + stock.key()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			bundle                                      | h2,http/1.1
			bundle                                      | h2
			bundle http2                                | h2,http/1.1
			bundle http2                                | http/1.1
			bundle http2                                |
			bundle names                                | h2,http/1.1
			bundle names http2                          | h2,http/1.1
			files                                       | h2,http/1.1
			files versions                              | h2,http/1.1
			files ciphers                               | h2,http/1.1
			files ciphers http2                         | h2,http/1.1
			bundle need                                 | h2,http/1.1
			bundle want names                           | h2,http/1.1
			files need                                  | h2,http/1.1
			""")
	void alonePortAndSslAreAsStock(String configuration, String offered) throws Exception {
		List<String> arguments = arguments(configuration);
		arguments.add("--server.port=0");
		// Which suites are offered by default is one of the differences that are meant.
		boolean ciphers = configuration.contains("ciphers");
		List<String> ours = observe(arguments, offered, ciphers);
		arguments.add("--kestrel.enabled=false");
		List<String> stock = observe(arguments, offered, ciphers);
		assertThat(ours).hasSameSizeAs(stock).hasSize(7);
		List<String> differences = new ArrayList<>();
		for (int i = 0; i < ours.size(); i++) {
			if (!ours.get(i).equals(stock.get(i))) {
				differences.add(ours.get(i) + " instead of " + stock.get(i));
			}
		}
		assertThat(differences).isEmpty();
	}

	private List<String> observe(List<String> arguments, String offered, boolean ciphers) throws Exception {
		List<String> observed = new ArrayList<>();
		try (TestApplication application = TestApplication.run(arguments.toArray(String[]::new))) {
			int port = Integer.parseInt(application.property("local.server.port"));
			assertThat(((WebServerApplicationContext) application.context()).getWebServer().getPort()).isEqualTo(port);
			for (String name : new String[] { null, "localhost", "named.example", "unknown.example" }) {
				observed.add(observe(port, name, "TLSv1.3", false, offered, ciphers));
			}
			observed.add(observe(port, "named.example", "TLSv1.2", false, offered, ciphers));
			observed.add(observe(port, "named.example", "TLSv1.2", true, offered, ciphers));
			observed.add(observe(port, "named.example", "TLSv1.3", true, offered, ciphers));
		}
		return observed;
	}

	private String observe(int port, String name, String version, boolean certificate, String offered, boolean ciphers)
			throws Exception {
		TlsClient client = TlsClient.to(port).protocols(version);
		if (name != null) {
			client.serverName(name);
		}
		if (certificate) {
			client.certificate(this.pki.client("client").bundle());
		}
		String received = client.get("localhost");
		String response = received.startsWith("HTTP") ? received.replaceAll("(?s)\r\n.*\r\n\r\n", " ") : "refused";
		String start = name + " " + version + " " + certificate + " " + response + " ";
		if (offered != null) {
			client.alpn(offered.split(","));
		}
		try {
			TlsClient.Handshake handshake = client.handshake();
			// Without HTTP/2 stock does not answer ALPN, which means HTTP/1.1 as well.
			String protocol = "http/1.1".equals(handshake.alpn()) ? "" : handshake.alpn();
			return start + handshake.certificate() + " " + handshake.protocol() + " "
					+ (ciphers ? handshake.cipher() : "") + " " + protocol;
		}
		catch (SSLException | SocketException ex) {
			return start + "refused";
		}
	}

	private List<String> arguments(String configuration) {
		List<String> arguments = new ArrayList<>(this.ssl);
		for (String word : configuration.split(" ")) {
			switch (word) {
				case "bundle" -> arguments.add("--server.ssl.bundle=stock");
				case "files" -> arguments.addAll(List.of("--server.ssl.certificate=${test.chain}",
						"--server.ssl.certificate-private-key=${test.key}",
						"--server.ssl.trust-certificate=" + this.directory.resolve("Root.pem")));
				case "http2" -> arguments.add("--server.http2.enabled=true");
				case "names" ->
					arguments.addAll(List.of("--server.ssl.server-name-bundles[0].server-name=named.example",
							"--server.ssl.server-name-bundles[0].bundle=named"));
				case "versions" -> arguments.add("--server.ssl.enabled-protocols=TLSv1.3");
				case "ciphers" -> arguments
					.add("--server.ssl.ciphers=TLS_AES_256_GCM_SHA384," + "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
				default -> arguments.add("--server.ssl.client-auth=" + word);
			}
		}
		return arguments;
	}

	/* Spring Boot ignores both beside a bundle: a trap for those who want less. */
	@Test
	void versionsAndCiphersCountBesideABundle() throws Exception {
		List<String> arguments = arguments("bundle versions ciphers");
		arguments.add("--server.port=0");
		try (TestApplication application = TestApplication.run(arguments.toArray(String[]::new))) {
			TlsClient client = TlsClient.to(port(application));
			assertThat(client.handshake().cipher()).isEqualTo("TLS_AES_256_GCM_SHA384");
			assertThat(client.protocols("TLSv1.2").get("localhost")).doesNotContain("hello");
		}
	}

	@Test
	void endpointsOverrideFieldByField() throws Exception {
		Issued own = this.pki.server("own", "own.example");
		int port = Ports.free();
		int second = Ports.free();
		List<String> arguments = arguments("bundle names need");
		arguments.addAll(List.of("--server.endpoints.a.url=https://127.0.0.1:" + port,
				"--server.endpoints.a.certificate.path=" + own.chain(),
				"--server.endpoints.a.certificate.key-path=" + own.key(),
				"--server.endpoints.b.url=https://127.0.0.1:" + second, "--server.endpoints.b.client-auth=none",
				"--server.endpoints.b.enabled-protocols=TLSv1.2"));
		try (TestApplication application = TestApplication.run(arguments.toArray(String[]::new))) {
			TlsClient client = TlsClient.to(port).protocols("TLSv1.2");
			assertThat(client.get("localhost")).doesNotContain("hello");
			client.certificate(this.pki.client("client").bundle());
			assertThat(client.get("localhost")).endsWith("hello");
			assertThat(client.handshake().certificate()).isEqualTo("own");
			assertThat(client.serverName("named.example").handshake().certificate()).isEqualTo("named");
			TlsClient other = TlsClient.to(second);
			assertThat(other.get("localhost")).endsWith("hello");
			assertThat(other.handshake().certificate()).isEqualTo("stock");
			assertThat(other.handshake().protocol()).isEqualTo("TLSv1.2");
			assertThat(application.property("local.server.port")).isIn("" + port, "" + second);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--server.urls=https://127.0.0.1:0", "--server.https-ports=0" })
	void urlsAndPortsTakeIt(String addresses) throws Exception {
		List<String> arguments = arguments("bundle names");
		arguments.add(addresses);
		try (TestApplication application = TestApplication.run(arguments.toArray(String[]::new))) {
			TlsClient client = TlsClient.to(application.port(0)).alpn("h2", "http/1.1");
			assertThat(client.handshake().certificate()).isEqualTo("stock");
			assertThat(client.handshake().alpn()).isEqualTo("h2");
			assertThat(client.serverName("NAMED.example").handshake().certificate()).isEqualTo("named");
			assertThat(client.serverName("unknown.example").handshake().certificate()).isEqualTo("stock");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--server.http2.enabled=false                                       | http/1.1
			--server.http2.enabled=true                                        | h2
			--server.endpoint-defaults.protocols=http1                         | http/1.1
			--server.endpoint-defaults.protocols=http2                         | h2
			--server.endpoint-defaults.protocols=http1,http2                   | h2
			""")
	void protocolsAreThoseOfThePropertiesByAlpn(String property, String expected) throws Exception {
		List<String> arguments = arguments("bundle");
		arguments.addAll(List.of("--server.urls=https://127.0.0.1:0", property));
		try (TestApplication application = TestApplication.run(arguments.toArray(String[]::new))) {
			assertThat(TlsClient.to(application.port(0)).alpn("http/1.1", "h2").handshake().alpn()).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--server.port=0", "--server.urls=https://127.0.0.1:0" })
	void customizersKeepTheirEffect(String address) throws Exception {
		List<String> arguments = arguments("bundle http2");
		arguments.add(address);
		try (TestApplication application = TestApplication.with(Protocols.class)
			.run(arguments.toArray(String[]::new))) {
			assertThat(TlsClient.to(port(application)).alpn("h2", "http/1.1").handshake().alpn()).isIn("http/1.1", "");
		}
		List<String> without = new ArrayList<>(this.ssl);
		without.add(address);
		try (TestApplication application = TestApplication.with(Secured.class).run(without.toArray(String[]::new))) {
			assertThat(TlsClient.to(port(application)).handshake().certificate()).isEqualTo("stock");
			assertThat(TlsClient.to(port(application)).get("localhost")).endsWith("hello");
		}
	}

	private static int port(TestApplication application) {
		return Integer.parseInt(application.property("local.server.port"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Protocols {

		@Bean
		NettyServerCustomizer protocols() {
			return (server) -> server.protocol(HttpProtocol.HTTP11);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Secured {

		@Bean
		NettyServerCustomizer secure(Environment environment) {
			return (server) -> server.secure((spec) -> spec.sslContext(
					Http11SslContextSpec.forServer(Path.of(environment.getRequiredProperty("test.chain")).toFile(),
							Path.of(environment.getRequiredProperty("test.key")).toFile())));
		}

	}

}
