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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that many uploads to a slow handler wait at the clients, not in our memory.
 */
@ParameterizedClass(name = "nio={0}")
@ValueSource(booleans = { false, true })
class UploadBackPressureIntegrationTests {

	private static final int TIMEOUT_SECONDS = 60;

	private static final int UPLOADS = 200;

	private static final int LENGTH = 4 << 20;

	/**
	 * What one connection may have in our memory: one read of the socket, and little
	 * more.
	 */
	private static final long TAKEN_PER_UPLOAD = 64 << 10;

	private static final int SMALL_BUFFER = 4 << 10;

	/** No client can write for so long: then all of them wait. */
	private static final int QUIET_MILLIS = 1000;

	private final SocketMeter meter = new SocketMeter();

	private final Queue<Sinks.Empty<Void>> releases = new ConcurrentLinkedQueue<>();

	private final CountDownLatch firstBuffers = new CountDownLatch(UPLOADS);

	@AutoClose
	private final TestServer server;

	UploadBackPressureIntegrationTests(boolean nio) {
		this.server = new TestServer(Uploads.handledBy(this::handle)).transport(nio).measured(this.meter);
	}

	/*
	 * Asks for a piece at a time, and for the second one when the test says so.
	 */
	private Mono<Void> handle(ServerWebExchange exchange) {
		Sinks.Empty<Void> release = Sinks.empty();
		return exchange.getRequest()
			.getBody()
			.concatMap((buffer) -> takeWhenReleased(buffer, release), 1)
			.reduce(0L, Long::sum)
			.flatMap((count) -> Uploads.answer(exchange, "counted " + count));
	}

	private Mono<Long> takeWhenReleased(DataBuffer buffer, Sinks.Empty<Void> release) {
		if (this.releases.contains(release)) {
			return Mono.just(take(buffer));
		}
		this.releases.add(release);
		this.firstBuffers.countDown();
		return release.asMono().then(Mono.fromSupplier(() -> take(buffer)));
	}

	private static long take(DataBuffer buffer) {
		long count = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return count;
	}

	@ParameterizedTest
	@EnumSource
	void slowHandlerSlowsItsClientsDown(Framing framing) throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		byte[] request = framing.whole("/", "x".repeat(LENGTH)).getBytes(StandardCharsets.ISO_8859_1);
		long memoryBefore = PlatformDependent.usedDirectMemory();
		try (Selector selector = Selector.open()) {
			List<Upload> uploads = new ArrayList<>();
			for (int i = 0; i < UPLOADS; i++) {
				uploads.add(new Upload(selector, this.server.port(0), request));
			}
			writeUntilAllWait(selector);
			assertThat(this.firstBuffers.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(uploads).allMatch(Upload::isUnsent);
			assertThat(this.meter.taken()).isLessThan(UPLOADS * TAKEN_PER_UPLOAD);
			assertThat(PlatformDependent.usedDirectMemory() - memoryBefore).isLessThan(UPLOADS * 2 * TAKEN_PER_UPLOAD);
			// What the kernel holds for both sides of the connection included.
			assertThat(uploads.stream().mapToLong(Upload::written).sum()).isLessThan((long) UPLOADS * LENGTH / 2);
			this.releases.forEach(Sinks.Empty::tryEmitEmpty);
			finish(selector, uploads);
			assertThat(uploads).allSatisfy((upload) -> assertThat(upload.response()).startsWith("HTTP/1.1 200 ")
				.endsWith("counted " + LENGTH));
			assertThat(this.meter.taken()).isEqualTo((long) UPLOADS * request.length);
		}
		finally {
			this.releases.forEach(Sinks.Empty::tryEmitEmpty);
		}
	}

	/*
	 * The piece that the handler has, the one that it has asked for in advance, and one
	 * read that nobody has asked for.
	 */
	@Test
	void smallerBufferTakesLess() throws Exception {
		this.server
			.limits("http://127.0.0.1:0",
					(limits) -> limits.maxRequestLineSize(DataSize.ofKilobytes(1))
						.maxRequestHeadersTotalSize(DataSize.ofKilobytes(1))
						.maxRequestBufferSize(DataSize.ofBytes(SMALL_BUFFER)))
			.start();
		byte[] request = Framing.CONTENT_LENGTH.whole("/", "x".repeat(LENGTH)).getBytes(StandardCharsets.ISO_8859_1);
		List<Upload> uploads = new ArrayList<>();
		try (Selector selector = Selector.open()) {
			for (int i = 0; i < UPLOADS; i++) {
				uploads.add(new Upload(selector, this.server.port(0), request));
			}
			writeUntilAllWait(selector);
			assertThat(this.firstBuffers.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(uploads).allMatch(Upload::isUnsent);
			assertThat(this.meter.taken()).isLessThanOrEqualTo(UPLOADS * 3L * SMALL_BUFFER);
		}
		finally {
			for (Upload upload : uploads) {
				upload.close();
			}
			this.releases.forEach(Sinks.Empty::tryEmitEmpty);
		}
	}

	private static void writeUntilAllWait(Selector selector) throws IOException {
		while (selector.select(QUIET_MILLIS) > 0) {
			step(selector);
		}
	}

	private static void finish(Selector selector, List<Upload> uploads) throws IOException {
		while (!uploads.stream().allMatch(Upload::isAnswered)) {
			assertThat(selector.select(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))).isPositive();
			step(selector);
		}
	}

	private static void step(Selector selector) throws IOException {
		for (SelectionKey key : selector.selectedKeys()) {
			((Upload) key.attachment()).step(key);
		}
		selector.selectedKeys().clear();
	}

	/**
	 * A client that writes as much as it can.
	 */
	private static final class Upload {

		private final SocketChannel channel;

		private final ByteBuffer request;

		private final StringBuilder response = new StringBuilder();

		Upload(Selector selector, int port, byte[] request) throws IOException {
			this.request = ByteBuffer.wrap(request);
			this.channel = SocketChannel.open();
			this.channel.setOption(StandardSocketOptions.SO_SNDBUF, 64 << 10);
			this.channel.connect(new InetSocketAddress("127.0.0.1", port));
			this.channel.configureBlocking(false);
			this.channel.register(selector, SelectionKey.OP_WRITE | SelectionKey.OP_READ, this);
		}

		void step(SelectionKey key) throws IOException {
			if (key.isWritable()) {
				// In slices: the JDK copies all that is left for each write.
				int end = this.request.limit();
				this.request.limit(Math.min(end, this.request.position() + (128 << 10)));
				this.channel.write(this.request);
				this.request.limit(end);
				if (!this.request.hasRemaining()) {
					key.interestOps(SelectionKey.OP_READ);
				}
			}
			if (key.isReadable()) {
				ByteBuffer read = ByteBuffer.allocate(1024);
				int count = this.channel.read(read);
				assertThat(count).isPositive();
				this.response.append(new String(read.array(), 0, count, StandardCharsets.ISO_8859_1));
				if (isAnswered()) {
					this.channel.close();
				}
			}
		}

		void close() throws IOException {
			this.channel.close();
		}

		boolean isUnsent() {
			return this.request.hasRemaining();
		}

		long written() {
			return this.request.position();
		}

		boolean isAnswered() {
			return this.response.indexOf("counted ") != -1;
		}

		String response() {
			return this.response.toString();
		}

	}

}
