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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TlsClient;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests on a connection of another name: 421 (RFC 9110 section 15.5.20).
 */
class MisdirectedRequestIntegrationTests {

	@TempDir
	static Path directory;

	private static Pki pki;

	/** Names as they are configured; partner.example asks for certificates. */
	private static TestApplication lenient;

	private static TestApplication strict;

	@BeforeAll
	static void start() throws Exception {
		pki = new Pki(directory, "Root");
		lenient = start("false");
		strict = start("true");
	}

	private static TestApplication start(String strict) throws Exception {
		Issued all = pki.server("all", "shop.example", "other.example", "partner.example", "uncovered.test", "::1");
		Issued shop = pki.server("shop", "shop.example", "alias.shop.example", "127.0.0.1", "::1");
		List<String> arguments = new ArrayList<>(List.of("--server.endpoints.web.url=https://127.0.0.1:0",
				"--test.pem=" + pki.pem(), "--server.endpoints.web.reject-misdirected-requests=" + strict,
				"--server.endpoints.web.sni[partner.example].client-auth=need",
				"--server.endpoints.web.sni[partner.example].trust.path=" + pki.pem(),
				"--server.certificates.default.path=" + all.chain(),
				"--server.certificates.default.key-path=" + all.key(),
				"--server.endpoints.web.sni[shop.example].certificate.path=" + shop.chain(),
				"--server.endpoints.web.sni[shop.example].certificate.key-path=" + shop.key(),
				"--server.endpoints.web.sni[*].handshake-timeout=10s"));
		return TestApplication.with(Route.class).run(arguments.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		lenient.close();
		strict.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "partner.example", "PARTNER.Example", "partner.example.", "partner.example:443",
			"partner.example.:443", "x@partner.example", "x:y@partner.example", "partner.example\t",
			"partner%2Eexample", "p%61rtner.example" })
	void nobodyGetsRoundTheQuestionForACertificate(String host) throws Exception {
		for (String name : List.of("shop.example", "other.example")) {
			String response = TlsClient.to(lenient.port(0)).serverName(name).get(host);
			assertThat(response).doesNotContain("hello").matches("(?s)HTTP/1.1 4(21|00) .*");
		}
	}

	@Test
	void anAbsoluteTargetIsLookedAtToo() throws Exception {
		String response = TlsClient.to(lenient.port(0))
			.serverName("shop.example")
			.exchange(
					"GET https://partner.example/hello HTTP/1.1\r\nHost: partner.example\r\nConnection: close\r\n\r\n");
		assertThat(response).startsWith("HTTP/1.1 421 ");
		// Nothing but the target names a host: HTTP/1.0 needs no other.
		assertThat(TlsClient.to(lenient.port(0))
			.serverName("shop.example")
			.exchange("GET https://partner.example/hello HTTP/1.0\r\n\r\n")).matches("(?s)HTTP/1\\.[01] 421 .*");
		assertThat(TlsClient.to(lenient.port(0))
			.serverName("shop.example")
			.exchange("GET https://shop.example/hello HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"))
			.endsWith("hello");
	}

	@Test
	void aSecondHostDoesNotHelp() throws Exception {
		for (String hosts : List.of("Host: shop.example\r\nHost: partner.example",
				"Host: partner.example\r\nHost: shop.example")) {
			assertThat(TlsClient.to(lenient.port(0))
				.serverName("shop.example")
				.exchange("GET /hello HTTP/1.1\r\n" + hosts + "\r\nConnection: close\r\n\r\n"))
				.matches("(?s)HTTP/1.1 4(21|00) .*");
		}
	}

	@Test
	void routesOfTheApplicationAreBehindItToo() throws Exception {
		TlsClient client = TlsClient.to(lenient.port(0)).serverName("shop.example");
		assertThat(client.exchange("GET /route HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n"))
			.contains("routed");
		assertThat(client.exchange("GET /route HTTP/1.1\r\nHost: partner.example\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 421 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop.example", "other.example", "unknown.example", "127.0.0.1", "[::1]:5001" })
	void whereNobodyIsAskedNothingIsRefused(String host) throws Exception {
		for (String name : List.of("shop.example", "other.example")) {
			assertThat(TlsClient.to(lenient.port(0)).serverName(name).get(host)).endsWith("hello");
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			need, Root,  need, Root,  200
			need, Root,  want, Root,  200
			want, Root,  need, Root,  421
			need, Root,  need, Other, 421
			want, Root,  want, Other, 421
			""")
	@ExtendWith(OutputCaptureExtension.class)
	void theSameQuestionNeedNotBeAskedTwice(String here, String trustHere, String there, String trustThere, int status,
			CapturedOutput output) throws Exception {
		new Pki(directory, "Other").pem();
		Issued server = pki.server("server", "here.example", "there.example");
		String prefix = "--server.endpoints.web.sni";
		try (TestApplication application = TestApplication.run("--server.endpoints.web.url=https://127.0.0.1:0",
				"--server.certificates.default.path=" + server.chain(),
				"--server.certificates.default.key-path=" + server.key(), prefix + "[here.example].client-auth=" + here,
				prefix + "[here.example].trust.path=" + directory.resolve(trustHere + ".pem"),
				prefix + "[there.example].client-auth=" + there,
				prefix + "[there.example].trust.path=" + directory.resolve(trustThere + ".pem"))) {
			assertThat(TlsClient.to(application.port(0))
				.serverName("here.example")
				.certificate(pki.client("client").bundle())
				.get("there.example")).startsWith("HTTP/1.1 " + status + " ");
			assertThat(output.getOut().contains("421: the connection was made for another server name"))
				.isEqualTo(status == 421);
		}
	}

	@Test
	void whoHasShownACertificateMayUseHisConnectionForOtherNames() throws Exception {
		TlsClient client = TlsClient.to(lenient.port(0))
			.serverName("partner.example")
			.certificate(pki.client("client").bundle());
		assertThat(client.get("partner.example")).endsWith("hello");
		assertThat(client.get("shop.example")).endsWith("hello");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			shop.example,  shop.example,        200
			shop.example,  SHOP.example:5001,   200
			shop.example,  shop.example.,       200
			shop.example,  alias.shop.example,  421
			shop.example,  other.example,       421
			shop.example,  partner.example,     421
			shop.example,  127.0.0.1,           421
			other.example, other.example,       200
			other.example, uncovered.test,      200
			other.example, not.covered.example, 421
			other.example, shop.example,        421
			other.example, [::1]:5001,          200
			other.example, [0:0:0:0:0:0:0:1],   200
			other.example, [::2],               421
			other.example, 127.0.0.1,           421
			""")
	void strictlyTheHostBelongsToTheCertificate(String name, String host, int status) throws Exception {
		assertThat(TlsClient.to(strict.port(0)).serverName(name).get(host)).startsWith("HTTP/1.1 " + status + " ");
	}

	@ParameterizedTest
	@CsvSource({ "--http1.1, false, 421", "--http2, false, 421", "--http1.1, true, 421", "--http2, true, 421" })
	void curlReusesAConnectionForAnotherName(String version, boolean strictly, String status) throws Exception {
		Tool.require("curl");
		int port = (strictly ? strict : lenient).port(0);
		// The name of the handshake is that of the URL, the host is another one.
		assertThat(curl(version, port, "partner.example")).isEqualTo(status + " " + version.substring(6));
		assertThat(curl(version, port, "other.example")).isEqualTo("200 " + version.substring(6));
	}

	private static String curl(String version, int port, String host) throws Exception {
		return Tool.run(List.of("curl", "-sS", "-m", "20", version, "-o", "/dev/null", "--cacert", pki.pem().toString(),
				"--resolve", "other.example:" + port + ":127.0.0.1", "-H", "Host: " + host, "-w",
				"%{http_code} %{http_version}", "https://other.example:" + port + "/hello"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Route {

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> routes() {
			return (factory) -> factory.addRouteProviders(
					(routes) -> routes.get("/route", (request, response) -> response.sendString(Mono.just("routed"))));
		}

	}

}
