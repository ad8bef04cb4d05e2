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
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Events;
import io.kestrel.testing.Ports;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for endpoints that stop while the server goes on: by their name, or because a
 * reload has no place for them.
 */
@ExtendWith(OutputCaptureExtension.class)
class DrainIntegrationTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final int TIMEOUT_SECONDS = 30;

	private final Events<String> arrived = new Events<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final TestServer server = new TestServer(this::answerWhenReleased);

	@AfterEach
	void stop() {
		this.release.tryEmitEmpty();
		this.server.close();
		VirtualTimeScheduler.reset();
	}

	private Mono<Void> answerWhenReleased(ServerHttpRequest request, ServerHttpResponse response) {
		this.arrived.add(request.getPath().value());
		DataBuffer body = response.bufferFactory().wrap("answer".getBytes());
		response.getHeaders().setContentLength(6);
		return response.writeWith(this.release.asMono().thenReturn(body).cast(DataBuffer.class));
	}

	@Test
	void endpointIsDrainedByItsNameAndTheOthersGoOn(CapturedOutput output) throws Exception {
		int web = Ports.free();
		this.server.options((options) -> {
			options.listen("127.0.0.1", web).name("web");
			options.listen("127.0.0.1", 0).name("admin");
		}).start();
		int admin = this.server.port(1);
		try (RawHttpConnection idle = new RawHttpConnection("127.0.0.1", web);
				RawHttpConnection busy = new RawHttpConnection("127.0.0.1", web);
				RawHttpConnection other = new RawHttpConnection("127.0.0.1", admin)) {
			busy.send(GET);
			other.send(GET);
			this.arrived.await(2);
			CompletableFuture<Void> drained = this.server.server().drain("web").toCompletableFuture();
			CompletableFuture<Void> again = this.server.server().drain("web").toCompletableFuture();
			assertThat(idle.receiveToEnd()).isEmpty();
			assertThat(Ports.isListening("127.0.0.1", web)).isFalse();
			assertThat(drained).isNotDone();
			assertThat(this.server.addresses()).containsExactly("http://127.0.0.1:" + admin);
			assertThat(this.server.server().getPort()).isEqualTo(admin);
			assertThat(this.server.server().getEndpointPorts()).containsOnlyKeys("admin");
			this.release.tryEmitEmpty();
			assertThat(busy.receiveToEnd()).startsWith("HTTP/1.1 200").contains("onnection: close").endsWith("answer");
			drained.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			again.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			assertThat(other.receiveResponse()).startsWith("HTTP/1.1 200").doesNotContain("onnection: close");
			assertThat(other.send(GET).receiveResponse()).startsWith("HTTP/1.1 200");
			assertThat(output).containsOnlyOnce("No longer listening on: http://127.0.0.1:" + web + " (web)");
		}
	}

	@Test
	void drainedEndpointStaysSoUntilItsConfigurationChanges() throws Exception {
		int port = Ports.free();
		this.server.options((options) -> options.listen("127.0.0.1", port).name("web")).start();
		this.server.server().drain("web").toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		assertThat(this.server.reload().isChanged()).isFalse();
		assertThat(Ports.isListening("127.0.0.1", port)).isFalse();
		this.server
			.options((options) -> options.listen("127.0.0.1", port)
				.name("web")
				.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(5))))
			.reload();
		assertThat(Ports.isListening("127.0.0.1", port)).isTrue();
	}

	@Test
	void unknownNameIsRefusedWithThoseThereAre() {
		this.server.options((options) -> options.listen("127.0.0.1", 0).name("web")).start();
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.server().drain("wep"))
			.withMessageContaining("'wep'")
			.withMessageContaining("http://127.0.0.1:" + this.server.port(0) + " (web)");
	}

	@Test
	void stoppedEndpointHasFiveSecondsForItsRequests(CapturedOutput output) throws Exception {
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		this.server.urls("http://127.0.0.1:0").start();
		try (RawHttpConnection busy = this.server.connect(); RawHttpConnection forgotten = this.server.connect()) {
			busy.send(GET);
			forgotten.send(GET);
			this.arrived.await(2);
			this.server.urls("http://[::1]:0").reload();
			time.advanceTimeBy(Duration.ofMillis(4999));
			assertThat(output).doesNotContain("still busy");
			time.advanceTimeBy(Duration.ofMillis(1));
			assertThat(busy.receiveToEnd()).isEmpty();
			assertThat(forgotten.receiveToEnd()).isEmpty();
			assertThat(output).contains("Closed 2 connection(s) of http://127.0.0.1:")
				.contains("still busy 5 seconds after a reload");
		}
	}

	@Test
	void requestThatEndsInTimeIsAnswered(CapturedOutput output) throws Exception {
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		this.server.urls("http://127.0.0.1:0").start();
		try (RawHttpConnection busy = this.server.connect()) {
			busy.send(GET);
			this.arrived.await(1);
			this.server.urls("http://[::1]:0").reload();
			time.advanceTimeBy(Duration.ofMillis(4999));
			this.release.tryEmitEmpty();
			assertThat(busy.receiveToEnd()).startsWith("HTTP/1.1 200").endsWith("answer");
			time.advanceTimeBy(Duration.ofSeconds(10));
			assertThat(output).doesNotContain("still busy");
		}
	}

	@Test
	void gracefulShutdownWaitsForWhatAReloadHasStopped() throws Exception {
		VirtualTimeScheduler.getOrSet();
		this.server.urls("http://127.0.0.1:0").start();
		CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();
		try (RawHttpConnection busy = this.server.connect()) {
			busy.send(GET);
			this.arrived.await(1);
			this.server.urls("http://[::1]:0").reload();
			this.server.server().shutDownGracefully(result::complete);
			assertThat(result).isNotDone();
			this.release.tryEmitEmpty();
			assertThat(busy.receiveToEnd()).endsWith("answer");
			assertThat(List.of(result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)))
				.containsExactly(GracefulShutdownResult.IDLE);
		}
	}

}
