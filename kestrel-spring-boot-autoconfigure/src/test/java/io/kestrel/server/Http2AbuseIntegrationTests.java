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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.kestrel.limits.MinDataRate;
import io.kestrel.refusal.Refusal;
import io.kestrel.testing.Http2AttackClient;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2Frames;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what happens to clients of HTTP/2 that do harm, and to those beside them.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2AbuseIntegrationTests {

	/**
	 * Of 50 frames or requests. A budget grows by a fifteenth of that in a second, so it
	 * does not matter how busy the machine is.
	 */
	private static final int ROUNDS = 60;

	private static final int INTERNAL_ERROR = 2;

	private static final int PIECE = 1 << 16;

	/** Late after three beats. */
	private static final MinDataRate RATE = new MinDataRate(100_000, Duration.ofMillis(1100));

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).http2();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		return switch (exchange.getRequest().getPath().value()) {
			case "/index.html" -> Mono.never();
			case "/good" -> Uploads.answer(exchange, "good");
			case "/large" -> exchange.getResponse().writeWith(large(exchange));
			default -> Uploads.count(exchange.getRequest().getBody())
				.then(Mono.defer(() -> Uploads.answer(exchange, "a".repeat(10_000))));
		};
	}

	/* More than any socket holds. */
	private static Flux<DataBuffer> large(ServerWebExchange exchange) {
		return Flux.range(0, 1000).map((i) -> exchange.getResponse().bufferFactory().wrap(new byte[PIECE]));
	}

	private RawHttpConnection connect() throws Exception {
		return this.server.connect(0, "h2");
	}

	@ParameterizedTest
	@EnumSource
	void attackerIsCutAndNobodyElse(Http2Attack attack, CapturedOutput output) throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (Http2AttackClient attacker = new Http2AttackClient(connect());
				Http2FrameClient good = new Http2FrameClient(connect())) {
			attackBeside(good, attacker, attack.code(), attack::round);
		}
		assertLogged(attack, output);
	}

	@ParameterizedTest
	@EnumSource(names = { "RAPID_RESET", "WRONG_CONTENT_LENGTH", "DATA_AFTER_END", "PING_FLOOD", "HPACK_BOMB" })
	void attackerIsCutOverTls(Http2Attack attack, CapturedOutput output) throws Exception {
		this.server.secure().urls("https://127.0.0.1:0").start();
		try (Http2AttackClient attacker = new Http2AttackClient(connect());
				Http2FrameClient good = new Http2FrameClient(connect())) {
			attackBeside(good, attacker, attack.code(), attack::secureRound);
		}
		assertLogged(attack, output);
	}

	private static void attackBeside(Http2FrameClient good, Http2AttackClient attacker, int code,
			IntFunction<byte[]> rounds) throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(() -> askUntilOver(good, attacker),
					executor);
			for (int round = 0; round < ROUNDS && attacker.send(rounds.apply(round)); round++) {
				// As fast as the server takes it.
			}
			assertThat(attacker.awaitEnd()).isEqualTo(code);
			assertThat(answers.get(30, TimeUnit.SECONDS)).isNotEmpty()
				.allMatch((answer) -> answer.endsWith(": 200 good"));
			assertThat(good.get(2_000_001, "/good").receiveResponse()).isEqualTo("2000001: 200 good");
		}
		finally {
			executor.shutdown();
		}
	}

	private static void assertLogged(Http2Attack attack, CapturedOutput output) {
		assertThat(output.getOut().split("Request refused", -1)).hasSize(1 + attack.refusals().size());
		for (Refusal refusal : attack.refusals()) {
			assertThat(output.getOut()).containsOnlyOnce(refusal.text());
		}
		assertThat(output.getOut()).doesNotContain(" ERROR ").doesNotContain(" WARN ");
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

	/* Whose end is a reset: it does not take the GOAWAY, and so it is not waited for. */
	@ParameterizedTest
	@EnumSource(names = { "RAPID_RESET_OF_QUICK_ANSWERS", "STREAMS_BEYOND_THE_LIMIT", "PING_FLOOD", "SETTINGS_FLOOD" })
	void attackerThatReadsNothingIsReset(Http2Attack attack, CapturedOutput output) throws Exception {
		this.server.fast().urls("http://127.0.0.1:0").start();
		try (Http2AttackClient attacker = Http2AttackClient.deaf(connect())) {
			for (int round = 0; attacker.send(attack.round(round)); round++) {
				// Until the server does not take any more.
			}
		}
		assertLogged(attack, output);
	}

	private TestServer withRate() {
		return this.server.fast().limits("http://127.0.0.1:0", (limits) -> limits.minResponseDataRate(RATE)).start();
	}

	@Test
	void responsesThatNobodyReadsHaveTheirRate(CapturedOutput output) throws Exception {
		withRate();
		try (Http2AttackClient attacker = Http2AttackClient.deaf(connect())) {
			attacker.send(new Http2Frames().setting(4, Integer.MAX_VALUE)
				.windowUpdate(0, Integer.MAX_VALUE - 65_535)
				.get(1, "/large")
				.get(3, "/large")
				.toByteArray());
			// A frame of an unknown type: less than what may be wasted in a beat.
			Http2Frames useless = new Http2Frames().frame(0x20, 0, 0);
			ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
			CompletableFuture<Void> over = new CompletableFuture<>();
			try {
				pace.scheduleAtFixedRate(() -> {
					if (!attacker.send(useless.toByteArray())) {
						over.complete(null);
					}
				}, 0, 100, TimeUnit.MILLISECONDS);
				over.get(30, TimeUnit.SECONDS);
			}
			finally {
				pace.shutdownNow();
			}
		}
		assertThat(output.getOut()).containsOnlyOnce(Refusal.RESPONSE_TOO_SLOW.text()).doesNotContain(" ERROR ");
	}

	/* Not at all, or by an octet every tenth of a second. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void windowsThatHardlyOpenHaveTheRateOfTheirResponse(int increment, CapturedOutput output) throws Exception {
		withRate();
		ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
		try (Http2AttackClient attacker = new Http2AttackClient(connect())) {
			attacker.send(new Http2Frames().setting(4, 0).get(1, "/large").toByteArray());
			if (increment > 0) {
				byte[] more = new Http2Frames().windowUpdate(1, increment).toByteArray();
				pace.scheduleAtFixedRate(() -> attacker.send(more), 0, 100, TimeUnit.MILLISECONDS);
			}
			assertThat(attacker.awaitEnd()).isEqualTo(INTERNAL_ERROR);
		}
		finally {
			pace.shutdownNow();
		}
		assertThat(output.getOut()).containsOnlyOnce(Refusal.RESPONSE_TOO_SLOW.text()).doesNotContain(" ERROR ");
	}

	@Test
	void headThatDoesNotEndHasItsTime(CapturedOutput output) throws Exception {
		this.server.fast()
			.limits("http://127.0.0.1:0", (limits) -> limits.requestHeadersTimeout(Duration.ofSeconds(2)))
			.start();
		try (Http2AttackClient attacker = new Http2AttackClient(connect())) {
			attacker.send(new Http2Frames().getIndex(1).headers(3, 0, Http2Frames.block(0x82, 0x84)).toByteArray());
			assertThat(attacker.awaitEnd()).isEqualTo(INTERNAL_ERROR);
		}
		assertThat(output.getOut()).containsOnlyOnce("the head did not come in time");
	}

}
