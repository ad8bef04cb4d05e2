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
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.kestrel.testing.Events;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Frame;
import io.kestrel.testing.Http2FrameClient.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bodies of HTTP/2 requests, with prior knowledge and over TLS, frame by
 * frame.
 */
@ParameterizedClass(name = "{0}, nio={1}")
@CsvSource({ "http, true", "https, false" })
@ExtendWith(OutputCaptureExtension.class)
class Http2RequestBodyIntegrationTests {

	private static final int NO_ERROR = 0;

	private final Events<String> arrived = new Events<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final String scheme;

	private final TestServer server;

	Http2RequestBodyIntegrationTests(String scheme, boolean nio) {
		this.scheme = scheme;
		this.server = new TestServer(Uploads.handledBy(this::handle)).fast().transport(nio);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().value();
		this.arrived.add(path);
		return switch (path) {
			case "/ignore" -> Uploads.answer(exchange, "ignored");
			case "/later" -> this.release.asMono().then(Mono.defer(() -> Uploads.echo(exchange)));
			case "/raise" -> this.release.asMono().then(Mono.defer(() -> {
				Uploads.limitOf(exchange).setMaxRequestBodySize(11L);
				return Uploads.echo(exchange);
			}));
			default -> Uploads.echo(exchange);
		};
	}

	private Http2FrameClient start() throws IOException, GeneralSecurityException {
		this.server.limits(this.scheme + "://127.0.0.1:0", (limits) -> limits.maxRequestBodySize(DataSize.ofBytes(10)));
		this.server.http2(this.scheme).start();
		return new Http2FrameClient(this.server.connect(0, "h2"));
	}

	private void awaitArrival(String path) throws InterruptedException {
		assertThat(this.arrived.next()).isEqualTo(path);
	}

	private static Map<String, String> fields(int length, boolean announced) {
		return announced ? Map.of("content-length", String.valueOf(length)) : Map.of();
	}

	@ParameterizedTest
	@CsvSource({ "9, false", "10, false", "9, true", "10, true" })
	void bodyWithinTheLimitIsRead(int length, boolean announced) throws Exception {
		String body = "x".repeat(length);
		try (Http2FrameClient client = start()) {
			client.post(1, "/", fields(length, announced)).data(1, body, true);
			assertThat(client.receiveResponse()).isEqualTo("1: 200 echo " + body);
			client.post(3, "/", fields(length, announced)).data(3, body.substring(5), false);
			client.data(3, body.substring(0, 5), false).data(3, "", true);
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo " + body);
			client.get(5, "/");
			assertThat(client.receiveResponse()).isEqualTo("5: 200 echo");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bodyOverTheLimitIsRefusedAndTheStreamResetWithoutAnError(boolean announced) throws Exception {
		try (Http2FrameClient client = start()) {
			for (int stream = 1; stream < 40; stream += 2) {
				client.post(stream, "/", fields(50_000, announced)).data(stream, "01234567", false);
				if (!announced) {
					client.data(stream, "89a", false);
				}
			}
			// One stream may be reset before another is answered.
			Map<Integer, List<String>> heard = new TreeMap<>();
			for (int resets = 0; resets < 20;) {
				Frame frame = client.receive();
				if (frame.type() != Type.DATA) {
					heard.computeIfAbsent(frame.stream(), (stream) -> new ArrayList<>())
						.add(frame.type() + " " + frame.content());
				}
				resets += (frame.type() == Type.RST_STREAM) ? 1 : 0;
			}
			assertThat(heard).hasSize(20);
			assertThat(heard.values()).containsOnly(List.of("HEADERS 413", "RST_STREAM " + NO_ERROR));
			client.get(41, "/");
			assertThat(client.receiveResponse()).isEqualTo("41: 200 echo");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void completeBodyOverTheLimitIsRefused(boolean announced) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/later", fields(11, announced)).data(1, "0123456789a", true);
			awaitArrival("/later");
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).isEqualTo("1: 413");
			client.get(3, "/");
			Frame next = client.receive();
			assertThat(next).isIn(new Frame(Type.HEADERS, 3, false, "200"), Frame.reset(1, NO_ERROR));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void otherStreamsGoOn(boolean announced) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/later", fields(10, announced)).data(1, "01234", false);
			awaitArrival("/later");
			client.post(3, "/", fields(11, announced)).data(3, "0123456789a", false);
			assertThat(client.receiveResponse()).isEqualTo("3: 413");
			assertThat(client.receive()).isEqualTo(Frame.reset(3, NO_ERROR));
			// What is still on its way for the stream that is gone does no harm.
			client.data(3, "late", true).data(1, "56789", true);
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).isEqualTo("1: 200 echo 0123456789");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void unreadBodyOfAFinishedRequestIsThrownAwayWithinTheLimit(boolean announced) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/ignore", fields(9, announced)).data(1, "0123", false);
			assertThat(client.receiveResponse()).isEqualTo("1: 200 ignored");
			client.data(1, "45678", true).get(3, "/");
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void unreadBodyOfAFinishedRequestIsResetOverTheLimit(boolean announced) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/ignore", fields(12, announced)).data(1, "0123", false);
			assertThat(client.receiveResponse()).isEqualTo("1: 200 ignored");
			client.data(1, "456789a", false);
			assertThat(client.receive()).isEqualTo(Frame.reset(1, NO_ERROR));
			client.get(3, "/");
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void limitThatIsSetAfterADelayHolds(boolean announced) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/raise", fields(11, announced)).data(1, "0123456789a", true);
			awaitArrival("/raise");
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).isEqualTo("1: 200 echo 0123456789a");
		}
	}

	@Test
	void clientIsToldToGoOnAtTheFirstDemand() throws Exception {
		Map<String, String> expect = Map.of("expect", "100-continue", "content-length", "5");
		try (Http2FrameClient client = start()) {
			client.post(1, "/later", expect);
			awaitArrival("/later");
			client.get(3, "/");
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo");
			this.release.tryEmitEmpty();
			assertThat(client.receive()).isEqualTo(new Frame(Type.HEADERS, 1, false, "100"));
			client.data(1, "12345", true);
			assertThat(client.receiveResponse()).isEqualTo("1: 200 echo 12345");
			client.post(5, "/ignore", expect);
			assertThat(client.receiveResponse()).isEqualTo("5: 200 ignored");
			client.post(7, "/", Map.of("expect", "100-continue", "content-length", "11"));
			assertThat(client.receiveResponse()).isEqualTo("7: 413");
			assertThat(client.receive()).isEqualTo(Frame.reset(7, NO_ERROR));
		}
	}

	@Test
	void ordinaryRefusalIsNotLogged(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = start()) {
			client.post(1, "/", fields(11, true)).data(1, "01234", false);
			assertThat(client.receiveResponse()).isEqualTo("1: 413");
			client.post(3, "/", fields(11, false)).data(3, "0123456789a", false);
			assertThat(client.receiveResponse()).isEqualTo("3: 413");
			assertThat(client.receive()).isEqualTo(Frame.reset(1, NO_ERROR));
			assertThat(client.receive()).isEqualTo(Frame.reset(3, NO_ERROR));
		}
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "Exception");
	}

}
