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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Events;
import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawFrames;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of connections of HTTP/2, frame by frame: by shutdown, by
 * {@code drain}, and by the client.
 */
class Http2EndIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	private static final int INTERNAL_ERROR = 2;

	private static final String ANNOUNCEMENT = RawFrames.goAway(Integer.MAX_VALUE, 0);

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final Events<String> arrived = new Events<>();

	private final CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();

	@AutoClose
	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).fast();

	private Mono<Void> handle(ServerWebExchange exchange) {
		this.arrived.add(exchange.getRequest().getMethod().name());
		return this.release.asMono().then(Uploads.answer(exchange, "ok"));
	}

	private RawFrames connect() throws Exception {
		this.server.http2().options((options) -> options.urls("http://127.0.0.1:0")).start();
		return new RawFrames(this.server.connect()).open();
	}

	private RawFrames connectWithRequest() throws Exception {
		RawFrames client = connect().get(1);
		assertThat(this.arrived.next()).isEqualTo("GET");
		return client;
	}

	private void shutDown() {
		this.server.server().shutDownGracefully(this.result::complete);
	}

	@Test
	void connectionWithoutAStreamIsToldOnceAndClosed() throws Exception {
		RawFrames client = connect();
		shutDown();
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(0, 0));
		assertThat(client.isEnd()).isTrue();
		// The client does not close, nevertheless.
		assertIdle();
	}

	@Test
	void idleConnectionIsToldItsLastStream() throws Exception {
		this.release.tryEmitEmpty();
		RawFrames client = connectWithRequest();
		client.receive(Type.DATA);
		shutDown();
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(1, 0));
		assertThat(client.isEnd()).isTrue();
		assertIdle();
	}

	@Test
	void streamsUnderWayEndAndNewOnesAreTakenForAMoment() throws Exception {
		RawFrames client = connectWithRequest();
		shutDown();
		assertThat(client.receive()).isEqualTo(ANNOUNCEMENT);
		client.get(3);
		assertThat(this.arrived.next()).isEqualTo("GET");
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(3, 0));
		// Too late, and the client knows.
		client.get(5).send(Type.PING, 0, 0, "0102030405060708");
		assertThat(client.receive()).isEqualTo("PING 1 0 0102030405060708");
		assertThat(this.result).isNotDone();
		this.release.tryEmitEmpty();
		assertResponses(client);
		assertThat(client.isEnd()).isTrue();
		assertThat(this.arrived.rest()).isEmpty();
		assertIdle();
	}

	@Test
	void lastResponseEndsTheConnectionBeforeTheMomentIsOver() throws Exception {
		RawFrames client = connectWithRequest();
		shutDown();
		assertThat(client.receive()).isEqualTo(ANNOUNCEMENT);
		this.release.tryEmitEmpty();
		assertThat(client.receive()).startsWith("HEADERS 4 1 ");
		assertThat(client.receive()).startsWith("DATA 1 1 ");
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(1, 0));
		assertThat(client.isEnd()).isTrue();
		assertIdle();
	}

	@Test
	void bodyUnderWayIsStillRead() throws Exception {
		RawFrames client = connect().send(Type.HEADERS, 0x4, 1, RawFrames.POST);
		assertThat(this.arrived.next()).isEqualTo("POST");
		shutDown();
		assertThat(client.receive()).isEqualTo(ANNOUNCEMENT);
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(1, 0));
		client.send(Type.DATA, 0, 1, "0102").send(Type.DATA, 0x1, 1, "03");
		this.release.tryEmitEmpty();
		assertThat(client.receive(Type.DATA)).startsWith("DATA 1 1 ");
		assertThat(client.isEnd()).isTrue();
		assertIdle();
	}

	@Test
	void whatIsBusyWhenTheTimeIsOverIsToldSo() throws Exception {
		RawFrames client = connectWithRequest();
		shutDown();
		assertThat(client.receive()).isEqualTo(ANNOUNCEMENT);
		this.server.server().stop();
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(Integer.MAX_VALUE, INTERNAL_ERROR));
		assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
			.isEqualTo(GracefulShutdownResult.REQUESTS_ACTIVE);
	}

	@Test
	void clientThatLeavesGetsItsResponses() throws Exception {
		RawFrames client = connectWithRequest().send(Type.GOAWAY, 0, 0, "0000000000000000");
		client.get(3);
		assertThat(this.arrived.next()).isEqualTo("GET");
		this.release.tryEmitEmpty();
		assertResponses(client);
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(3, 0));
		assertThat(client.isEnd()).isTrue();
	}

	@Test
	void idleClientThatLeavesIsClosed() throws Exception {
		RawFrames client = connect().send(Type.GOAWAY, 0, 0, "0000000000000000");
		assertThat(client.receive()).isEqualTo(RawFrames.goAway(0, 0));
		assertThat(client.isEnd()).isTrue();
	}

	@Test
	void errorAfterTheAnnouncementIsSaid() throws Exception {
		RawFrames client = connectWithRequest();
		shutDown();
		assertThat(client.receive()).isEqualTo(ANNOUNCEMENT);
		// PRIORITY of a stream that depends on itself.
		client.send(Type.PRIORITY, 0, 5, "0000000500");
		assertThat(client.receive(Type.GOAWAY)).contains("00000001");
	}

	/* In whatever order. */
	private static void assertResponses(RawFrames client) throws Exception {
		List<String> frames = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String frame = client.receive();
			frames.add(frame.substring(0, frame.lastIndexOf(' ')));
		}
		assertThat(frames).containsExactlyInAnyOrder("HEADERS 4 1", "DATA 1 1", "HEADERS 4 3", "DATA 1 3");
	}

	private void assertIdle() throws Exception {
		assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
	}

}
