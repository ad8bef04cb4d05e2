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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestBodyAbortedException;
import io.kestrel.feature.RequestBodyTooLargeException;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for how handlers read the bodies of HTTP/1.1 requests within their limits, with
 * raw bytes on real sockets.
 */
@ParameterizedClass(name = "nio={0}")
@ValueSource(booleans = { false, true })
@ExtendWith(OutputCaptureExtension.class)
class RequestBodyIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	private static final int LIMIT = 10;

	private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final SocketMeter meter = new SocketMeter();

	private final TestServer server;

	private WebHandler handler = Uploads::count;

	@TempDir
	static Path directory;

	private static Path keyStore;

	RequestBodyIntegrationTests(boolean nio) {
		this.server = new TestServer(Uploads.handledBy((exchange) -> {
			this.arrived.add(exchange.getRequest().getPath().value());
			return this.handler.handle(exchange);
		})).transport(nio);
	}

	@BeforeAll
	static void makeKeyStore() throws Exception {
		keyStore = TestCertificates.keyStore(directory);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private RawHttpConnection start(Integer limit) throws IOException {
		this.server
			.options((options) -> options.urls("http://127.0.0.1:0")
				.limits((limits) -> limits.maxRequestBodySize((limit != null) ? DataSize.ofBytes(limit) : null)))
			.measured(this.meter)
			.start();
		return connect(0);
	}

	private RawHttpConnection connect(int endpoint) throws IOException {
		return new RawHttpConnection("127.0.0.1", this.server.port(endpoint));
	}

	private void awaitArrival() throws InterruptedException {
		assertThat(this.arrived.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "CONTENT_LENGTH, 9, 200", "CONTENT_LENGTH, 10, 200", "CONTENT_LENGTH, 11, 413", "CHUNKED, 9, 200",
			"CHUNKED, 10, 200", "CHUNKED, 11, 413" })
	void bodyInThePacketOfItsHead(Framing framing, int length, int status) throws Exception {
		try (RawHttpConnection client = start(LIMIT)) {
			client.send(framing.whole("/", "x".repeat(length)));
			assertAnswer(client, length, status);
		}
	}

	@ParameterizedTest
	@CsvSource({ "CONTENT_LENGTH, 9, 200", "CONTENT_LENGTH, 10, 200", "CONTENT_LENGTH, 11, 413", "CHUNKED, 9, 200",
			"CHUNKED, 10, 200", "CHUNKED, 11, 413" })
	void bodyByteByByte(Framing framing, int length, int status) throws Exception {
		try (RawHttpConnection client = start(LIMIT)) {
			for (char next : framing.whole("/", "x".repeat(length)).toCharArray()) {
				client.send(String.valueOf(next));
			}
			assertAnswer(client, length, status);
		}
	}

	private void assertAnswer(RawHttpConnection client, int length, int status) throws IOException {
		if (status == 200) {
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("counted " + length);
			client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.receiveResponse()).endsWith("counted 0");
			return;
		}
		assertRefused(client);
	}

	private static void assertRefused(RawHttpConnection client) throws IOException {
		assertThat(client.receiveResponse()).startsWith("HTTP/1.1 413 ")
			.containsIgnoringCase("\r\nConnection: close\r\n");
		assertThat(client.endSending().receiveToOrderlyEnd()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "CONTENT_LENGTH, 5, 10, 200", "CONTENT_LENGTH, 15, 10, 413", "CONTENT_LENGTH, , 10, 413",
			"CONTENT_LENGTH, 5, , 200", "CHUNKED, 5, 10, 200", "CHUNKED, 15, 10, 413", "CHUNKED, , 10, 413",
			"CHUNKED, 5, , 200" })
	void limitThatIsSetAfterADelayHolds(Framing framing, Integer before, Long after, int status) throws Exception {
		this.handler = (exchange) -> {
			exchange.getRequest().getBody();
			return this.release.asMono().then(Mono.defer(() -> {
				Uploads.limitOf(exchange).setMaxRequestBodySize(after);
				return Uploads.count(exchange);
			}));
		};
		String body = "x".repeat((status == 200) ? 10 : 11);
		try (RawHttpConnection client = start(before)) {
			client.send(framing.whole("/", body));
			awaitArrival();
			this.release.tryEmitEmpty();
			assertAnswer(client, body.length(), status);
		}
	}

	@ParameterizedTest
	@EnumSource
	void bodyIsReadLateAndOnAnotherThread(Framing framing) throws Exception {
		this.handler = (exchange) -> this.release.asMono()
			.publishOn(Schedulers.boundedElastic())
			.then(Mono.defer(() -> Uploads.echo(exchange)));
		try (RawHttpConnection client = start(LIMIT)) {
			client.send(framing.whole("/", "0123456789"));
			awaitArrival();
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).endsWith("echo 0123456789");
		}
	}

	@Test
	void applicationNeverSeesMoreThanTheLimit() throws Exception {
		AtomicLong seen = new AtomicLong();
		CompletableFuture<Throwable> error = new CompletableFuture<>();
		this.handler = (exchange) -> exchange.getRequest().getBody().doOnNext((buffer) -> {
			seen.addAndGet(buffer.readableByteCount());
			DataBufferUtils.release(buffer);
		}).doOnError(error::complete).then();
		try (RawHttpConnection client = start(100_000)) {
			client.send(Framing.CHUNKED.request("/", 0));
			for (int i = 0; i < 200; i++) {
				client.send(Framing.chunk("x".repeat(1000)));
			}
			assertRefused(client);
		}
		assertThat(error.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isInstanceOf(RequestBodyTooLargeException.class);
		assertThat(seen).hasValueBetween(1L, 100_000L);
	}

	@ParameterizedTest
	@EnumSource
	void clientThatEndsMidBodyGivesTheHandlerAnErrorAndGetsNoAnswer(Framing framing) throws Exception {
		CompletableFuture<Throwable> error = failingHandler();
		try (RawHttpConnection client = start(100)) {
			client.send(framing.request("/", 50) + ((framing == Framing.CHUNKED) ? "32\r\n" : "") + "0123456789");
			awaitFirstBytes();
			assertThat(client.endSending().receiveToEnd()).isEmpty();
			assertThat(error.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isInstanceOf(RequestBodyAbortedException.class);
			awaitNoConnection();
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientThatResetsMidBodyGivesTheHandlerAnError(Framing framing) throws Exception {
		CompletableFuture<Throwable> error = failingHandler();
		try (RawHttpConnection client = start(100)) {
			client.send(framing.request("/", 50) + ((framing == Framing.CHUNKED) ? "32\r\n" : "") + "0123456789");
			awaitFirstBytes();
			client.reset();
			assertThat(error.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isInstanceOf(RequestBodyAbortedException.class);
			awaitNoConnection();
		}
	}

	private CompletableFuture<Throwable> failingHandler() {
		CompletableFuture<Throwable> error = new CompletableFuture<>();
		this.handler = (exchange) -> exchange.getRequest().getBody().doOnNext((buffer) -> {
			DataBufferUtils.release(buffer);
			this.arrived.add("bytes");
		}).doOnError(error::complete).then();
		return error;
	}

	private void awaitFirstBytes() throws InterruptedException {
		awaitArrival();
		awaitArrival();
	}

	private void awaitNoConnection() {
		await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).untilAsserted(() -> assertThat(this.meter.open()).isZero());
	}

	@Test
	void clientThatLeavesBeforeTheBodyIsReadIsForgotten() throws Exception {
		this.handler = (exchange) -> this.release.asMono().then(Mono.defer(() -> Uploads.count(exchange)));
		try (RawHttpConnection client = start(LIMIT)) {
			client.send(Framing.CONTENT_LENGTH.request("/", 9) + "0123");
			awaitArrival();
			client.reset();
			this.release.tryEmitEmpty();
			awaitNoConnection();
		}
	}

	@Test
	void endpointHasItsOwnLimitAndTheOthersTheGlobalOne() throws Exception {
		this.server.options((options) -> {
			options.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(10)));
			options.listen("127.0.0.1", 0)
				.name("small")
				.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(5)));
			options.listen("127.0.0.1", 0)
				.name("large")
				.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(15)));
			options.listen("127.0.0.1", 0).name("any").limits((limits) -> limits.maxRequestBodySize(null));
			options.listen("127.0.0.1", 0).name("other");
		}).start();
		List<Integer> limits = new ArrayList<>();
		for (int endpoint = 0; endpoint < 4; endpoint++) {
			limits.add(largestOf(endpoint, 5, 6, 10, 11, 15, 16, 40_000_000));
		}
		assertThat(limits).containsExactly(5, 15, 40_000_000, 10);
	}

	private int largestOf(int endpoint, int... lengths) throws IOException {
		int largest = 0;
		for (int length : lengths) {
			try (RawHttpConnection client = connect(endpoint)) {
				client.send(Framing.CONTENT_LENGTH.whole("/", "x".repeat(length)));
				largest = client.receiveResponse().endsWith("counted " + length) ? length : largest;
			}
		}
		return largest;
	}

	@Test
	void defaultIsThirtyMillionBytes() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		assertThat(largestOf(0, 30_000_000, 30_000_001)).isEqualTo(30_000_000);
	}

	@Test
	void zeroAllowsRequestsWithoutABody() throws Exception {
		try (RawHttpConnection client = start(0)) {
			client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.receiveResponse()).endsWith("counted 0");
			for (Framing framing : Framing.values()) {
				client.send(framing.whole("/", ""));
				assertThat(client.receiveResponse()).endsWith("counted 0");
			}
			client.send(Framing.CHUNKED.whole("/", "x"));
			assertRefused(client);
		}
	}

	@Test
	void limitIsReadOnlyOnceTheBodyIsRead() throws Exception {
		CompletableFuture<String> states = new CompletableFuture<>();
		this.handler = (exchange) -> {
			MaxRequestBodySizeFeature limit = Uploads.limitOf(exchange);
			exchange.getRequest().getBody();
			boolean before = limit.isReadOnly();
			limit.setMaxRequestBodySize(7L);
			return Uploads.count(exchange.getRequest().getBody()).flatMap((count) -> {
				assertThatIllegalStateException().isThrownBy(() -> limit.setMaxRequestBodySize(8L))
					.withMessageContaining("after the application has begun to read the body");
				states.complete(before + " " + limit.isReadOnly() + " " + limit.getMaxRequestBodySize());
				return Uploads.answer(exchange, "counted " + count);
			});
		};
		try (RawHttpConnection client = start(LIMIT)) {
			client.send(Framing.CONTENT_LENGTH.whole("/", "1234567"));
			assertThat(client.receiveResponse()).endsWith("counted 7");
			assertThat(states).isCompletedWithValue("false true 7");
		}
	}

	@Test
	void http10() throws Exception {
		try (RawHttpConnection client = start(LIMIT)) {
			client.send("POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\n0123456789");
			assertThat(client.receiveToOrderlyEnd()).contains(" 200 ").endsWith("counted 10");
		}
		try (RawHttpConnection client = connect(0)) {
			client.send("POST / HTTP/1.0\r\nContent-Length: 11\r\n\r\n0123456789a");
			assertThat(client.receiveToOrderlyEnd()).contains(" 413 ");
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusalOverTlsArrivesWhileTheClientIsStillSending(Framing framing) throws Exception {
		this.server
			.options((options) -> options.urls("https://127.0.0.1:0")
				.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(LIMIT))))
			.secure(keyStore)
			.start();
		String body = framing.whole("/", "x".repeat(1 << 20));
		for (int i = 0; i < 10; i++) {
			try (RawHttpConnection client = RawHttpConnection.secure("127.0.0.1", this.server.port(0), "http/1.1")) {
				client.send(body);
				assertThat(client.receiveToOrderlyEnd()).startsWith("HTTP/1.1 413 ")
					.containsIgnoringCase("\r\nConnection: close\r\n");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void ordinaryRefusalIsNotLogged(Framing framing, CapturedOutput output) throws Exception {
		try (RawHttpConnection client = start(LIMIT)) {
			client.send(framing.request("/", 1000) + framing.body("x".repeat(1000)));
			assertRefused(client);
			awaitNoConnection();
		}
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "Exception");
	}

}
