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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.ResetFeature;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Frame;
import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a request of HTTP/2 has in common with one of HTTP/1.1, and what only it
 * has, frame by frame.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2SemanticsIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	private final CountDownLatch arrived = new CountDownLatch(1);

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).http2();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Http2FrameClient start() throws IOException {
		this.server.urls("http://127.0.0.1:0").start();
		return connect();
	}

	private Http2FrameClient connect() throws IOException {
		return new Http2FrameClient(this.server.connect());
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		String path = exchange.getRequest().getPath().value();
		return switch (path) {
			case "/reset" -> Mono.fromRunnable(() -> {
				long code = Long.parseLong(exchange.getRequest().getHeaders().getFirst("code"));
				RequestFeatures.from(exchange).find(ResetFeature.class).orElseThrow().reset(code);
			}).then(never());
			case "/features" ->
				Uploads.answer(exchange, RequestFeatures.from(exchange).find(ResetFeature.class).isPresent() + "");
			case "/never" -> never();
			case "/stream" ->
				response.writeAndFlushWith(Flux.just(Flux.just(buffer(response))).concatWith(neverPublishing()));
			case "/broken" -> response.writeAndFlushWith(
					Flux.just(Flux.just(buffer(response))).concatWith(Flux.error(new IllegalStateException("broken"))));
			case "/trailers" -> {
				HttpServerResponse own = ((AbstractServerHttpResponse) response).getNativeResponse();
				own.header("trailer", "sum").trailerHeaders((trailers) -> trailers.set("sum", "42"));
				yield response.writeWith(Mono.just(buffer(response)));
			}
			case "/empty" -> {
				response.setStatusCode(
						HttpStatus.valueOf(Integer.parseInt(exchange.getRequest().getHeaders().getFirst("status"))));
				yield response.setComplete();
			}
			default -> Uploads.echo(exchange);
		};
	}

	private static DataBuffer buffer(ServerHttpResponse response) {
		return response.bufferFactory().wrap("hello".getBytes(StandardCharsets.US_ASCII));
	}

	private Mono<Void> never() {
		return Mono.<Void>never()
			.doOnSubscribe((subscription) -> this.arrived.countDown())
			.doOnCancel(this.cancelled::countDown);
	}

	private Flux<Flux<DataBuffer>> neverPublishing() {
		return Flux.<Flux<DataBuffer>>never().doOnCancel(this.cancelled::countDown);
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	private static void cancel(Http2FrameClient client, int stream) throws IOException {
		client.send(Type.RST_STREAM, 0, stream, new byte[] { 0, 0, 0, 8 });
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 8, 11, 0x7fffffffL })
	void requestIsResetWithTheCodeOfTheApplication(long code) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/reset", Map.of("code", Long.toString(code)));
			assertThat(client.receive()).isEqualTo(Frame.reset(1, (int) code));
			await(this.cancelled);
			client.get(3, "/");
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo");
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 0x100000000L })
	void codeOutOfRangeIsAnErrorOfTheApplication(long code) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/reset", Map.of("code", Long.toString(code)));
			assertThat(client.receiveResponse()).isEqualTo("1: 500");
		}
	}

	@Test
	void onlyHttp2CanReset() throws Exception {
		try (Http2FrameClient client = start(); RawHttpConnection old = this.server.connect()) {
			client.get(1, "/features");
			assertThat(client.receiveResponse()).isEqualTo("1: 200 true");
			old.send("GET /features HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(old.receiveResponse()).endsWith("false");
		}
	}

	@Test
	void applicationSeesThatTheClientHasGivenUp(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = start()) {
			client.get(1, "/never");
			await(this.arrived);
			cancel(client, 1);
			await(this.cancelled);
			client.get(3, "/");
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo");
		}
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "Exception");
	}

	@Test
	void applicationSeesThatTheClientHasGone(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = start()) {
			client.get(1, "/never");
			await(this.arrived);
		}
		await(this.cancelled);
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "Exception");
	}

	@Test
	void streamThatTheClientDoesNotWantEnds(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = start()) {
			client.get(1, "/stream");
			assertThat(client.receive().content()).isEqualTo("200");
			assertThat(client.receive().content()).isEqualTo("hello");
			cancel(client, 1);
			await(this.cancelled);
		}
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "Exception");
	}

	@Test
	void errorWithinAResponseResetsIt() throws Exception {
		try (Http2FrameClient client = start()) {
			client.get(1, "/broken");
			assertThat(client.receive().content()).isEqualTo("200");
			Frame next = client.receive();
			// What is still to be sent may be lost.
			assertThat((next.type() == Type.DATA) ? client.receive() : next).isEqualTo(Frame.reset(1, 2));
			client.get(3, "/");
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo");
		}
	}

	@Test
	void responseHasTrailers() throws Exception {
		try (Http2FrameClient client = start()) {
			client.get(1, "/trailers");
			assertThat(client.receive().content()).isEqualTo("200");
			assertThat(client.receive()).isEqualTo(new Frame(Type.DATA, 1, false, "hello"));
			assertThat(client.receive()).isEqualTo(new Frame(Type.HEADERS, 1, true, "sum=42"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "204", "205", "304" })
	void responseWithoutBodyIsOneFrame(String status) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/empty", Map.of("status", status)).data(1, "", true);
			assertThat(client.receiveResponse()).isEqualTo("1: " + status);
		}
	}

	@Test
	void requestsOfAConnectionAreCounted() throws Exception {
		this.server.limits("http://127.0.0.1:0", (limits) -> limits.maxRequestsPerConnection(2));
		this.server.start();
		try (Http2FrameClient client = connect()) {
			client.get(1, "/");
			assertThat(client.receiveResponse()).isEqualTo("1: 200 echo");
			client.get(3, "/");
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo");
			assertThat(client.receive().type()).isEqualTo(Type.GOAWAY);
		}
	}

	@Test
	void hostThatIsNotAllowedIsRefused() throws Exception {
		this.server.options((options) -> options.urls("http://127.0.0.1:0").allowedHosts("a.example"));
		this.server.start();
		try (Http2FrameClient client = connect()) {
			client.get(1, "/");
			assertThat(client.receiveResponse()).isEqualTo("1: 400");
		}
	}

}
