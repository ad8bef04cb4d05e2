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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawFrames;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.web.server.GracefulShutdownResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a shutdown while clients of HTTP/2 send request after request: each one is
 * answered, or the client is told that nobody has looked at it.
 */
class Http2LoadShutdownIntegrationTests {

	private static final int CLIENTS = 8;

	private static final int TIMEOUT_SECONDS = 60;

	private final CountDownLatch warm = new CountDownLatch(200);

	private final CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();

	private final Queue<String> lost = new ConcurrentLinkedQueue<>();

	@AutoClose
	private final TestServer server = new TestServer(Uploads.handledBy((exchange) -> {
		this.warm.countDown();
		return Mono.fromRunnable(() -> {
		}).subscribeOn(Schedulers.parallel()).then(Uploads.answer(exchange, "a".repeat(20_000)));
	})).fast();

	@Test
	void noRequestIsLost() throws Exception {
		this.server.http2().urls("http://127.0.0.1:0").start();
		int port = this.server.port(0);
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			Thread client = new Thread(() -> requestUntilTold(port));
			client.start();
			clients.add(client);
		}
		assertThat(this.warm.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		this.server.server().shutDownGracefully(this.result::complete);
		assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
		for (Thread client : clients) {
			client.join();
		}
		assertThat(this.lost).isEmpty();
	}

	/* One stream after the other, the window of the connection given back each time. */
	private void requestUntilTold(int port) {
		int stream = 1;
		int last = Integer.MAX_VALUE;
		boolean answered = true;
		try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", port)) {
			RawFrames client = new RawFrames(connection).open();
			while (stream <= last) {
				answered = false;
				client.get(stream);
				while (!answered) {
					String frame = client.receive();
					if (frame.startsWith(Type.GOAWAY + " ")) {
						last = Integer.parseInt(frame.substring(11, 19), 16);
						answered = stream > last;
					}
					else if (frame.startsWith("DATA 1 " + stream)) {
						answered = true;
						client.send(Type.WINDOW_UPDATE, 0, 0, "00004e20");
					}
				}
				stream += 2;
			}
		}
		catch (IOException ex) {
			// Also here: what was sent behind the last GOAWAY may meet a closed socket.
			if (!answered && stream <= last) {
				this.lost.add("stream " + stream + " of " + last + ": " + ex);
			}
		}
	}

}
