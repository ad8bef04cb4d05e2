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
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that come before the last one is answered.
 */
@ParameterizedClass(name = "nio={0}")
@ValueSource(booleans = { false, true })
class PipeliningIntegrationTests {

	private static final int TIMEOUT_SECONDS = 60;

	private static final int REQUESTS = 2000;

	/** One read of the socket, and little more. */
	private static final long TAKEN = 128 << 10;

	/** A client can't write for so long: then it waits. */
	private static final int QUIET_MILLIS = 1000;

	private final SocketMeter meter = new SocketMeter();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final TestServer server;

	PipeliningIntegrationTests(boolean nio) {
		this.server = new TestServer(Uploads.handledBy(this::handle)).transport(nio).measured(this.meter);
	}

	@AfterEach
	void stop() {
		this.release.tryEmitEmpty();
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		return this.release.asMono()
			.then(Mono.defer(() -> Uploads.answer(exchange, exchange.getRequest().getPath().value())));
	}

	@Test
	void requestsBehindAnUnansweredOneWaitAtTheClient() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		ByteBuffer requests = ByteBuffer.wrap(requests().getBytes(StandardCharsets.ISO_8859_1));
		try (Selector selector = Selector.open(); SocketChannel client = SocketChannel.open()) {
			client.setOption(StandardSocketOptions.SO_SNDBUF, 64 << 10);
			client.connect(new InetSocketAddress("127.0.0.1", this.server.port(0)));
			client.configureBlocking(false);
			SelectionKey key = client.register(selector, SelectionKey.OP_WRITE);
			while (selector.select(QUIET_MILLIS) > 0 && requests.hasRemaining()) {
				write(client, requests);
				selector.selectedKeys().clear();
			}
			assertThat(requests.hasRemaining()).isTrue();
			assertThat(this.meter.taken()).isPositive().isLessThan(TAKEN);
			this.release.tryEmitEmpty();
			assertThat(responses(selector, key, client, requests)).isEqualTo(REQUESTS);
		}
	}

	private static void write(SocketChannel client, ByteBuffer requests) throws IOException {
		// In slices: the JDK copies all that is left for each write.
		int end = requests.limit();
		requests.limit(Math.min(end, requests.position() + (128 << 10)));
		client.write(requests);
		requests.limit(end);
	}

	/* Reads as many as there are requests, in their order. */
	private static int responses(Selector selector, SelectionKey key, SocketChannel client, ByteBuffer requests)
			throws IOException {
		StringBuilder received = new StringBuilder();
		ByteBuffer read = ByteBuffer.allocate(64 << 10);
		int next = 0;
		while (next < REQUESTS) {
			key.interestOps(SelectionKey.OP_READ | (requests.hasRemaining() ? SelectionKey.OP_WRITE : 0));
			assertThat(selector.select(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))).isPositive();
			selector.selectedKeys().clear();
			write(client, requests);
			assertThat(client.read(read.clear())).isNotNegative();
			received.append(StandardCharsets.ISO_8859_1.decode(read.flip()));
			for (int end = received.indexOf("/" + next + "."); end >= 0; end = received.indexOf("/" + next + ".")) {
				received.delete(0, end);
				next++;
			}
		}
		return next;
	}

	private static String requests() {
		StringBuilder requests = new StringBuilder();
		for (int i = 0; i < REQUESTS; i++) {
			requests.append("GET /")
				.append(i)
				.append(". HTTP/1.1\r\nHost: localhost\r\nFill: ")
				.append("x".repeat(4 << 10))
				.append("\r\n\r\n");
		}
		return requests.toString();
	}

	@Test
	void refusalComesBehindTheAnswersBeforeIt() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (RawHttpConnection client = this.server.connect()) {
			client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
					+ "GET /3 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + "x".repeat(1 << 20));
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("/1");
			assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("/2");
			assertThat(client.receiveToOrderlyEnd()).startsWith("HTTP/1.1 400 ")
				.containsIgnoringCase("connection: close");
		}
	}

}
