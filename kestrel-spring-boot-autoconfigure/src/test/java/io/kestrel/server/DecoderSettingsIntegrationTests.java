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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decoder settings of customizers of the {@code HttpServer}: they hold where they were
 * changed and nothing of ours says otherwise.
 */
class DecoderSettingsIntegrationTests {

	private static final HttpHandler OK = (request, response) -> response.setComplete();

	private static final String REST = "Host: a\r\nConnection: close\r\n\r\n";

	@ParameterizedTest
	@ValueSource(ints = { 50, 5000, 10_000 })
	void lineLength(int limit) throws IOException {
		try (TestServer server = customized(
				(stock) -> stock.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(limit)))) {
			assertThat(ask(server, lineOf(limit) + REST)).startsWith("HTTP/1.1 200 ");
			assertThat(ask(server, lineOf(limit + 1) + REST)).startsWith("HTTP/1.1 414 ");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 10_000, 40_000 })
	void headerSize(int limit) throws IOException {
		try (TestServer server = customized(
				(stock) -> stock.httpRequestDecoder((decoder) -> decoder.maxHeaderSize(limit)))) {
			assertThat(ask(server, headOf(limit))).startsWith("HTTP/1.1 200 ");
			assertThat(ask(server, headOf(limit + 1))).startsWith("HTTP/1.1 431 ");
		}
	}

	@Test
	void whatIsNotChangedIsOurDefault() throws IOException {
		try (TestServer server = customized(
				(stock) -> stock.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(50)))) {
			assertThat(ask(server, "GET / HTTP/1.1\r\n" + fieldsOf(32_768))).startsWith("HTTP/1.1 200 ");
			assertThat(ask(server, "GET / HTTP/1.1\r\n" + fieldsOf(32_769))).startsWith("HTTP/1.1 431 ");
		}
	}

	@Test
	void ourLimitWinsOverACustomizer() throws IOException {
		try (TestServer server = new TestServer(OK)
			.factory((factory) -> factory.addServerCustomizers(
					(stock) -> stock.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(50))))
			.limits("http://127.0.0.1:0", (limits) -> limits.maxRequestLineSize(DataSize.ofBytes(60)))
			.start()) {
			assertThat(ask(server, lineOf(60) + REST)).startsWith("HTTP/1.1 200 ");
			assertThat(ask(server, lineOf(61) + REST)).startsWith("HTTP/1.1 414 ");
		}
	}

	@Test
	void requestsOfAConnection() throws IOException {
		try (TestServer server = customized((stock) -> stock.maxKeepAliveRequests(2))) {
			String requests = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(4);
			assertThat(ask(server, requests).split("HTTP/1.1 200", -1)).hasSize(3);
		}
	}

	@SuppressWarnings("deprecation")
	@ParameterizedTest
	@ValueSource(ints = { 10, 500 })
	void pieceOfABody(int size) throws IOException {
		Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
		UnaryOperator<HttpServer> change = (stock) -> stock.httpRequestDecoder((decoder) -> decoder.maxChunkSize(size));
		try (TestServer server = recorded(sizes, change)) {
			assertThat(ask(server, post(1000))).startsWith("HTTP/1.1 200 ");
			assertThat(sizes).allMatch((piece) -> piece <= size);
			assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
		}
	}

	@Test
	void pieceOfABodyIsWhatComesByDefault() throws IOException {
		Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
		try (TestServer server = recorded(sizes, UnaryOperator.identity())) {
			assertThat(ask(server, post(1000))).startsWith("HTTP/1.1 200 ");
			assertThat(sizes).containsExactly(1000);
		}
	}

	private static String post(int length) {
		return "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n"
				+ "x".repeat(length);
	}

	private static TestServer recorded(Queue<Integer> sizes, UnaryOperator<HttpServer> customizer) {
		HttpHandler reading = (request, response) -> request.getBody().doOnNext((piece) -> {
			sizes.add(piece.readableByteCount());
			DataBufferUtils.release(piece);
		}).then(Mono.defer(response::setComplete));
		return start(new TestServer(reading), customizer);
	}

	private static TestServer customized(UnaryOperator<HttpServer> customizer) {
		return start(new TestServer(OK), customizer);
	}

	private static TestServer start(TestServer server, UnaryOperator<HttpServer> customizer) {
		return server.factory((factory) -> factory.addServerCustomizers(customizer::apply))
			.urls("http://127.0.0.1:0")
			.start();
	}

	private static String ask(TestServer server, String request) throws IOException {
		try (RawHttpConnection connection = server.connect()) {
			return connection.send(request).receiveToOrderlyEnd();
		}
	}

	private static String lineOf(int length) {
		String begin = "GET /?";
		String end = " HTTP/1.1\r\n";
		return begin + "x".repeat(length - begin.length() - end.length()) + end;
	}

	private static String headOf(int fields) {
		return "GET / HTTP/1.1\r\n" + fieldsOf(fields);
	}

	private static String fieldsOf(int length) {
		String begin = "Host: a\r\nConnection: close\r\nX: ";
		return begin + "x".repeat(length - begin.length() - 2) + "\r\n\r\n";
	}

}
