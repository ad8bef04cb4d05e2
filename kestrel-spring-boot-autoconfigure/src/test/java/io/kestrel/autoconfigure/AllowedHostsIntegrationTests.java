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

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.kestrel.server.KestrelServerCustomizer;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The hosts that the server answers to, over HTTP/1.1 and HTTP/2. The answers are those
 * that the real ASP.NET Core gave with {@code --AllowedHosts}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AllowedHostsIntegrationTests {

	private static final String HOSTS = "--server.allowed-hosts=a.example;*.b.example,[::1];127.0.0.1;b\u00fccher.example";

	@AutoClose
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.with(Route.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.http2.enabled=true", HOSTS, "--management.server.port=0",
					"--management.server.address=127.0.0.1");
	}

	@ParameterizedTest
	@CsvSource({ "a.example, 200", "A.EXAMPLE, 200", "a.example:80, 200", "a.example:99999, 200", "a.example., 400",
			"x.b.example, 200", "x.y.b.example, 200", "b.example, 400", ".b.example, 400", "xb.example, 400",
			"a.example.evil, 400", "[::1], 200", "[::1]:80, 200", "[0:0::1], 400", "127.0.0.1, 200",
			"127.0.0.1:81, 200", "xn--bcher-kva.example, 200", "XN--bcher-kva.example, 200", "other, 400", "*, 400",
			"*.b.example, 400", "'', 200", "a.example:, 400" })
	void hostOverHttp1(String host, int status) throws IOException {
		try (RawHttpConnection connection = connect()) {
			String response = connection.send("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n").receiveResponse();
			assertThat(response).startsWith("HTTP/1.1 " + status + " ");
			if (status == 400) {
				assertThat(response).containsIgnoringCase("connection: close")
					.containsIgnoringCase("content-length: 0")
					.endsWith("\r\n\r\n");
				assertThat(connection.receiveToOrderlyEnd()).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "GET /hello HTTP/1.0\\r\\n | 200", "GET /hello HTTP/1.0\\r\\nHost: other\\r\\n | 400",
					"GET /hello HTTP/1.1\\r\\n | 400", "GET http://other/hello HTTP/1.1\\r\\nHost: other\\r\\n | 400",
					"GET http://a.example/hello HTTP/1.1\\r\\nHost: a.example\\r\\n | 200",
					"GET http://other/hello HTTP/1.0\\r\\n | 400", "GET /route HTTP/1.1\\r\\nHost: other\\r\\n | 400",
					"GET /route HTTP/1.1\\r\\nHost: a.example\\r\\n | 200" })
	void requestOverHttp1(String head, int status) throws IOException {
		try (RawHttpConnection connection = connect()) {
			assertThat(connection.send(head.replace("\\r\\n", "\r\n") + "\r\n").receiveResponse())
				.matches("(?s)HTTP/1\\.[01] " + status + " .*");
		}
	}

	@Test
	void bodyOfARefusedRequestIsNotWaitedFor() throws IOException {
		try (RawHttpConnection connection = connect()) {
			assertThat(connection.send("POST /hello HTTP/1.1\r\nHost: other\r\nContent-Length: 1000000\r\n\r\nx")
				.receiveUntil("\r\n\r\n")).startsWith("HTTP/1.1 400 ");
			assertThat(connection.endSending().receiveToOrderlyEnd()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "a.example, 200", "A.example:1, 200", "x.b.example, 200", "b.example, 400", "other, 400",
			"[::1]:80, 200" })
	void hostOverHttp2(String host, int status) throws Exception {
		Tool.require("curl");
		assertThat(Tool.run(List.of("curl", "-sS", "-m", "30", "-o", "/dev/null", "-w", "%{http_version} %{http_code}",
				"--http2-prior-knowledge", "-H", "Host: " + host, application.addresses().get(0) + "/hello")))
			.isEqualTo("2 " + status);
	}

	@Test
	void connectionOfHttp2GoesOn() throws IOException {
		try (Http2FrameClient client = new Http2FrameClient(connect())) {
			assertThat(client.get(1, "/hello").receiveResponse()).isEqualTo("1: 400");
			assertThat(client.get(3, "/hello").receiveResponse()).isEqualTo("3: 400");
		}
	}

	@Test
	void streamWithABodyIsAnsweredToo() throws IOException {
		try (Http2FrameClient client = new Http2FrameClient(connect())) {
			client.post(1, "/hello", Map.of()).data(1, "x", true);
			assertThat(client.receiveResponse()).isEqualTo("1: 400");
		}
	}

	@Test
	void hostBesideTheAuthorityDoesNotHelp() throws IOException {
		try (Http2FrameClient client = new Http2FrameClient(connect())) {
			// Netty resets a stream with two hosts before anybody sees it.
			client.post(1, "/hello", Map.of("host", "a.example"));
			assertThat(client.receive().type()).isEqualTo(Type.RST_STREAM);
		}
	}

	@Test
	void managementServerHasTheSameHosts() throws IOException {
		int port = Integer.parseInt(application.property("local.management.port"));
		try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", port)) {
			String request = "GET /actuator/health HTTP/1.1\r\nHost: ";
			assertThat(connection.send(request + "127.0.0.1\r\n\r\n").receiveResponse()).startsWith("HTTP/1.1 200 ");
			assertThat(connection.send(request + "other\r\n\r\n").receiveResponse()).startsWith("HTTP/1.1 400 ");
		}
	}

	@Test
	void refusalIsLoggedWithItsProperty(CapturedOutput output) throws IOException {
		try (TestApplication other = TestApplication.run("--server.urls=http://127.0.0.1:0",
				"--server.allowed-hosts=a.example");
				RawHttpConnection connection = new RawHttpConnection("127.0.0.1", other.port(0))) {
			connection.send("GET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n").receiveToOrderlyEnd();
			assertThat(output)
				.contains("with 400: the host is not one of those that are allowed (RFC 9110 7.4); see"
						+ " server.allowed-hosts")
				.doesNotContain("evil");
		}
	}

	@Test
	void customizerSetsThemToo() throws IOException {
		try (TestApplication other = TestApplication.with(Customized.class)
			.run("--server.urls=http://127.0.0.1:0", HOSTS);
				RawHttpConnection connection = new RawHttpConnection("127.0.0.1", other.port(0))) {
			String request = "GET /hello HTTP/1.1\r\nHost: ";
			assertThat(connection.send(request + "code.example\r\n\r\n").receiveResponse()).endsWith("hello");
			assertThat(connection.send(request + "a.example\r\n\r\n").receiveResponse()).startsWith("HTTP/1.1 400 ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "a.example;*", "0.0.0.0" })
	void everyHostIsAllowed(String hosts) throws IOException {
		try (TestApplication other = TestApplication.run("--server.urls=http://127.0.0.1:0",
				"--server.allowed-hosts=" + hosts);
				RawHttpConnection connection = new RawHttpConnection("127.0.0.1", other.port(0))) {
			assertThat(connection.send("GET /hello HTTP/1.1\r\nHost: other\r\n\r\n").receiveResponse())
				.endsWith("hello");
		}
	}

	@ParameterizedTest
	@CsvSource({ "a.example:80, a host stands here without its port", "a.*, * may only stand alone",
			"http://a.example, a host has no scheme", "';', it names no host" })
	void impossibleHostIsExplained(String host, String reason, CapturedOutput output) {
		assertThatException().isThrownBy(() -> TestApplication.run("--server.urls=http://127.0.0.1:0",
				"--server.allowed-hosts=" + host, "--server.limits.max-request-header-count=0"));
		assertThat(output).contains("server.allowed-hosts", host, reason, "Write hosts such as")
			.contains("server.limits.max-request-header-count", "it is less than 1");
	}

	private static RawHttpConnection connect() throws IOException {
		return new RawHttpConnection("127.0.0.1", application.port(0));
	}

	@Configuration(proxyBeanMethods = false)
	static class Route {

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> route() {
			return (factory) -> factory.addRouteProviders(
					(routes) -> routes.get("/route", (request, response) -> response.sendString(Mono.just("routed"))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		KestrelServerCustomizer hosts() {
			return (options) -> options.allowedHosts("code.example");
		}

	}

}
