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
import java.util.stream.Stream;

import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The fields that the server adds to responses, and how responses without a body are
 * framed.
 */
@ExtendWith(OutputCaptureExtension.class)
class ResponseFieldsIntegrationTests {

	private static final String DATE = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
			+ " \\d{4} \\d\\d:\\d\\d:\\d\\d GMT";

	@ParameterizedTest
	@CsvSource({ "on, Kestrel", "ON, Kestrel", "true, Kestrel", "my server/1.0 (x), my server/1.0 (x)", "off,", "Off,",
			"false,", "''," })
	void serverField(String setting, String expected) throws Exception {
		try (TestApplication application = run("--server.server-header=" + setting)) {
			for (String request : List.of("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
					"GET /nobody HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n",
					"GET / HTTP/9.9\r\nHost: a\r\n\r\n")) {
				assertThat(fields(head(application, request), "server")).as(request)
					.isEqualTo((expected != null) ? List.of(expected) : List.of());
			}
			assertThat(fields(http2(application, "/hello"), "server"))
				.isEqualTo((expected != null) ? List.of(expected) : List.of());
		}
	}

	@Test
	void serverFieldIsNotThereByDefault() throws IOException {
		try (TestApplication application = run()) {
			assertThat(fields(head(application, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"), "server")).isEmpty();
		}
	}

	@Test
	void applicationHasTheLastWord() throws Exception {
		try (TestApplication application = run("--server.server-header=on")) {
			assertThat(fields(head(application, "GET /own HTTP/1.1\r\nHost: a\r\n\r\n"), "server"))
				.containsExactly("own");
			assertThat(fields(http2(application, "/own"), "server")).containsExactly("own");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nSet-Cookie: b", "a\u0000b", "a\u007fb", "a\tb", "K\u00e9strel" })
	void impossibleServerFieldIsExplained(String setting, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--server.server-header=" + setting));
		assertThat(output).contains("APPLICATION FAILED TO START", "server.server-header", "a field holds letters",
				"Write such a text, on for Kestrel, or off for no field.");
		assertThat(output.getOut()).doesNotContain(setting);
	}

	@ParameterizedTest
	@CsvSource({ "GET /hello HTTP/1.1, 200, 5", "HEAD /hello HTTP/1.1, 200, 5", "GET /hello HTTP/1.0, 200, 5",
			"GET /none HTTP/1.1, 204,", "GET /same HTTP/1.1, 304,", "HEAD /same HTTP/1.1, 304,",
			"GET /none HTTP/1.0, 204,", "POST /nobody HTTP/1.0, 400, 0", "GET /empty HTTP/1.1, 200, 0",
			"GET / HTTP/9.9, 505, 0" })
	void responsesHaveADateAndTheRightLength(String line, int status, String length) throws IOException {
		try (TestApplication application = run()) {
			String response = head(application, line + "\r\nHost: a\r\n\r\n");
			assertThat(response).matches("(?s)HTTP/1\\.[01] " + status + " .*");
			assertThat(fields(response, "date")).singleElement().asString().matches(DATE);
			assertThat(fields(response, "content-length")).isEqualTo((length != null) ? List.of(length) : List.of());
			assertThat(fields(response, "transfer-encoding")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "HEAD /hello HTTP/1.1", "GET /none HTTP/1.1", "GET /same HTTP/1.1", "GET /empty HTTP/1.1" })
	void nextResponseFollowsOneWithoutABody(String line) throws IOException {
		try (TestApplication application = run();
				RawHttpConnection connection = new RawHttpConnection("127.0.0.1", application.port(0))) {
			connection.send(line + "\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(connection.receiveUntil("\r\n\r\n")).startsWith("HTTP/1.1 ");
			assertThat(connection.receiveToOrderlyEnd()).startsWith("HTTP/1.1 200 ").endsWith("hello");
		}
	}

	@Test
	void bodyOfUnknownLengthEndsWithTheConnectionInHttp10() throws IOException {
		try (TestApplication application = run();
				RawHttpConnection connection = new RawHttpConnection("127.0.0.1", application.port(0))) {
			String response = connection.send("GET /stream HTTP/1.0\r\n\r\n").receiveToOrderlyEnd();
			assertThat(fields(response, "transfer-encoding")).isEmpty();
			assertThat(fields(response, "content-length")).isEmpty();
			assertThat(response).endsWith("\r\n\r\nonetwo");
		}
	}

	@Test
	void compressedAndNotTheResponseVaries() throws IOException {
		try (TestApplication application = run("--server.compression.enabled=true",
				"--server.compression.min-response-size=1B", "--server.compression.mime-types=text/plain")) {
			String compressed = head(application, "GET /hello HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
			assertThat(fields(compressed, "content-encoding")).containsExactly("gzip");
			assertThat(String.join(",", fields(compressed, "vary"))).containsIgnoringCase("accept-encoding");
			String plain = head(application, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(fields(plain, "content-encoding")).isEmpty();
		}
	}

	private static TestApplication run(String... arguments) {
		return TestApplication.with(Handlers.class)
			.property("server.urls", "http://127.0.0.1:0")
			.property("server.http2.enabled", "true")
			.run(arguments);
	}

	private static String head(TestApplication application, String request) throws IOException {
		try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", application.port(0))) {
			return connection.send(request).receiveUntil("\r\n\r\n");
		}
	}

	private static String http2(TestApplication application, String path) throws Exception {
		Tool.require("curl");
		String head = Tool.run(List.of("curl", "-sS", "-m", "30", "-o", "/dev/null", "-D", "-",
				"--http2-prior-knowledge", application.addresses().get(0) + path));
		assertThat(head).startsWith("HTTP/2 200");
		return head;
	}

	private static List<String> fields(String head, String name) {
		return Stream.of(head.split("\r\n"))
			.filter((line) -> line.toLowerCase().startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1).strip())
			.toList();
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@GetMapping("/own")
		ResponseEntity<String> own() {
			return ResponseEntity.ok().header("Server", "own").body("own");
		}

		@GetMapping("/none")
		ResponseEntity<Void> none() {
			return ResponseEntity.noContent().build();
		}

		@GetMapping("/same")
		ResponseEntity<Void> same() {
			return ResponseEntity.status(304).eTag("a").build();
		}

		@GetMapping("/empty")
		Mono<Void> empty() {
			return Mono.empty();
		}

		@GetMapping(path = "/stream", produces = "text/plain")
		Flux<String> stream() {
			return Flux.just("one", "two");
		}

	}

}
