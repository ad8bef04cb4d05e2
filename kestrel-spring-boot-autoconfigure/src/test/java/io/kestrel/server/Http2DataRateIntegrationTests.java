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
import java.util.Map;

import io.kestrel.feature.MinRequestBodyDataRateFeature;
import io.kestrel.feature.MinResponseDataRateFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.MinDataRate;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Frame;
import io.kestrel.testing.Http2FrameClient.Type;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the minimum data rates and the keep-alive timeout of HTTP/2, with prior
 * knowledge and over TLS, frame by frame.
 */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}, nio={1}")
@CsvSource({ "http, true", "https, false" })
class Http2DataRateIntegrationTests {

	private static final String INTERNAL_ERROR = "\u007f\u00ff\u00ff\u00ff\0\0\0\2";

	/** Late after three beats. */
	private static final MinDataRate RATE = new MinDataRate(100_000, Duration.ofMillis(1100));

	/** More than the windows that a client has at first. */
	private static final int LARGE = 100_000;

	/** More than half of the window that a connection has at first, in frames. */
	private static final int HELD = 40 * 15_000;

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final String scheme;

	@AutoClose
	private final TestServer server;

	Http2DataRateIntegrationTests(String scheme, boolean nio) {
		this.scheme = scheme;
		this.server = new TestServer(Uploads.handledBy(this::handle)).fast().transport(nio);
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		RequestFeatures features = RequestFeatures.from(exchange);
		return switch (exchange.getRequest().getPath().value()) {
			case "/patient" -> {
				features.find(MinRequestBodyDataRateFeature.class).orElseThrow().setMinDataRate(null);
				yield Uploads.echo(exchange);
			}
			case "/features" ->
				Uploads.answer(exchange, String.valueOf(features.find(MinResponseDataRateFeature.class).isPresent()));
			case "/pause" -> this.release.asMono().then(Mono.defer(() -> Uploads.count(exchange)));
			case "/large" -> Uploads.answer(exchange, "a".repeat(LARGE));
			default -> Uploads.echo(exchange);
		};
	}

	private Http2FrameClient start(int keepAliveSeconds) throws Exception {
		this.server.limits(this.scheme + "://127.0.0.1:0",
				(limits) -> limits.minRequestBodyDataRate(RATE)
					.minResponseDataRate(RATE)
					.keepAliveTimeout(Duration.ofSeconds(keepAliveSeconds)));
		this.server.http2(this.scheme).start();
		return connect();
	}

	private Http2FrameClient connect() throws Exception {
		return new Http2FrameClient(this.server.connect(0, "h2"));
	}

	/* The frame that ends the connection, behind those that were sent before. */
	private static Frame goAway(Http2FrameClient client) throws Exception {
		Frame frame = client.receive();
		while (frame.type() == Type.HEADERS || frame.type() == Type.DATA) {
			frame = client.receive();
		}
		return frame;
	}

	@Test
	void bodyThatDoesNotComeEndsTheConnection() throws Exception {
		try (Http2FrameClient client = start(130)) {
			client.post(1, "/", Map.of()).data(1, "a", false);
			Frame last = goAway(client);
			assertThat(last.type()).isEqualTo(Type.GOAWAY);
			assertThat(last.content()).startsWith(INTERNAL_ERROR);
		}
	}

	@Test
	void bodiesCountTogether() throws Exception {
		try (Http2FrameClient client = start(130)) {
			client.post(1, "/", Map.of()).data(1, "a", false);
			client.post(3, "/", Map.of()).data(3, "b", true);
			assertThat(client.receiveResponse()).isEqualTo("3: 200 echo b");
			assertThat(goAway(client).content()).startsWith(INTERNAL_ERROR);
		}
	}

	@Test
	void oneRequestCanBeLeftOut() throws Exception {
		try (Http2FrameClient client = start(130); Http2FrameClient other = connect()) {
			client.post(1, "/patient", Map.of()).data(1, "a", false);
			// Asked for later and cut off, so the first one would have been as well.
			other.post(1, "/", Map.of()).data(1, "a", false);
			assertThat(goAway(other).content()).startsWith(INTERNAL_ERROR);
			client.data(1, "b", true);
			assertThat(client.receiveResponse()).isEqualTo("1: 200 echo ab");
		}
	}

	/* It is this side that holds the client up then. */
	@Test
	void rateRestsWhileApplicationsThatDoNotReadHoldTheWindow() throws Exception {
		try (Http2FrameClient client = start(130)) {
			// The windows are open once the client has acknowledged the settings.
			client.get(1, "/features");
			assertThat(client.receiveResponse()).isEqualTo("1: 200 false");
			client.post(3, "/pause", Map.of());
			for (int sent = 0; sent < HELD; sent += 15_000) {
				client.data(3, "x".repeat(15_000), false);
			}
			client.data(3, "", true).post(5, "/", Map.of()).data(5, "a", false).get(7, "/features");
			assertThat(client.receiveResponse()).isEqualTo("7: 200 false");
			// Asked for later and cut off, one after the other, so the first one would
			// have been as well.
			for (int i = 0; i < 2; i++) {
				try (Http2FrameClient other = connect()) {
					other.post(1, "/", Map.of()).data(1, "a", false);
					assertThat(goAway(other).content()).startsWith(INTERNAL_ERROR);
				}
			}
			client.get(9, "/features");
			assertThat(client.receiveResponse()).isEqualTo("9: 200 false");
			this.release.tryEmitEmpty();
			assertThat(client.receiveResponse()).isEqualTo("3: 200 counted " + HELD);
			assertThat(goAway(client).content()).as("the window is open again").startsWith(INTERNAL_ERROR);
		}
	}

	@Test
	void responseHasNoRateOfItsOwn() throws Exception {
		try (Http2FrameClient client = start(130)) {
			client.get(1, "/features");
			assertThat(client.receiveResponse()).isEqualTo("1: 200 false");
		}
	}

	@Test
	void clientThatKeepsItsWindowShutIsCutOff() throws Exception {
		try (Http2FrameClient client = start(130)) {
			client.get(1, "/large");
			assertThat(goAway(client).content()).startsWith(INTERNAL_ERROR);
		}
	}

	@Test
	void connectionWithoutAStreamEndsInOrder() throws Exception {
		try (Http2FrameClient client = start(1)) {
			client.get(1, "/features");
			assertThat(client.receiveResponse()).isEqualTo("1: 200 false");
			Frame last = goAway(client);
			assertThat(last.type()).isEqualTo(Type.GOAWAY);
			assertThat(last.content()).startsWith("\0\0\0\1\0\0\0\0");
		}
	}

}
