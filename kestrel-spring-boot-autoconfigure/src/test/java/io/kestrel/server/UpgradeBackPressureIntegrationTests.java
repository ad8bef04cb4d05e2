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
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.UpgradeFeature;
import io.kestrel.feature.UpgradedConnection;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.RawHttpConnection;
import io.netty.channel.ChannelOption;
import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/**
 * Tests that the bytes of upgraded connections wait where they come from, in both
 * directions, and not in our memory.
 */
class UpgradeBackPressureIntegrationTests {

	private static final String ASK = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
			+ "Upgrade: bytes/1\r\n\r\n";

	private static final int TIMEOUT_SECONDS = 30;

	private static final int READERS = 20;

	private static final int PART = 64 << 10;

	private static final int PARTS = 1 << 14;

	/** As responses may: {@link ResponseBackPressureIntegrationTests}. */
	private static final long HELD_PER_READER = 4L * PART;

	/** No application is asked for nothing for so long, unless all wait. */
	private static final int QUIET_MILLIS = 1000;

	private final BlockingQueue<Integer> made = new LinkedBlockingQueue<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final AtomicLong received = new AtomicLong();

	private final SocketMeter meter = new SocketMeter();

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).http2()
		.measured(this.meter)
		.factory((factory) -> factory
			.addServerCustomizers((server) -> server.childOption(ChannelOption.SO_SNDBUF, PART / 2)));

	@BeforeEach
	void start() {
		this.server.urls("http://127.0.0.1:0").start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		boolean endless = "/endless".equals(exchange.getRequest().getPath().value());
		return RequestFeatures.from(exchange)
			.find(UpgradeFeature.class)
			.orElseThrow()
			.upgrade("bytes/1", endless ? this::sendEndlessly : this::receiveWhenReleased);
	}

	private Mono<Void> sendEndlessly(UpgradedConnection connection) {
		return connection.send(Flux.<DataBuffer>generate((sink) -> {
			this.made.add(PART);
			sink.next(connection.bufferFactory().allocateBuffer(PART).writePosition(PART));
		}).take(PARTS));
	}

	private Mono<Void> receiveWhenReleased(UpgradedConnection connection) {
		return this.release.asMono()
			.thenMany(connection.receive())
			.doOnNext((buffer) -> this.received.addAndGet(take(buffer)))
			.then();
	}

	private static long take(DataBuffer buffer) {
		long count = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return count;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void slowReadersSlowTheApplicationDown(boolean http2) throws Exception {
		long memoryBefore = PlatformDependent.usedDirectMemory();
		List<AutoCloseable> readers = new ArrayList<>();
		try {
			for (int i = 0; i < READERS; i++) {
				readers.add(read(http2));
			}
			assertThat(awaitQuiet()).isGreaterThanOrEqualTo(READERS).isLessThan(READERS * PARTS);
			assertThat(PlatformDependent.usedDirectMemory() - memoryBefore).isLessThan(READERS * HELD_PER_READER);
		}
		finally {
			for (AutoCloseable reader : readers) {
				reader.close();
			}
		}
	}

	private AutoCloseable read(boolean http2) throws IOException {
		RawHttpConnection connection = new RawHttpConnection("127.0.0.1", this.server.port(0));
		return http2 ? new Http2FrameClient(connection).openWindows().connect(1, "bytes/1", "/endless", Map.of())
				: connection.send(ASK.formatted("/endless"));
	}

	private int awaitQuiet() throws InterruptedException {
		assertThat(this.made.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
		int count = 1;
		while (this.made.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) != null) {
			count++;
		}
		return count;
	}

	@Test
	void whatNobodyReceivesStaysInTheSocket() throws Exception {
		int all = 64 << 20;
		try (SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", this.server.port(0)));
				Selector selector = Selector.open()) {
			client.write(ByteBuffer.wrap(ASK.formatted("/later").getBytes(StandardCharsets.US_ASCII)));
			assertThat(client.read(ByteBuffer.allocate(1024))).isPositive();
			client.configureBlocking(false).register(selector, SelectionKey.OP_WRITE);
			long sent = 0;
			ByteBuffer part = ByteBuffer.allocate(PART);
			while (sent < all && selector.select(QUIET_MILLIS) > 0) {
				selector.selectedKeys().clear();
				sent += client.write(part.clear());
			}
			assertThat(sent).isPositive().isLessThan(all);
			assertThat(this.meter.taken()).isLessThan(2L * PART);
			this.release.tryEmitEmpty();
			await().untilAtomic(this.received, equalTo(sent));
		}
	}

}
