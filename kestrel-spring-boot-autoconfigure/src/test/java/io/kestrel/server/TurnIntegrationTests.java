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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection with many requests lets the others of its event loop have their turn.
 */
class TurnIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	/** Takes longer to digest than a turn lasts. */
	private static final byte[] MUCH = new byte[16 << 20];

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch othersAsked = new CountDownLatch(1);

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).http2().oneLoop();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().value();
		if (path.startsWith("/long")) {
			this.begun.countDown();
			await(this.othersAsked);
			digest();
		}
		this.handled.add(path);
		return Uploads.answer(exchange, path);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void digest() {
		try {
			assertThat(MessageDigest.getInstance("SHA-512").digest(MUCH)).isNotEmpty();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void othersAreReadBetweenTwoLongRequests() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (Http2FrameClient greedy = connect();
				Http2FrameClient other = connect();
				RawHttpConnection plain = new RawHttpConnection("127.0.0.1", this.server.port(0))) {
			// The server knows all three, and which protocol they speak.
			other.get(1, "/first");
			assertThat(other.receiveResponse()).isEqualTo("1: 200 /first");
			plain.send(get("/first")).receiveResponse();
			greedy.get(1, "/long1").get(3, "/long2").get(5, "/long3").get(7, "/long4");
			await(this.begun);
			other.get(3, "/short");
			plain.send(get("/short"));
			this.othersAsked.countDown();
			assertThat(other.receiveResponse()).isEqualTo("3: 200 /short");
			plain.receiveResponse();
			for (int stream = 1; stream <= 7; stream += 2) {
				assertThat(greedy.receiveResponse()).isEqualTo(stream + ": 200 /long" + (stream + 1) / 2);
			}
		}
		// The second one may have come with what is read next, before the others.
		assertThat(this.handled.subList(0, 6)).contains("/long1").doesNotContain("/long3", "/long4");
		assertThat(this.handled).hasSize(8).endsWith("/long3", "/long4");
	}

	@ParameterizedTest
	@ValueSource(ints = { 15, 16, 17, 64 })
	void othersAreReadBetweenPipelinedRequests(int pipelined) throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (RawHttpConnection greedy = this.server.connect(); RawHttpConnection other = this.server.connect()) {
			other.send(get("/first")).receiveResponse();
			greedy.send(get("/long") + get("/short").repeat(pipelined));
			await(this.begun);
			other.send(get("/other"));
			this.othersAsked.countDown();
			assertThat(other.receiveResponse()).endsWith("/other");
			greedy.receiveUntil("/long");
			for (int i = 0; i < pipelined; i++) {
				greedy.receiveUntil("/short");
			}
		}
		// The first one of its connection is in the first turn as well.
		assertThat(this.handled).hasSize(3 + pipelined);
		assertThat(this.handled.indexOf("/other")).isEqualTo(Math.min(1 + 16, 2 + pipelined));
	}

	private static String get(String path) {
		return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
	}

	private Http2FrameClient connect() throws IOException {
		return new Http2FrameClient(new RawHttpConnection("127.0.0.1", this.server.port(0)));
	}

}
