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
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.RawHttpConnection;
import io.netty.channel.ChannelOption;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that responses wait for slow clients at their source, not in our memory.
 */
class ResponseBackPressureIntegrationTests {

	private static final int READERS = 200;

	private static final int TIMEOUT_SECONDS = 30;

	private static final int PART = 64 << 10;

	private static final int PARTS = 1 << 14;

	/** What the kernel holds for a connection, so that a test does not depend on it. */
	private static final int SOCKET_BUFFER = 32 << 10;

	/**
	 * What a connection may have in our memory: the part that fills the buffer, the one
	 * before it, and both again where they are encrypted or cut into frames.
	 */
	private static final long HELD_PER_READER = 4L * PART;

	/** No application is asked for nothing for so long, unless all wait. */
	private static final int QUIET_MILLIS = 1000;

	private static final byte[] LARGE_WINDOWS = ByteBuffer.allocate(28)
		.put(new byte[] { 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4 })
		.putInt(1 << 30)
		.put(new byte[] { 0, 0, 4, 8, 0, 0, 0, 0, 0 })
		.putInt(1 << 30)
		.array();

	private final BlockingQueue<Integer> made = new LinkedBlockingQueue<>();

	private final List<AutoCloseable> readers = new ArrayList<>();

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).factory((factory) -> factory
		.addServerCustomizers((server) -> server.childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)));

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable reader : this.readers) {
			reader.close();
		}
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		DataBufferFactory factory = exchange.getResponse().bufferFactory();
		Flux<DataBuffer> parts = switch (exchange.getRequest().getPath().value()) {
			case "/endless" -> Flux.<DataBuffer>generate((sink) -> sink.next(part(factory, PART))).take(PARTS);
			case "/elsewhere" ->
				Flux.range(0, 200).publishOn(Schedulers.parallel(), 1).map((number) -> part(factory, 10_000));
			case "/small" -> Flux.range(0, 100_000).map((number) -> part(factory, 20));
			default -> Flux.range(0, 200).map((number) -> part(factory, 10_000));
		};
		if ("/groups".equals(exchange.getRequest().getPath().value())) {
			return exchange.getResponse().writeAndFlushWith(parts.window(3));
		}
		return exchange.getResponse().writeWith(parts);
	}

	private DataBuffer part(DataBufferFactory factory, int size) {
		this.made.add(size);
		return factory.allocateBuffer(size).writePosition(size);
	}

	@ParameterizedTest
	@EnumSource
	void slowReadersSlowTheApplicationDown(Wire wire) throws Exception {
		start(wire, DataSize.ofBytes(PART));
		long memoryBefore = PlatformDependent.usedDirectMemory();
		for (int i = 0; i < READERS; i++) {
			read(wire, "/endless");
		}
		int parts = awaitQuiet();
		assertThat(parts).isGreaterThan(READERS);
		assertThat(PlatformDependent.usedDirectMemory() - memoryBefore).isLessThan(READERS * HELD_PER_READER);
	}

	@Test
	void withoutLimitReactorNettyTakesAllItWants() throws Exception {
		start(Wire.HTTP1, null);
		read(Wire.HTTP1, "/endless");
		assertThat(awaitQuiet()).isGreaterThanOrEqualTo(128);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "65536, 2", "65537, 2", "1048576, 17" })
	void noMorePartsAreMadeThanFitIntoTheBuffer(int size, int atMost) throws Exception {
		start(Wire.HTTP1, DataSize.ofBytes(size));
		read(Wire.HTTP1, "/endless");
		// What the sockets take of both sides comes on top.
		assertThat(awaitQuiet()).isBetween(1, atMost + 12);
	}

	@ParameterizedTest
	@CsvSource({ "/, 0", "/, 1000", "/, 65536", "/elsewhere, 0", "/elsewhere, 1000", "/elsewhere, 65536", "/small, -1",
			"/small, 0", "/small, 65536", "/groups, 0", "/groups, 65536" })
	void responseComesWhole(String path, int size) throws Exception {
		start(Wire.HTTP1, (size >= 0) ? DataSize.ofBytes(size) : null);
		try (RawHttpConnection client = this.server.connect()) {
			client.send("GET " + path + " HTTP/1.0\r\n\r\n");
			String response = client.receiveToEnd();
			assertThat(response.length() - response.indexOf("\r\n\r\n") - 4).isEqualTo(2_000_000);
		}
	}

	private int awaitQuiet() throws InterruptedException {
		assertThat(this.made.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("the first part").isNotNull();
		int count = 1;
		while (this.made.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) != null) {
			count++;
		}
		return count;
	}

	private void start(Wire wire, @Nullable DataSize limit) {
		this.server.limits(wire.scheme() + "://127.0.0.1:0", (limits) -> limits.maxResponseBufferSize(limit));
		switch (wire) {
			case HTTP1 -> this.server.start();
			case TLS -> this.server.secure().start();
			case H2C -> this.server.http2().start();
		}
	}

	private void read(Wire wire, String path) throws IOException, GeneralSecurityException {
		RawHttpConnection connection = this.server.connect();
		this.readers.add(connection);
		if (wire == Wire.H2C) {
			new Http2FrameClient(connection).get(1, path);
			connection.send(LARGE_WINDOWS);
		}
		else {
			connection.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
		}
	}

	/**
	 * What is spoken.
	 */
	enum Wire {

		HTTP1, TLS, H2C;

		String scheme() {
			return (this == TLS) ? "https" : "http";
		}

	}

}
