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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.kestrel.limits.MinDataRate;
import io.kestrel.testing.Tool;
import io.netty.channel.ChannelOption;
import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The attacks of slowhttptest, a foreign program: each of its clients is cut in time, and
 * meanwhile the server answers others.
 */
class SlowHttpTestIntegrationTests {

	private static final String SLOW_HEADS = "-H -c 1000 -r 500 -i 1";

	private static final String SLOW_BODIES = "-B -c 1000 -r 500 -i 1 -s 100000 -x 2";

	private static final int SLOW_READERS = 200;

	/**
	 * They read all that has come, a few kilobytes, every five seconds. With a few bytes
	 * of it they would not notice for minutes that they were cut.
	 */
	private static final String SLOW_READS = "-X -c 200 -r 200 -w 1024 -y 2048 -n 5 -z 65536";

	private static final int TEST_SECONDS = 30;

	/** So many connections are an attack under way. */
	private static final int ATTACKED = 100;

	private static final Duration TOO_LONG = Duration.ofSeconds(20);

	private static final Duration GRACE = Duration.ofSeconds(2);

	private static final int PART = 64 << 10;

	/**
	 * What the kernel takes of a response counts as written and gives the client time:
	 * little, so that a test does not depend on the machine.
	 */
	private static final int SOCKET_BUFFER = 32 << 10;

	private final AtomicLong mostMemory = new AtomicLong();

	@AutoClose
	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).factory((factory) -> factory
		.addServerCustomizers((server) -> server.childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)));

	private Mono<Void> handle(ServerWebExchange exchange) {
		return exchange.getRequest().getPath().value().equals("/endless")
				? exchange.getResponse().writeWith(endless(exchange)) : Uploads.echo(exchange);
	}

	private Flux<DataBuffer> endless(ServerWebExchange exchange) {
		return Flux.generate((sink) -> {
			sink.next(exchange.getResponse().bufferFactory().allocateBuffer(PART).writePosition(PART));
			this.mostMemory.accumulateAndGet(PlatformDependent.usedDirectMemory(), Math::max);
		});
	}

	private void start(MinDataRate responseRate) {
		this.server
			.limits("http://127.0.0.1:0",
					(limits) -> limits.keepAliveTimeout(Duration.ofSeconds(3))
						.requestHeadersTimeout(Duration.ofSeconds(3))
						.minRequestBodyDataRate(new MinDataRate(1000, GRACE))
						.minResponseDataRate(responseRate))
			.start();
	}

	private List<String> command(String attack) {
		String path = attack.startsWith("-X") ? "/endless" : "/";
		return Stream
			.of("slowhttptest " + attack + " -l " + TEST_SECONDS + " -p 5 -u http://127.0.0.1:" + this.server.port(0)
					+ path)
			.flatMap((line) -> Stream.of(line.split(" ")))
			.toList();
	}

	private String run(String attack) throws Exception {
		return Tool.run(command(attack)).replaceAll("\\e\\[[0-9;]*m", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { SLOW_HEADS, SLOW_BODIES, SLOW_READS })
	void allAreCutAndTheServiceStaysAvailable(String attack) throws Exception {
		Tool.require("slowhttptest");
		start(new MinDataRate(100_000, GRACE));
		long memoryBefore = PlatformDependent.usedDirectMemory();
		String output = run(attack);
		assertThat(output).as(output).contains("Exit status: No open connections left");
		assertThat(output).doesNotContainPattern("service available: +NO");
		// As docs/memory.md has it, here with parts of the size of the buffer.
		assertThat(this.mostMemory.get() - memoryBefore).isLessThan(SLOW_READERS * 2L * (PART + PART));
		await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isZero());
		await().untilAsserted(() -> assertThat(this.server.server().heartbeats()).isZero());
	}

	@ParameterizedTest
	@CsvSource({ SLOW_HEADS + ", false", SLOW_HEADS + ", true", SLOW_BODIES + ", false", SLOW_BODIES + ", true",
			SLOW_READS + ", false", SLOW_READS + ", true" })
	void nothingIsLeftWhenItStopsDuringAnAttack(String attack, boolean graceful) throws Exception {
		Tool.require("slowhttptest");
		start(new MinDataRate(100_000, GRACE));
		Process process = new ProcessBuilder(command(attack)).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		try {
			await().untilAsserted(() -> assertThat(connections()).isGreaterThanOrEqualTo(ATTACKED));
			assertThat(this.server.server().heartbeats()).isPositive();
			if (graceful) {
				CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();
				this.server.server().shutDownGracefully(result::complete);
				assertThat(result).succeedsWithin(TOO_LONG).isEqualTo(GracefulShutdownResult.IDLE);
			}
			this.server.server().stop();
			await().untilAsserted(() -> assertThat(this.server.server().heartbeats()).isZero());
			await().untilAsserted(() -> assertThat(connections()).isZero());
			assertThat(this.server.server().admission().clients()).isZero();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		this.server.close();
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("test-")));
	}

	/* Counted as they come and go; remains when the server has stopped. */
	private int connections() {
		return this.server.server().admission().connections();
	}

}
