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

package io.kestrel.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.Compression;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the fields of responses of HTTP/2, which are those of HTTP/1.1.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2ResponseFieldsIntegrationTests {

	private static final String DATE = "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT";

	@AutoClose
	private static TestServer server;

	@BeforeAll
	static void start() {
		Compression compression = new Compression();
		compression.setEnabled(true);
		server = new TestServer(Uploads.handledBy(Http2ResponseFieldsIntegrationTests::handle)).http2()
			.factory((factory) -> {
				factory.setCompression(compression);
				factory.setServerHeader("owl");
			})
			.urls("http://127.0.0.1:0")
			.start();
	}

	private static Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		HttpHeaders asked = exchange.getRequest().getHeaders();
		asked.forEach((name, values) -> {
			if (name.startsWith("set-")) {
				response.getHeaders().addAll(name.substring("set-".length()), values);
			}
		});
		if (asked.getFirst("status") != null) {
			response.setStatusCode(HttpStatus.valueOf(Integer.parseInt(asked.getFirst("status"))));
		}
		return switch (exchange.getRequest().getPath().value()) {
			case "/whole" -> Uploads.answer(exchange, "hello");
			case "/pieces" -> response.writeAndFlushWith(Flux.just(buffer(response), buffer(response)).map(Mono::just));
			case "/trailers" -> {
				HttpServerResponse own = ((AbstractServerHttpResponse) response).getNativeResponse();
				own.header("trailer", "sum").trailerHeaders((trailers) -> trailers.set("sum", "42"));
				yield response.writeWith(Flux.just(buffer(response), buffer(response)));
			}
			case "/long" -> {
				response.getHeaders().set("content-type", "text/plain");
				yield Uploads.answer(exchange, "a".repeat(10_000));
			}
			default -> response.setComplete();
		};
	}

	private static DataBuffer buffer(ServerHttpResponse response) {
		return response.bufferFactory().wrap("hello".getBytes(StandardCharsets.US_ASCII));
	}

	private static Http2FrameClient connect() throws IOException {
		return new Http2FrameClient(server.connect());
	}

	private static Http2FrameClient get(Http2FrameClient client, String path, Map<String, String> fields)
			throws IOException {
		return client.request(1, "GET", path, fields, true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/whole", "/pieces", "/empty", "/trailers" })
	void serverAddsDateAndItsName(String path) throws Exception {
		try (Http2FrameClient client = connect()) {
			get(client, path, Map.of()).receive();
			assertThat(client.fields().get("date").toString()).matches(DATE);
			assertThat(client.fields().getAll("server")).hasToString("[owl]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/whole", "/pieces" })
	void applicationMaySayOtherwise(String path) throws Exception {
		try (Http2FrameClient client = connect()) {
			get(client, path, Map.of("set-date", "yesterday", "set-server", "hawk")).receive();
			assertThat(client.fields().getAll("date")).hasToString("[yesterday]");
			assertThat(client.fields().getAll("server")).hasToString("[hawk]");
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/whole,  HEAD, 200, 1: 200,      5
			/pieces, HEAD, 200, 1: 200,
			/empty,  HEAD, 200, 1: 200,
			/empty,  GET,  200, 1: 200,      0
			/whole,  GET,  201, 1: 201 hello, 5
			/whole,  GET,  204, 1: 204,
			/pieces, GET,  204, 1: 204,
			/empty,  GET,  204, 1: 204,
			/empty,  GET,  205, 1: 205,      0
			/empty,  GET,  304, 1: 304,
			/pieces, GET,  304, 1: 304,
			""")
	void responseWithoutBodyHasNone(String path, String method, String status, String response, String length)
			throws Exception {
		try (Http2FrameClient client = connect()) {
			client.request(1, method, path, Map.of("status", status), true);
			assertThat(client.receiveResponse()).isEqualTo(response);
			CharSequence announced = client.fields().get("content-length");
			assertThat((announced != null) ? announced.toString() : null).isEqualTo(length);
			assertThat(client.fields().contains("date")).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/long, gzip, -, accept-encoding", "/long, gzip, origin, 'origin, accept-encoding'",
			"/long, gzip, 'Origin,Accept-Encoding', 'Origin,Accept-Encoding'", "/long, -, -, ''" })
	void compressedResponseVaries(String path, String coding, String set, String vary) throws Exception {
		try (Http2FrameClient client = connect()) {
			get(client, path, "-".equals(set) ? Map.of("accept-encoding", coding)
					: Map.of("accept-encoding", coding, "set-vary", set))
				.receive();
			assertThat(client.fields().contains("content-encoding")).isEqualTo("gzip".equals(coding));
			assertThat(String.join(", ", client.fields().getAll("vary"))).isEqualTo(vary);
		}
	}

	@Test
	void fieldsOfAConnectionAreNotSentAndTheOperatorIsToldOnce(CapturedOutput output) throws Exception {
		for (String path : List.of("/whole", "/pieces", "/empty")) {
			try (Http2FrameClient client = connect()) {
				get(client, path, Map.of()).receive();
				assertThat(output).as("Reactor Netty's Transfer-Encoding").doesNotContain("WARN");
			}
		}
		for (String path : List.of("/whole", "/pieces", "/empty")) {
			try (Http2FrameClient client = connect()) {
				get(client, path, Map.of("set-connection", "close", "set-keep-alive", "timeout=5", "set-upgrade", "x",
						"set-proxy-connection", "close", "set-other", "stays"))
					.receive();
				assertThat(client.fields().names()).extracting(CharSequence::toString)
					.contains("other")
					.doesNotContain("connection", "keep-alive", "upgrade", "proxy-connection", "transfer-encoding");
			}
		}
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("connection, upgrade, keep-alive, proxy-connection (RFC 9113 section 8.2.2)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--http1.1", "--http2-prior-knowledge" })
	void curlSeesTrailers(String version) throws Exception {
		Tool.require("curl");
		assertThat(Tool
			.run(List.of("curl", "-s", "-m", "20", "-i", version, "http://127.0.0.1:" + server.port(0) + "/trailers")))
			.contains("trailer: sum", "hello", "sum: 42");
	}

}
