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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.kestrel.limits.MinDataRate;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Frame;
import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the age of connections and for idle ones of HTTP/2, over sockets.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionAgeIntegrationTests {

	private static final Duration SHORT = Duration.ofSeconds(1);

	private static final String LATER = "GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).fast();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		Mono<Void> answer = Uploads.answer(exchange, "ok");
		return exchange.getRequest().getPath().value().equals("/later") ? this.release.asMono().then(answer) : answer;
	}

	private RawHttpConnection connect(Duration age, Duration grace, Duration keepAlive) throws Exception {
		this.server.http2()
			.limits("http://127.0.0.1:0",
					(limits) -> limits.maxConnectionAge(age)
						.maxConnectionAgeJitter(0)
						.maxConnectionAgeGrace(grace)
						.keepAliveTimeout(keepAlive)
						.minResponseDataRate(new MinDataRate(1, Duration.ofMinutes(1))))
			.start();
		return this.server.connect();
	}

	@Test
	void silentConnectionThatMayBeEitherProtocolEnds() throws Exception {
		try (RawHttpConnection client = connect(null, SHORT, SHORT)) {
			assertThat(client.receiveToOrderlyEnd()).isEmpty();
		}
	}

	@Test
	void idleHttp2ConnectionEnds() throws Exception {
		try (Http2FrameClient client = new Http2FrameClient(connect(null, SHORT, SHORT))) {
			assertThat(client.get(1, "/").receiveResponse()).isEqualTo("1: 200 ok");
			assertThat(lastStream(client.receive())).isOne();
			await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isZero());
		}
	}

	@Test
	void busyHttp2ConnectionDoesNot() throws Exception {
		try (Http2FrameClient client = new Http2FrameClient(connect(null, SHORT, SHORT));
				RawHttpConnection idle = this.server.connect()) {
			client.get(1, "/later");
			// Three times in a row as long as an idle one has.
			assertThat(idle.receiveToOrderlyEnd()).isEmpty();
			for (int i = 0; i < 2; i++) {
				try (RawHttpConnection next = this.server.connect()) {
					assertThat(next.receiveToOrderlyEnd()).isEmpty();
				}
			}
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).isEqualTo("1: 200 ok");
		}
	}

	@Test
	void http2ConnectionIsToldTwiceAndLosesNoStream() throws Exception {
		try (Http2FrameClient client = new Http2FrameClient(connect(SHORT, Duration.ofSeconds(30), null))) {
			client.get(1, "/later");
			assertThat(lastStream(client.receive())).isEqualTo(Integer.MAX_VALUE);
			assertThat(client.get(3, "/").receiveResponse()).isEqualTo("3: 200 ok");
			assertThat(lastStream(client.receive())).isEqualTo(3);
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).isEqualTo("1: 200 ok");
			await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isZero());
		}
	}

	@Test
	void http2StreamsEndWithTheGrace(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = new Http2FrameClient(connect(SHORT, SHORT, null))) {
			client.get(1, "/later");
			await().untilAsserted(() -> assertThat(output).contains(" over its age took too long")
				.contains("; see server.limits.max-connection-age-grace"));
			await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isZero());
		}
	}

	@Test
	void http1ConnectionEndsWithItsNextResponse() throws Exception {
		try (RawHttpConnection client = connect(SHORT, Duration.ofSeconds(30), null);
				RawHttpConnection idle = this.server.connect()) {
			client.send(LATER);
			idle.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(idle.receiveResponse()).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("close");
			assertThat(idle.receiveToOrderlyEnd()).isEmpty();
			await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isOne());
			try (RawHttpConnection later = this.server.connect()) {
				// Younger than the first, and over its age as well.
				assertThat(later.receiveToOrderlyEnd()).isEmpty();
			}
			this.release.tryEmitEmpty();
			assertThat(client.receiveToOrderlyEnd()).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("\r\nConnection: close\r\n")
				.endsWith("ok");
		}
	}

	private static int lastStream(Frame frame) {
		assertThat(frame.type()).isEqualTo(Type.GOAWAY);
		return ByteBuffer.wrap(frame.content().getBytes(StandardCharsets.ISO_8859_1)).getInt();
	}

}
