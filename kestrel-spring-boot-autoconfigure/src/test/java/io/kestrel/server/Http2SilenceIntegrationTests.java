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

import java.time.Duration;
import java.util.function.Consumer;

import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawFrames;
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
 * Tests for clients of HTTP/2 that are silent, frame by frame.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2SilenceIntegrationTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final int INTERNAL_ERROR = 2;

	private static final String PING = "PING 0 0 0000000000000000";

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).fast();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		return this.release.asMono().then(Uploads.answer(exchange, "ok"));
	}

	private RawFrames connect(Consumer<LimitOptions> limits) throws Exception {
		this.server.http2().limits("http://127.0.0.1:0", limits).start();
		return new RawFrames(this.server.connect()).open();
	}

	private RawFrames connectWithPings() throws Exception {
		return connect(
				(limits) -> limits.http2((http2) -> http2.keepAlivePingDelay(SECOND).keepAlivePingTimeout(SECOND)));
	}

	@Test
	void silentClientGetsAPingAndThenGoAway(CapturedOutput output) throws Exception {
		RawFrames client = connectWithPings();
		assertThat(client.receive()).isEqualTo(PING);
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(Integer.MAX_VALUE, INTERNAL_ERROR));
		assertThat(client.isEnd()).isTrue();
		await().untilAsserted(
				() -> assertThat(output).contains("the client of HTTP/2 was silent for too long after a PING")
					.contains("; see server.limits.http2.keep-alive-ping-timeout"));
	}

	@Test
	void anyFrameIsAnAnswer() throws Exception {
		RawFrames client = connectWithPings();
		for (int i = 0; i < 3; i++) {
			assertThat(client.receive()).isEqualTo(PING);
			if (i == 0) {
				client.send(Type.PING, 1, 0, "0000000000000000");
			}
			else {
				client.send(Type.PRIORITY, 0, 1, "0000000000");
			}
		}
	}

	@Test
	void busyClientIsAskedToo() throws Exception {
		RawFrames client = connectWithPings().get(1);
		assertThat(client.receive()).isEqualTo(PING);
		client.send(Type.PING, 1, 0, "0000000000000000");
		assertThat(client.receive()).isEqualTo(PING);
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(Integer.MAX_VALUE, INTERNAL_ERROR));
		assertThat(client.isEnd()).isTrue();
	}

	@Test
	void piecesOfAFrameAreNoAnswer() throws Exception {
		RawFrames client = connectWithPings();
		assertThat(client.receive()).isEqualTo(PING);
		client.sendPart(Type.PING, 9);
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(Integer.MAX_VALUE, INTERNAL_ERROR));
	}

	@Test
	void restOfAFieldSectionDoesNotCome(CapturedOutput output) throws Exception {
		RawFrames client = connect((limits) -> limits.requestHeadersTimeout(SECOND)).send(Type.HEADERS, 0x1, 1,
				RawFrames.GET.substring(0, 4));
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(Integer.MAX_VALUE, INTERNAL_ERROR));
		assertThat(client.isEnd()).isTrue();
		await().untilAsserted(() -> assertThat(output).contains("the head did not come in time"));
	}

	@Test
	void restOfAFieldSectionComesInTime() throws Exception {
		this.release.tryEmitEmpty();
		RawFrames client = connect((limits) -> limits.requestHeadersTimeout(Duration.ofSeconds(3))
			.keepAliveTimeout(Duration.ofSeconds(3)));
		for (int stream = 1; stream < 6; stream += 2) {
			client.send(Type.HEADERS, 0x1, stream, RawFrames.GET.substring(0, 4));
			client.send(Type.CONTINUATION, 0x4, stream, RawFrames.GET.substring(4));
			assertThat(client.receive()).startsWith("HEADERS 4 " + stream);
			assertThat(client.receive()).startsWith("DATA 1 " + stream);
		}
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(5, 0));
		assertThat(client.isEnd()).isTrue();
	}

	@Test
	void connectionWithoutAStreamEndsWithoutAnError() throws Exception {
		RawFrames client = connect((limits) -> limits.keepAliveTimeout(SECOND));
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(0, 0));
		assertThat(client.isEnd()).isTrue();
	}

}
