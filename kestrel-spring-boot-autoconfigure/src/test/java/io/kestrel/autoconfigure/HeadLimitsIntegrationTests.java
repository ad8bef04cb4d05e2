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

import io.kestrel.server.KestrelServerCustomizer;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits of request lines, fields and requests of a connection: at the limit and one
 * over it, for all endpoints, for one, by {@code listen(...)}, and by default. The
 * numbers are those that the real Kestrel was seen to take and to refuse.
 */
class HeadLimitsIntegrationTests {

	private static TestApplication limited;

	private static TestApplication byDefault;

	@BeforeAll
	static void start() {
		limited = TestApplication.with(Echo.class, Listen.class)
			.run("--server.endpoints.global.url=http://127.0.0.1:0", "--server.endpoints.own.url=http://127.0.0.1:0",
					"--server.limits.max-request-line-size=100", "--server.limits.max-request-headers-total-size=200",
					"--server.limits.max-request-header-count=5", "--server.limits.max-requests-per-connection=3",
					"--server.endpoints.own.limits.max-request-line-size=110",
					"--server.endpoints.own.limits.max-request-headers-total-size=210",
					"--server.endpoints.own.limits.max-request-header-count=6",
					"--server.endpoints.own.limits.max-requests-per-connection=4");
		byDefault = TestApplication.with(Echo.class).run("--server.urls=http://127.0.0.1:0");
	}

	@AfterAll
	static void stop() {
		limited.close();
		byDefault.close();
	}

	@ParameterizedTest
	@CsvSource({ "global, 100", "own, 110", "listen, 120", "default, 8192" })
	void requestLine(String endpoint, int limit) throws IOException {
		assertThat(ask(endpoint, lineOf(limit - 1) + "Host: a\r\n\r\n")).startsWith("HTTP/1.1 200 ");
		assertThat(ask(endpoint, lineOf(limit) + "Host: a\r\n\r\n")).startsWith("HTTP/1.1 200 ");
		assertRefused(endpoint, lineOf(limit + 1) + "Host: a\r\n\r\n", 414);
	}

	@ParameterizedTest
	@CsvSource({ "global, 200", "own, 210", "listen, 220", "default, 32768" })
	void sizeOfAllFields(String endpoint, int limit) throws IOException {
		String line = "GET /hello HTTP/1.1\r\n";
		assertThat(ask(endpoint, line + fieldsOf(limit - 1) + "\r\n")).startsWith("HTTP/1.1 200 ");
		assertThat(ask(endpoint, line + fieldsOf(limit) + "\r\n")).startsWith("HTTP/1.1 200 ");
		assertRefused(endpoint, line + fieldsOf(limit + 1) + "\r\n", 431);
	}

	@ParameterizedTest
	@CsvSource({ "global, 5", "own, 6", "listen, 7", "default, 100" })
	void numberOfFields(String endpoint, int limit) throws IOException {
		String head = "GET /hello HTTP/1.1\r\nHost: a\r\n";
		assertThat(ask(endpoint, head + "X: 1\r\n".repeat(limit - 2) + "\r\n")).startsWith("HTTP/1.1 200 ");
		assertThat(ask(endpoint, head + "X: 1\r\n".repeat(limit - 1) + "\r\n")).startsWith("HTTP/1.1 200 ");
		assertRefused(endpoint, head + "X: 1\r\n".repeat(limit) + "\r\n", 431);
	}

	@ParameterizedTest
	@CsvSource({ "global, 5", "own, 6", "listen, 7", "default, 100" })
	void numberOfFieldsWithTrailers(String endpoint, int limit) throws IOException {
		String request = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n";
		assertThat(ask(endpoint, request + "X: 1\r\n".repeat(limit - 3) + "\r\n")).endsWith("ok");
		assertThat(ask(endpoint, request + "X: 1\r\n".repeat(limit - 2) + "\r\n")).endsWith("ok");
		assertRefused(endpoint, request + "X: 1\r\n".repeat(limit - 1) + "\r\n", 431);
	}

	@ParameterizedTest
	@CsvSource({ "global, 200", "own, 210", "listen, 220", "default, 32768" })
	void sizeOfAllFieldsWithTrailers(String endpoint, int limit) throws IOException {
		String fields = "Host: a\r\nTransfer-Encoding: chunked\r\n";
		String request = "POST /echo HTTP/1.1\r\n" + fields + "\r\n2\r\nok\r\n0\r\n";
		int rest = limit - fields.length();
		assertThat(ask(endpoint, request + trailerOf(rest - 1) + "\r\n")).endsWith("ok");
		assertThat(ask(endpoint, request + trailerOf(rest) + "\r\n")).endsWith("ok");
		assertRefused(endpoint, request + trailerOf(rest + 1) + "\r\n", 431);
	}

	@ParameterizedTest
	@CsvSource({ "global, 3", "own, 4", "listen, 5" })
	void requestsOfAConnection(String endpoint, int limit) throws IOException {
		String request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
		try (RawHttpConnection connection = connect(endpoint)) {
			for (int i = 1; i < limit; i++) {
				assertThat(connection.send(request).receiveResponse()).startsWith("HTTP/1.1 200 ")
					.doesNotContainIgnoringCase("connection: close")
					.endsWith("hello");
			}
			assertThat(connection.send(request).receiveToOrderlyEnd()).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("connection: close")
				.endsWith("hello");
		}
	}

	@ParameterizedTest
	@CsvSource({ "global, 3", "own, 4", "listen, 5" })
	void requestsThatAreSentTogether(String endpoint, int limit) throws IOException {
		try (RawHttpConnection connection = connect(endpoint)) {
			connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".repeat(limit + 2));
			String responses = connection.receiveToOrderlyEnd();
			assertThat(responses.split("HTTP/1.1 200 ", -1)).hasSize(limit + 1);
			assertThat(responses.toLowerCase().split("connection: close", -1)).hasSize(2);
		}
	}

	@Test
	void thereIsNoLimitOfRequestsByDefault() throws IOException {
		try (RawHttpConnection connection = connect("default")) {
			connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".repeat(500));
			for (int i = 0; i < 500; i++) {
				assertThat(connection.receiveResponse()).endsWith("hello").doesNotContainIgnoringCase("close");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.netty.max-initial-line-length=100", "server.netty.maxInitialLineLength=100B" })
	void lineLengthOfSpringBootCounts(String property) throws IOException {
		try (TestApplication application = TestApplication.run("--server.urls=http://127.0.0.1:0", "--" + property)) {
			assertLimits(application, 100, 414, lineOf(100) + "Host: a\r\n\r\n", lineOf(101) + "Host: a\r\n\r\n");
		}
	}

	@Test
	void headerSizeOfSpringBootCounts() throws IOException {
		try (TestApplication application = TestApplication.run("--server.urls=http://127.0.0.1:0",
				"--server.max-http-request-header-size=8KB")) {
			String line = "GET /hello HTTP/1.1\r\n";
			assertLimits(application, 8192, 431, line + fieldsOf(8192) + "\r\n", line + fieldsOf(8193) + "\r\n");
		}
	}

	@Test
	void keepAliveRequestsOfSpringBootCount() throws IOException {
		try (TestApplication application = TestApplication.run("--server.endpoints.a.url=http://127.0.0.1:0",
				"--server.endpoints.b.url=http://127.0.0.1:0", "--server.netty.max-keep-alive-requests=2",
				"--server.endpoints.b.limits.max-requests-per-connection=-1")) {
			String request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
			try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", application.port("a"))) {
				assertThat(connection.send(request.repeat(3)).receiveToOrderlyEnd().split("hello", -1)).hasSize(3);
			}
			try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", application.port("b"))) {
				connection.send(request.repeat(3));
				for (int i = 0; i < 3; i++) {
					assertThat(connection.receiveResponse()).endsWith("hello").doesNotContainIgnoringCase("close");
				}
			}
		}
	}

	private static void assertLimits(TestApplication application, int limit, int status, String allowed, String refused)
			throws IOException {
		try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", application.port(0))) {
			assertThat(connection.send(allowed).receiveResponse()).as("limit " + limit).startsWith("HTTP/1.1 200 ");
			assertThat(connection.send(refused).receiveToOrderlyEnd()).startsWith("HTTP/1.1 " + status + " ");
		}
	}

	private static String lineOf(int length) {
		String begin = "GET /hello?";
		String end = " HTTP/1.1\r\n";
		return begin + "x".repeat(length - begin.length() - end.length()) + end;
	}

	private static String fieldsOf(int length) {
		return "Host: a\r\n" + trailerOf(length - "Host: a\r\n".length());
	}

	private static String trailerOf(int length) {
		return "X: " + "y".repeat(length - "X: \r\n".length()) + "\r\n";
	}

	private static RawHttpConnection connect(String endpoint) throws IOException {
		boolean named = endpoint.equals("global") || endpoint.equals("own") || endpoint.equals("listen");
		return new RawHttpConnection("127.0.0.1", named ? limited.port(endpoint) : byDefault.port(0));
	}

	private static String ask(String endpoint, String request) throws IOException {
		try (RawHttpConnection connection = connect(endpoint)) {
			return connection.send(request).receiveResponse();
		}
	}

	private static void assertRefused(String endpoint, String request, int status) throws IOException {
		try (RawHttpConnection connection = connect(endpoint)) {
			assertThat(connection.send(request).receiveToOrderlyEnd()).startsWith("HTTP/1.1 " + status + " ")
				.containsIgnoringCase("connection: close");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Listen {

		@Bean
		KestrelServerCustomizer listen() {
			return (options) -> options.listen("127.0.0.1", 0)
				.name("listen")
				.limits((limits) -> limits.maxRequestLineSize(DataSize.ofBytes(120))
					.maxRequestHeadersTotalSize(DataSize.ofBytes(220))
					.maxRequestHeaderCount(7)
					.maxRequestsPerConnection(5));
		}

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@PostMapping("/echo")
		Mono<String> echo(@RequestBody Mono<String> body) {
			return body;
		}

	}

}
