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
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that clients which this project shares nothing with get the refusal of an upload,
 * whatever they send and however they send it.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedUploadIntegrationTests {

	private static final int KIB = 1 << 10;

	private static final int MIB = 1 << 20;

	private static final String REFUSAL = "exceeds the limit of 10 bytes";

	private static final SocketMeter METER = new SocketMeter();

	@TempDir
	static Path directory;

	@AutoClose
	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.with(UploadController.class)
			.property("server.urls", "http://127.0.0.1:0")
			.property("server.http2.enabled", true)
			.property("spring.webflux.problemdetails.enabled", true)
			.run();
	}

	private static int port() {
		return application.port(0);
	}

	private static Path file(int size) throws IOException {
		Path file = directory.resolve("sparse-" + size);
		if (!Files.exists(file)) {
			try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
				sparse.setLength(size);
			}
		}
		return file;
	}

	@ParameterizedTest
	@CsvSource({ "Expect:, 1024, 20", "Expect: 100-continue, 1024, 20", "Expect:, 1048576, 20",
			"Expect: 100-continue, 1048576, 20", "Expect:, 41943040, 5", "Expect: 100-continue, 41943040, 5",
			"Expect:, 524288000, 1", "Expect: 100-continue, 524288000, 1" })
	void curl(String expect, int size, int times) throws Exception {
		Tool.require("curl");
		String curl = "curl -sS -m 30 -w ' %{http_code}\\n' -X POST --http1.1 -H '" + expect + "' http://127.0.0.1:"
				+ port() + "/small -T ";
		for (String upload : List.of(curl + file(size), "head -c " + size + " /dev/zero | " + curl + "-")) {
			String output = Tool.run(List.of("bash", "-c", "for i in $(seq " + times + "); do " + upload + "; done"));
			assertThat(output.lines()).as(upload)
				.hasSize(times)
				.allMatch((line) -> line.endsWith(" 413") && line.contains(REFUSAL));
		}
	}

	@ParameterizedTest
	@CsvSource({ "1024, 20", "1048576, 20", "41943040, 20", "524288000, 5" })
	void curlOverHttp2(int size, int times, CapturedOutput log) throws Exception {
		Tool.require("curl");
		String curl = "curl -sS -m 30 -w ' %{http_code}\\n' -X POST --http2-prior-knowledge http://127.0.0.1:" + port()
				+ "/small -T ";
		for (String upload : List.of(curl + file(size), "head -c " + size + " /dev/zero | " + curl + "-")) {
			String output = Tool.run(List.of("bash", "-c", "for i in $(seq " + times + "); do " + upload + "; done"));
			assertThat(output.lines()).as(upload)
				.hasSize(times)
				.allMatch((line) -> line.endsWith(" 413") && line.contains(REFUSAL));
		}
		assertThat(log.getAll()).doesNotContain("ERROR");
	}

	@ParameterizedTest
	@CsvSource({ "length, 1024, 20", "length, 1048576, 20", "length, 41943040, 5", "length, 524288000, 1",
			"chunked, 1024, 20", "chunked, 1048576, 20", "chunked, 41943040, 5", "chunked, 524288000, 1" })
	void python(String framing, String size, int times) throws Exception {
		Tool.require("python3");
		assertRefused(Tool
			.run(List.of("python3", script("upload.py"), String.valueOf(port()), size, framing, String.valueOf(times))),
				times);
	}

	@ParameterizedTest
	@CsvSource({ "length, 1024, 20", "length, 1048576, 20", "length, 41943040, 5", "length, 524288000, 1",
			"chunked, 1024, 20", "chunked, 1048576, 20", "chunked, 41943040, 5", "chunked, 524288000, 1" })
	void node(String framing, int size, int times) throws Exception {
		Tool.require("node");
		assertRefused(Tool.run(List.of("node", script("upload.mjs"), String.valueOf(port()), file(size).toString(),
				framing, String.valueOf(times))), times);
	}

	private static String script(String name) throws Exception {
		return Path.of(RefusedUploadIntegrationTests.class.getResource("/clients/" + name).toURI()).toString();
	}

	private static void assertRefused(String output, int times) {
		assertThat(output.lines()).as(output)
			.hasSize(times)
			.allMatch((line) -> line.startsWith("413 ") && line.contains(REFUSAL));
	}

	/*
	 * With JDK 17 not "Expect: 100-continue": its client waits for ever when the answer
	 * to that is a response with a body (JDK-8286171), and timeouts do not end it.
	 */
	private static Stream<Arguments> jdk() {
		boolean canExpect = Runtime.version().feature() > 17;
		return Stream.of(false, true)
			.flatMap((chunked) -> (canExpect ? Stream.of(false, true) : Stream.of(false))
				.flatMap((expect) -> Stream.of(Arguments.of(chunked, expect, KIB, 20),
						Arguments.of(chunked, expect, MIB, 20), Arguments.of(chunked, expect, 40 * MIB, 3),
						Arguments.of(chunked, expect, 500 * MIB, 1))));
	}

	@ParameterizedTest
	@MethodSource
	void jdk(boolean chunked, boolean expect, int size, int times) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		for (int i = 0; i < times; i++) {
			BodyPublisher stream = BodyPublishers.ofInputStream(() -> open(size));
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/small"))
				.POST(chunked ? stream : BodyPublishers.fromPublisher(stream, size))
				.expectContinue(expect)
				.timeout(Duration.ofSeconds(30))
				.build();
			HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(413);
			assertThat(response.body()).contains(REFUSAL);
		}
	}

	private static InputStream open(int size) {
		try {
			return Files.newInputStream(file(size));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A client that does not listen before it has sent all.
	 */
	@ParameterizedTest
	@CsvSource({ "CONTENT_LENGTH, 1, 20", "CONTENT_LENGTH, 1024, 20", "CONTENT_LENGTH, 40960, 5",
			"CONTENT_LENGTH, 512000, 1", "CHUNKED, 1, 20", "CHUNKED, 1024, 20", "CHUNKED, 40960, 5",
			"CHUNKED, 512000, 1" })
	void rawSocket(Framing framing, long kib, int times) throws Exception {
		int pieceSize = (int) Math.min(kib * KIB, MIB);
		String text = "x".repeat(pieceSize);
		byte[] piece = ((framing == Framing.CHUNKED) ? Framing.chunk(text) : text).getBytes();
		for (int i = 0; i < times; i++) {
			try (RawHttpConnection client = new RawHttpConnection("127.0.0.1", port())) {
				client.send(framing.request("/small", kib * KIB));
				for (long sent = 0; sent < kib * KIB; sent += pieceSize) {
					client.send(piece);
				}
				if (framing == Framing.CHUNKED) {
					client.send("0\r\n\r\n");
				}
				assertThat(client.receiveToOrderlyEnd()).startsWith("HTTP/1.1 413 ")
					.containsIgnoringCase("\r\nConnection: close\r\n")
					.containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n")
					.contains(REFUSAL);
			}
		}
	}

	@Test
	void atMost64KilobytesOfARefusedAnnouncedBodyAreTakenBeforeTheAnswer() throws Exception {
		METER.takenBeforeResponse().clear();
		rawSocket(Framing.CONTENT_LENGTH, 40960, 20);
		assertThat(METER.takenBeforeResponse()).hasSize(20).allMatch((taken) -> taken <= 64 * KIB);
	}

	/**
	 * Takes uploads.
	 */
	@Configuration(proxyBeanMethods = false)
	@RestController
	static class UploadController {

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> meter() {
			return (factory) -> factory.addServerCustomizers(METER);
		}

		@RequestMapping("/small")
		@RequestSizeLimit(10)
		Mono<String> small(@RequestBody Flux<DataBuffer> body) {
			return Uploads.count(body).map((count) -> "counted " + count);
		}

	}

}
