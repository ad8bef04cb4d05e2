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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.testing.Http;
import io.kestrel.testing.SizedBody;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every way in which a handler can take a body, just within the limit and just over it.
 * Each handler answers with the number of letters that it got.
 */
class RequestBodyIntegrationTests {

	private static final int LIMIT = 1000;

	@AutoClose
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.with(Handlers.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.http2.enabled=true",
					"--server.limits.max-request-body-size=" + LIMIT, "--spring.webflux.problemdetails.enabled=true");
	}

	static Stream<Arguments> cases() {
		return Arrays.stream(Way.values())
			.flatMap((way) -> Stream.of(LIMIT - 1, LIMIT, LIMIT + 1).map((length) -> Arguments.of(way, length)));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void announcedBody(Way way, int length) {
		HttpResponse<String> response = Http.post(way.url(), way.body.contentType(), way.body.ofLength(length));
		assertAnswer(way, length, response);
		if (length > LIMIT) {
			assertThat(response.body()).contains("The request body of 1001 bytes exceeds the limit of 1000 bytes");
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void chunkedBody(Way way, int length) {
		HttpResponse<String> response = Http.postChunked(way.url(), way.body.contentType(), way.body.ofLength(length));
		assertAnswer(way, length, response);
		if (length > LIMIT) {
			assertThat(response.body())
				.contains("The request body of at least 1001 bytes exceeds the limit of 1000 bytes");
		}
	}

	@ParameterizedTest
	@EnumSource
	void bodyFarOverTheLimit(Way way) {
		byte[] body = way.body.ofLength(1000 * LIMIT);
		assertThat(Http.post(way.url(), way.body.contentType(), body).statusCode()).isEqualTo(413);
		assertThat(Http.postChunked(way.url(), way.body.contentType(), body).statusCode()).isEqualTo(413);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void bodyOverHttp2(Way way, int length) {
		String answer = HttpClient.newConnection()
			.protocol(HttpProtocol.H2C)
			.headers((headers) -> headers.set("Content-Type", way.body.contentType()))
			.post()
			.uri(way.url())
			.send(ByteBufFlux.fromInbound(Flux.just(way.body.ofLength(length))))
			.responseSingle((response,
					body) -> body.asString().defaultIfEmpty("").map((text) -> response.status().code() + " " + text))
			.block(Duration.ofSeconds(30));
		if (length > LIMIT) {
			assertThat(answer).startsWith("413 ")
				.contains("The request body of at least 1001 bytes exceeds the limit of 1000 bytes");
		}
		else {
			assertThat(answer).isEqualTo("200 " + way.body.letters(length));
		}
	}

	private static void assertAnswer(Way way, int length, HttpResponse<String> response) {
		if (length > LIMIT) {
			assertThat(response.statusCode()).isEqualTo(413);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(response.headers().firstValue("Connection")).hasValue("close");
		}
		else {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("" + way.body.letters(length));
			assertThat(response.headers().firstValue("Connection")).isEmpty();
		}
	}

	enum Way {

		BUFFERS(SizedBody.TEXT), BYTES(SizedBody.TEXT), STRING(SizedBody.TEXT), MONO_STRING(SizedBody.TEXT),
		ENTITY(SizedBody.TEXT), REQUEST(SizedBody.TEXT), DECORATED_REQUEST(SizedBody.TEXT), OBJECT(SizedBody.JSON),
		MONO_OBJECT(SizedBody.JSON), FORM(SizedBody.FORM), MODEL(SizedBody.FORM),
		MULTIPART_MODEL(SizedBody.MULTIPART_FIELD), MULTIPART(SizedBody.MULTIPART_FIELD),
		FILE(SizedBody.MULTIPART_FILE), PARTS(SizedBody.MULTIPART_FILE), PART_EVENTS(SizedBody.MULTIPART_FILE),
		OBJECTS(SizedBody.NDJSON), FN_STRING(SizedBody.TEXT), FN_BUFFERS(SizedBody.TEXT), FN_OBJECT(SizedBody.JSON),
		FN_OBJECTS(SizedBody.NDJSON), FN_FORM(SizedBody.FORM), FN_MULTIPART(SizedBody.MULTIPART_FIELD);

		private final SizedBody body;

		Way(SizedBody body) {
			this.body = body;
		}

		private String url() {
			return application.addresses().get(0) + "/" + name();
		}

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@PostMapping("/BUFFERS")
		Mono<Integer> buffers(@RequestBody Flux<DataBuffer> body) {
			return count(body);
		}

		@PostMapping("/BYTES")
		int bytes(@RequestBody byte[] body) {
			return body.length;
		}

		@PostMapping("/STRING")
		int string(@RequestBody String body) {
			return body.length();
		}

		@PostMapping("/MONO_STRING")
		Mono<Integer> monoString(@RequestBody Mono<String> body) {
			return body.map(String::length);
		}

		@PostMapping("/ENTITY")
		int entity(HttpEntity<String> entity) {
			return String.valueOf(entity.getBody()).length();
		}

		@PostMapping("/REQUEST")
		Mono<Integer> request(ServerHttpRequest request) {
			return count(request.getBody());
		}

		@PostMapping("/DECORATED_REQUEST")
		Mono<Integer> decoratedRequest(ServerHttpRequest request) {
			return count(request.mutate().header("X-Mutated", "yes").build().getBody());
		}

		@PostMapping("/OBJECT")
		int object(@RequestBody Note note) {
			return note.text().length();
		}

		@PostMapping("/MONO_OBJECT")
		Mono<Integer> monoObject(@RequestBody Mono<Note> note) {
			return note.map((content) -> content.text().length());
		}

		@PostMapping("/FORM")
		Mono<Integer> form(ServerWebExchange exchange) {
			return exchange.getFormData().map((form) -> String.valueOf(form.getFirst("text")).length());
		}

		@PostMapping({ "/MODEL", "/MULTIPART_MODEL" })
		int model(@ModelAttribute Note note) {
			return note.text().length();
		}

		@PostMapping("/MULTIPART")
		Mono<Integer> multipart(ServerWebExchange exchange) {
			return exchange.getMultipartData().map((parts) -> length(parts.getFirst("text")));
		}

		@PostMapping("/FILE")
		Mono<Integer> file(@RequestPart FilePart file) {
			return count(file.content());
		}

		@PostMapping("/PARTS")
		Mono<Integer> parts(@RequestBody Flux<Part> parts) {
			return count(parts.concatMap(Part::content));
		}

		@PostMapping("/PART_EVENTS")
		Mono<Integer> partEvents(@RequestBody Flux<PartEvent> events) {
			return count(events.map(PartEvent::content));
		}

		@PostMapping("/OBJECTS")
		Mono<Integer> objects(@RequestBody Flux<Note> notes) {
			return sum(notes);
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.POST("/FN_STRING", (request) -> answer(request.bodyToMono(String.class).map(String::length)))
				.POST("/FN_BUFFERS", (request) -> answer(count(request.body(BodyExtractors.toDataBuffers()))))
				.POST("/FN_OBJECT",
						(request) -> answer(request.bodyToMono(Note.class).map((note) -> note.text().length())))
				.POST("/FN_OBJECTS", (request) -> answer(sum(request.bodyToFlux(Note.class))))
				.POST("/FN_FORM",
						(request) -> answer(
								request.formData().map((form) -> String.valueOf(form.getFirst("text")).length())))
				.POST("/FN_MULTIPART", Handlers::multipartFunction)
				.build();
		}

		private static Mono<ServerResponse> multipartFunction(ServerRequest request) {
			return answer(request.multipartData().map((parts) -> length(parts.getFirst("text"))));
		}

		private static Mono<ServerResponse> answer(Mono<Integer> letters) {
			return letters.flatMap((count) -> ServerResponse.ok().bodyValue("" + count));
		}

		private static int length(Part part) {
			return ((FormFieldPart) part).value().length();
		}

		private static Mono<Integer> count(Flux<DataBuffer> buffers) {
			return buffers.map((buffer) -> {
				int bytes = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
				return bytes;
			}).reduce(0, Integer::sum);
		}

		private static Mono<Integer> sum(Flux<Note> notes) {
			return notes.map((note) -> note.text().length()).collectList().map(Handlers::sum);
		}

		private static int sum(List<Integer> numbers) {
			return numbers.stream().mapToInt(Integer::intValue).sum();
		}

	}

	record Note(String text) {

	}

}
