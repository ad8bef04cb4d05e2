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
import java.nio.file.Path;
import java.time.Duration;

import io.kestrel.feature.ConnectionFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.TlsHandshakeFeature;
import io.kestrel.testing.Events;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.UnixSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectionFeature} on every protocol and kind of socket.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionFeatureIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Events<RequestFeatures> seen = new Events<>();

	private final Events<String> events = new Events<>();

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle));

	@TempDir
	static Path directory;

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		RequestFeatures features = RequestFeatures.from(exchange);
		this.seen.add(features);
		ConnectionFeature connection = connection(features);
		return switch (exchange.getRequest().getPath().value()) {
			case "/abort" -> {
				connection.abort();
				yield Uploads.answer(exchange, "too late");
			}
			case "/abort-elsewhere" ->
				Mono.<Void>fromRunnable(connection::abort).subscribeOn(Schedulers.boundedElastic()).then(Mono.never());
			case "/wait" -> connection.closed().doOnSuccess((closed) -> this.events.add("closed"));
			default -> Uploads.answer(exchange, connection.getId());
		};
	}

	private static ConnectionFeature connection(RequestFeatures features) {
		return features.find(ConnectionFeature.class).orElseThrow();
	}

	private RequestFeatures next() throws InterruptedException {
		RequestFeatures features = this.seen.next();
		assertThat(features).isNotNull();
		return features;
	}

	private Client start(String protocol) throws Exception {
		boolean secure = protocol.endsWith("tls");
		boolean http2 = protocol.startsWith("http2");
		this.server.urls((secure ? "https" : "http") + "://127.0.0.1:0");
		if (secure) {
			this.server.secure();
		}
		else if (http2) {
			this.server.http2();
		}
		this.server.start();
		return connect(secure, http2);
	}

	private Client connect(boolean secure, boolean http2) throws Exception {
		RawHttpConnection connection = this.server.connect(0, http2 ? "h2" : "http/1.1");
		return http2 ? new Http2Client(connection) : new Http1Client(connection);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http1", "http1 tls", "http2", "http2 tls" })
	void requestsOfAConnectionShareIt(String protocol) throws Exception {
		try (Client client = start(protocol)) {
			String id = client.get("/");
			assertThat(id).matches("[0-9A-V]{13}");
			assertThat(client.get("/")).isEqualTo(id);
			RequestFeatures first = next();
			RequestFeatures second = next();
			assertThat(first).isNotSameAs(second);
			assertThat(connection(first)).isSameAs(connection(second));
			assertThat(first.find(TlsHandshakeFeature.class)).isEqualTo(second.find(TlsHandshakeFeature.class));
			assertThat(first.find(TlsHandshakeFeature.class).isPresent()).isEqualTo(protocol.endsWith("tls"));
			assertThat(connection(first).getEndpointName()).isNull();
			assertThat(connection(first).getLocalAddress())
				.isEqualTo(new InetSocketAddress("127.0.0.1", this.server.port(0)));
			assertThat(connection(first).getRemoteAddress()).isInstanceOf(InetSocketAddress.class)
				.isNotEqualTo(connection(first).getLocalAddress());
			try (Client other = connect(protocol.endsWith("tls"), protocol.startsWith("http2"))) {
				assertThat(other.get("/")).isGreaterThan(id);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "http1, /abort", "http1, /abort-elsewhere", "http1 tls, /abort", "http1 tls, /abort-elsewhere",
			"http2, /abort", "http2, /abort-elsewhere", "http2 tls, /abort", "http2 tls, /abort-elsewhere" })
	void abortResetsTheConnectionWithoutAnAnswer(String protocol, String path, CapturedOutput output) throws Exception {
		try (Client client = start(protocol)) {
			client.get("/");
			ConnectionFeature connection = connection(next());
			// HTTP/2 says so, which may arrive before the reset.
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get(path))
				.satisfies((end) -> assertThat(end.getMessage()).containsAnyOf("reset",
						protocol.startsWith("http2") ? "GOAWAY" : "reset"));
			connection.closed().block(TIMEOUT);
			connection.abort();
		}
		assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "Exception");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http1", "http1 tls", "http2", "http2 tls" })
	void endOfTheConnectionIsToldHoweverItComes(String protocol) throws Exception {
		RequestFeatures features;
		try (Client client = start(protocol)) {
			client.send("/wait");
			features = next();
		}
		assertThat(this.events.next()).isEqualTo("closed");
		connection(features).closed().block(TIMEOUT);
		// Nobody has asked before, and the handlers of the connection are gone.
		assertThat(features.find(TlsHandshakeFeature.class).isPresent()).isEqualTo(protocol.endsWith("tls"));
	}

	@Test
	void nameIsThatOfTheEndpoint() throws Exception {
		this.server.options((options) -> {
			options.listen("127.0.0.1", 0).name("public");
			options.listen("127.0.0.2", 0).name("inside");
		}).start();
		for (int i = 0; i < 2; i++) {
			try (Client client = new Http1Client(new RawHttpConnection("127.0.0." + (i + 1), this.server.port(i)))) {
				client.get("/");
				assertThat(connection(next()).getEndpointName()).isEqualTo((i == 0) ? "public" : "inside");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void unixSocketHasANameButNoAddresses(boolean nio) throws Exception {
		Path file = directory.resolve("s" + nio);
		this.server.transport(nio).options((options) -> options.listen(file).name("inside")).start();
		String response = UnixSocketClient.get(file, "/");
		ConnectionFeature connection = connection(next());
		assertThat(response).endsWith(connection.getId());
		assertThat(connection.getEndpointName()).isEqualTo("inside");
		assertThat(connection.getLocalAddress()).isNull();
		assertThat(connection.getRemoteAddress()).isNull();
		assertThat(UnixSocketClient.get(file, "/abort")).isEmpty();
		connection(next()).closed().block(TIMEOUT);
	}

	private interface Client extends AutoCloseable {

		void send(String path) throws IOException;

		/**
		 * Return the body of the response.
		 */
		String get(String path) throws IOException;

		@Override
		void close() throws IOException;

	}

	private record Http1Client(RawHttpConnection connection) implements Client {

		@Override
		public void send(String path) throws IOException {
			this.connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
		}

		@Override
		public String get(String path) throws IOException {
			send(path);
			String response = this.connection.receiveResponse();
			return response.substring(response.indexOf("\r\n\r\n") + 4);
		}

		@Override
		public void close() throws IOException {
			this.connection.close();
		}

	}

	private static final class Http2Client implements Client {

		private final Http2FrameClient client;

		private int stream = -1;

		private Http2Client(RawHttpConnection connection) throws IOException {
			this.client = new Http2FrameClient(connection);
		}

		@Override
		public void send(String path) throws IOException {
			this.stream += 2;
			this.client.get(this.stream, path);
		}

		@Override
		public String get(String path) throws IOException {
			send(path);
			return this.client.receiveResponse().substring((this.stream + ": 200 ").length());
		}

		@Override
		public void close() throws IOException {
			this.client.close();
		}

	}

}
