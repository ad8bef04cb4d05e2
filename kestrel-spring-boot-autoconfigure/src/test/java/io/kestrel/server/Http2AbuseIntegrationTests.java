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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Http2AttackClient;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2Frames;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what happens to clients of HTTP/2 that do harm, and to those beside them.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2AbuseIntegrationTests {

	/** Enough for any attack: some seconds of them. */
	private static final int ROUNDS = 4000;

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).http2();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		return switch (exchange.getRequest().getPath().value()) {
			case "/index.html" -> Mono.never();
			case "/good" -> Uploads.answer(exchange, "good");
			default -> Uploads.answer(exchange, "a".repeat(10_000));
		};
	}

	private RawHttpConnection connect() throws Exception {
		return new RawHttpConnection("127.0.0.1", this.server.port(0));
	}

	@ParameterizedTest
	@EnumSource
	void attackerIsCutAndNobodyElse(Http2Attack attack, CapturedOutput output) throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (Http2AttackClient attacker = new Http2AttackClient(connect());
				Http2FrameClient good = new Http2FrameClient(connect())) {
			CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(() -> askUntilOver(good, attacker),
					executor);
			for (int round = 0; round < ROUNDS && attacker.send(attack.round(round)); round++) {
				// As fast as the server takes it.
			}
			int code = attacker.awaitEnd();
			// A close with something unread is a reset, which may overtake the GOAWAY.
			assertThat(code).isIn(-1, attack.code());
			assertThat(output.getOut()).containsOnlyOnce(attack.refusal().text());
			assertThat(answers.get(30, TimeUnit.SECONDS)).isNotEmpty()
				.allMatch((answer) -> answer.endsWith(": 200 good"));
			assertThat(good.get(2_000_001, "/good").receiveResponse()).isEqualTo("2000001: 200 good");
		}
		finally {
			executor.shutdown();
		}
		assertThat(output.getOut()).containsOnlyOnce("Request refused")
			.doesNotContain(" ERROR ")
			.doesNotContain(" WARN ");
	}

	private static List<String> askUntilOver(Http2FrameClient good, Http2AttackClient attacker) {
		try {
			List<String> answers = new ArrayList<>();
			do {
				answers.add(good.get(2 * answers.size() + 1, "/good").receiveResponse());
			}
			while (!attacker.isOver());
			return answers;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void headThatDoesNotEndHasItsTime(CapturedOutput output) throws Exception {
		this.server.fast()
			.options((options) -> options.urls("http://127.0.0.1:0")
				.limits((limits) -> limits.requestHeadersTimeout(Duration.ofSeconds(2))))
			.start();
		try (Http2AttackClient attacker = new Http2AttackClient(connect())) {
			attacker.send(new Http2Frames().getIndex(1).headers(3, 0, Http2Frames.block(0x82, 0x84)).toByteArray());
			assertThat(attacker.awaitEnd()).isEqualTo(2);
		}
		assertThat(output.getOut()).containsOnlyOnce("the head did not come in time");
	}

}
