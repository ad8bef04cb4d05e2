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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.limits.MinDataRate;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What clients see that take too long, over sockets and with short limits. When exactly
 * is shown in virtual time elsewhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class TimeoutIntegrationTests {

	private static final Duration SHORT = Duration.ofSeconds(1);

	private static final Duration GRACE = Duration.ofSeconds(2);

	private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String HALF_A_HEAD = "GET / HTTP/1.1\r\nHost: local";

	private static final String HALF_A_BODY = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx";

	private static final String GET_MUCH = "GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private final TestServer server = new TestServer(Uploads.handledBy(TimeoutIntegrationTests::handle)).fast();

	/** Whether there is no limit of what waits for a client. */
	private boolean unlimited;

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static Mono<Void> handle(ServerWebExchange exchange) {
		return exchange.getRequest().getPath().value().equals("/much")
				? exchange.getResponse()
					.writeWith(Flux.<DataBuffer>generate(
							(sink) -> sink.next(exchange.getResponse().bufferFactory().wrap(new byte[10_000]))))
				: Uploads.echo(exchange);
	}

	private TestServer start(String... urls) {
		return this.server
			.options((options) -> options.urls(urls)
				.limits((limits) -> limits.keepAliveTimeout(SHORT)
					.requestHeadersTimeout(SHORT)
					.minRequestBodyDataRate(new MinDataRate(1000, GRACE))
					// So fast that nobody has earned a pause by what the socket has
					// taken.
					.minResponseDataRate(new MinDataRate(1_000_000_000_000L, GRACE))
					.maxResponseBufferSize(this.unlimited ? null : DataSize.ofKilobytes(64))))
			.start();
	}

	private RawHttpConnection connect(boolean tls) throws IOException {
		if (tls) {
			this.server.secure();
		}
		start((tls ? "https" : "http") + "://127.0.0.1:0");
		return this.server.connect();
	}

	/* JSSE throws where the end comes without close_notify. */
	@ParameterizedTest
	@CsvSource({ "false, true", "false, false", "true, true", "true, false" })
	void idleConnectionIsClosedWithoutAWord(boolean tls, boolean used, CapturedOutput output) throws Exception {
		try (RawHttpConnection client = connect(tls)) {
			if (used) {
				client.send(GET);
				assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("echo ");
			}
			assertThat(client.receiveToOrderlyEnd()).isEmpty();
		}
		assertThat(output).doesNotContain("Request refused").doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "true, false", "true, true", "false, false", "false, true" })
	void slowRequestIsAnswered408(boolean head, boolean tls, CapturedOutput output) throws Exception {
		try (RawHttpConnection client = connect(tls)) {
			client.send(head ? HALF_A_HEAD : HALF_A_BODY);
			assertThat(head ? client.receiveToOrderlyEnd() : client.receiveResponse()).startsWith("HTTP/1.1 408 ")
				.containsIgnoringCase("\r\nConnection: close\r\n");
		}
		assertThat(output)
			.containsOnlyOnce(" with 408: the " + (head ? "head did not come in time" : "body comes too slowly"))
			.contains("; see server.limits." + (head ? "request-headers-timeout" : "min-request-body-data-rate"))
			.doesNotContain("\tat ");
	}

	/* Without a limit of what waits for the client, it must not wait for ever either. */
	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false" })
	void unreadResponseIsReset(boolean tls, boolean unlimited, CapturedOutput output) throws Exception {
		this.unlimited = unlimited;
		try (RawHttpConnection client = connect(tls)) {
			client.send(GET_MUCH).receiveUntil("\r\n\r\n");
			await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isZero());
			await().until(() -> output.getAll()
				.contains("the response is taken too slowly, so the connection was reset"
						+ " (RFC 9112 9.6); see server.limits.min-response-data-rate"));
		}
	}

	@Test
	void endpointMayDiffer() throws Exception {
		this.server.options((options) -> {
			options.limits((limits) -> limits.keepAliveTimeout(null));
			options.listen("127.0.0.1", 0).name("patient");
			options.listen("127.0.0.2", 0).name("short").limits((limits) -> limits.keepAliveTimeout(SHORT));
		}).start();
		try (RawHttpConnection patient = this.server.connect();
				RawHttpConnection hasty = new RawHttpConnection("127.0.0.2", this.server.port(1))) {
			assertThat(hasty.receiveToOrderlyEnd()).isEmpty();
			patient.send(GET);
			assertThat(patient.receiveResponse()).startsWith("HTTP/1.1 200 ");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsLeftAfterAShutdownDuringEachOfThem(boolean reload) throws Exception {
		start("http://127.0.0.1:0", "http://127.0.0.2:0");
		List<RawHttpConnection> clients = new ArrayList<>();
		for (String request : List.of("", HALF_A_HEAD, HALF_A_BODY, GET_MUCH)) {
			clients.add(this.server.connect().send(request));
		}
		await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isEqualTo(4));
		assertThat(this.server.server().heartbeats()).isPositive();
		if (reload) {
			// Of two endpoints one goes, and its connections with it.
			this.server.urls("http://127.0.0.2:" + this.server.port(1)).reload();
			await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isZero());
		}
		this.server.server().stop();
		assertThat(this.server.server().openConnections()).isZero();
		await().untilAsserted(() -> assertThat(this.server.server().heartbeats()).isZero());
		for (RawHttpConnection client : clients) {
			client.close();
		}
		this.server.close();
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("test-")));
	}

	/*
	 * There is nothing to compare with where the original is not beside the repository.
	 */
	@TestFactory
	Stream<DynamicTest> asTheOriginal() {
		return RealKestrel.isPresent() ? Stream.of(DynamicTest.dynamicTest("answers are the same", this::compare))
				: Stream.empty();
	}

	private void compare() throws Exception {
		start("http://127.0.0.1:0");
		try (RealKestrel original = new RealKestrel("--Kestrel:Limits:KeepAliveTimeout=00:00:01",
				"--Kestrel:Limits:RequestHeadersTimeout=00:00:01", "--request-rate", "1000/2")) {
			System.out.println("What slow clients get: request | real Kestrel | ours");
			List<String> requests = List.of("", "\r\n", HALF_A_HEAD, HALF_A_BODY);
			List<String> theirs = answers(original.port(), requests);
			List<String> ours = answers(this.server.port(0), requests);
			for (int i = 0; i < requests.size(); i++) {
				String request = requests.get(i);
				System.out.printf("%s | %s | %s%n", request.replace("\r\n", "\\r\\n"), theirs.get(i), ours.get(i));
				assertThat(ours.get(i)).as(request).isEqualTo(theirs.get(i));
			}
		}
	}

	/* All wait at once. */
	private static List<String> answers(int port, List<String> requests) throws Exception {
		List<RawHttpConnection> clients = new ArrayList<>();
		try {
			for (String request : requests) {
				clients.add(new RawHttpConnection("127.0.0.1", port).send(request));
			}
			List<String> answers = new ArrayList<>();
			for (int i = 0; i < requests.size(); i++) {
				answers.add(answer(clients.get(i), requests.get(i)));
			}
			return answers;
		}
		finally {
			for (RawHttpConnection client : clients) {
				client.close();
			}
		}
	}

	/* The status and whether the connection is said to end. */
	private static String answer(RawHttpConnection client, String request) throws IOException {
		String answer = request.equals(HALF_A_BODY) ? client.receiveResponse() : client.receiveToOrderlyEnd();
		return answer.isEmpty() ? "closed"
				: answer.substring(9, 12) + " close=" + answer.toLowerCase().contains("\r\nconnection: close\r\n");
	}

}
