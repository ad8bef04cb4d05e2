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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for many reloads: nobody notices, and nothing is left behind.
 */
class ReloadLoadIntegrationTests {

	private static final int REQUESTS = 20_000;

	private final CountDownLatch warm = new CountDownLatch(1000);

	@AutoClose
	private final TestServer server = new TestServer(this::answer);

	private Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response) {
		this.warm.countDown();
		DataBuffer body = response.bufferFactory().wrap("answer".getBytes());
		response.getHeaders().setContentLength(6);
		return response.writeWith(Mono.just(body));
	}

	@Test
	void unchangedEndpointLosesNoRequestInFiftyReloads() throws Exception {
		Tool.require("h2load");
		this.server.options((options) -> {
			options.listen("127.0.0.1", 0).name("web");
			options.listen("[::1]", 0).name("changing");
		}).start();
		String url = this.server.addresses().get(0);
		CompletableFuture<String> report = CompletableFuture.supplyAsync(() -> load(url));
		assertThat(this.warm.await(30, TimeUnit.SECONDS)).isTrue();
		for (int i = 1; i <= 50; i++) {
			int limit = i;
			ReloadResult result = this.server.options((options) -> {
				options.listen("127.0.0.1", 0).name("web");
				options.listen("[::1]", 0)
					.name("changing")
					.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(limit)));
			}).reload();
			assertThat(result.started()).hasSize(1);
			assertThat(result.unchanged()).containsExactly(url + " (web)");
		}
		assertThat(report.get(120, TimeUnit.SECONDS)).contains(REQUESTS + " succeeded, 0 failed, 0 errored, 0 timeout")
			.contains(REQUESTS + " 2xx");
	}

	private static String load(String url) {
		try {
			return Tool.run(List.of("h2load", "--h1", "-n", "" + REQUESTS, "-c", "8", url + "/"));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "Counts the sockets of the process in /proc")
	void hundredReloadsLeaveNoSocketAndNoConnection() throws Exception {
		this.server.urls("http://127.0.0.1:0", "http://[::1]:0").start();
		int before = -1;
		for (int i = 0; i < 100; i++) {
			this.server.urls("http://127.0.0.1:0", (i % 2 == 0) ? "http://127.0.0.2:0" : "http://[::1]:0").reload();
			try (RawHttpConnection client = new RawHttpConnection((i % 2 == 0) ? "127.0.0.2" : "::1",
					this.server.port(1))) {
				assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").receiveResponse())
					.endsWith("answer");
			}
			if (i == 1) {
				await().until(() -> this.server.server().openConnections() == 0);
				before = sockets();
			}
		}
		int expected = before;
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(this.server.server().openConnections()).isZero();
			assertThat(sockets()).isEqualTo(expected);
		});
		assertThat(this.server.addresses()).hasSize(2);
	}

	private static int sockets() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return (int) files.filter(ReloadLoadIntegrationTests::isSocket).count();
		}
	}

	private static boolean isSocket(Path file) {
		try {
			return Files.readSymbolicLink(file).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void reloadsAtTheSameTimeWaitForEachOther() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		AtomicInteger next = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<CompletableFuture<Void>> reloads = Stream.generate(() -> CompletableFuture.runAsync(() -> {
				this.server.urls("http://127.0.0.1:0", "http://127.0.0." + (next.incrementAndGet() + 1) + ":0");
				this.server.reload();
			}, threads)).limit(40).toList();
			CompletableFuture.allOf(reloads.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.server.addresses()).hasSize(2);
		for (String address : this.server.addresses()) {
			int colon = address.lastIndexOf(':');
			try (RawHttpConnection client = new RawHttpConnection(address.substring(7, colon),
					Integer.parseInt(address.substring(colon + 1)))) {
				assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").receiveResponse())
					.endsWith("answer");
			}
		}
	}

}
