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

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.kestrel.testing.Http;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.SizedBody;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are within their limit but longer than what Spring's codecs hold in memory.
 */
@ExtendWith(OutputCaptureExtension.class)
class InMemoryLimitIntegrationTests {

	private static final String CODECS = "spring.http.codecs.max-in-memory-size";

	private static final String MULTIPART = "spring.webflux.multipart.max-in-memory-size";

	private static final int LETTERS = 300_000;

	@AutoClose
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = run();
	}

	@ParameterizedTest
	@CsvSource({ "/object, JSON", "/string, TEXT", "/form, FORM", "/field, MULTIPART_FIELD", "/fn/string, TEXT",
			"/fn/object, JSON", "/fn/form, FORM" })
	void longerBodyIsRefused(String path, SizedBody body) {
		HttpResponse<String> response = post(application, path, body);
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.body()).contains("\"status\":413");
	}

	@ParameterizedTest
	@CsvSource({ "/object, JSON, " + CODECS, "/string, TEXT, " + CODECS, "/form, FORM, " + CODECS,
			"/field, MULTIPART_FIELD, " + MULTIPART, "/fn/string, TEXT, " + CODECS, "/fn/object, JSON, " + CODECS,
			"/fn/form, FORM, " + CODECS })
	void propertyThatIsNamedAllowsMore(String path, SizedBody body, String property, CapturedOutput output) {
		try (TestApplication own = run()) {
			post(own, path, body);
			assertThat(post(own, path, body).statusCode()).isEqualTo(413);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN "))).singleElement()
			.asString()
			.contains("set " + property + " (256KB by default) to allow more");
		try (TestApplication own = run("--" + property + "=1MB")) {
			HttpResponse<String> response = post(own, path, body);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("" + LETTERS);
		}
	}

	@Test
	void eachPropertyIsNamedOnce(CapturedOutput output) {
		try (TestApplication own = run()) {
			for (int i = 0; i < 2; i++) {
				post(own, "/object", SizedBody.JSON);
				post(own, "/fn/string", SizedBody.TEXT);
				post(own, "/field", SizedBody.MULTIPART_FIELD);
			}
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("set " + CODECS))).hasSize(1);
		assertThat(output.getOut().lines().filter((line) -> line.contains("set " + MULTIPART))).hasSize(1);
	}

	/*
	 * The error of a parameter of type Mono comes while the result is being written.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "text/plain /string", "application/x-www-form-urlencoded /form" })
	void connectionGoesOnAfterTheRefusal(String request) throws Exception {
		String[] parts = request.split(" ");
		try (RawHttpConnection client = new RawHttpConnection("127.0.0.1", application.port(0))) {
			client.send("POST " + parts[1] + " HTTP/1.1\r\nHost: kes\r\nContent-Type: " + parts[0]
					+ "\r\nContent-Length: " + LETTERS + "\r\n\r\n");
			client.send(SizedBody.TEXT.ofLength(LETTERS));
			assertThat(client.receiveUntil("\r\n\r\n")).startsWith("HTTP/1.1 413 ");
			client.receiveUntil("}");
			client.send("GET /hello HTTP/1.1\r\nHost: kes\r\nConnection: close\r\n\r\n");
			assertThat(client.receiveToEnd()).startsWith("HTTP/1.1 200 ").endsWith("hello");
		}
	}

	@Test
	void headersOfAPartHaveAPropertyOfTheirOwn(CapturedOutput output) {
		String body = "--feather\r\nContent-Disposition: form-data; name=\"text\"\r\nX-Long: " + "k".repeat(20_000)
				+ "\r\n\r\nkes\r\n--feather--\r\n";
		try (TestApplication own = run()) {
			HttpResponse<String> response = Http.post(own.addresses().get(0) + "/field",
					SizedBody.MULTIPART_FIELD.contentType(), body.getBytes(StandardCharsets.US_ASCII));
			assertThat(response.statusCode()).isEqualTo(413);
		}
		assertThat(output).contains("set spring.webflux.multipart.max-headers-size (10KB by default) to allow more");
	}

	private static TestApplication run(String... arguments) {
		return TestApplication.with(Handlers.class).property("server.urls", "http://127.0.0.1:0").run(arguments);
	}

	private static HttpResponse<String> post(TestApplication application, String path, SizedBody body) {
		int frame = -body.letters(0);
		return Http.post(application.addresses().get(0) + path, body.contentType(), body.ofLength(LETTERS + frame));
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@PostMapping("/object")
		int object(@RequestBody Note note) {
			return note.text().length();
		}

		@PostMapping("/string")
		Mono<Integer> string(@RequestBody Mono<String> text) {
			return text.map(String::length);
		}

		@PostMapping("/form")
		Mono<Integer> form(ServerWebExchange exchange) {
			return exchange.getFormData().map((form) -> String.valueOf(form.getFirst("text")).length());
		}

		@PostMapping("/field")
		Mono<Integer> field(ServerWebExchange exchange) {
			return exchange.getMultipartData()
				.map((parts) -> ((FormFieldPart) parts.getFirst("text")).value().length());
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.POST("/fn/string", (request) -> answer(request.bodyToMono(String.class)))
				.POST("/fn/object", (request) -> answer(request.bodyToMono(Note.class).map(Note::text)))
				.POST("/fn/form",
						(request) -> answer(request.formData().map((form) -> String.valueOf(form.getFirst("text")))))
				.build();
		}

		private static Mono<ServerResponse> answer(Mono<String> text) {
			return text.flatMap((content) -> ServerResponse.ok().bodyValue("" + content.length()));
		}

	}

	record Note(String text) {

	}

}
