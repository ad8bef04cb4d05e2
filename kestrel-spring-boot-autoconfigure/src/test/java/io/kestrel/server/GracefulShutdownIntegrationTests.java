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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Events;
import io.kestrel.testing.Ports;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestCertificates;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the graceful shutdown over all endpoints.
 */
@ExtendWith(OutputCaptureExtension.class)
class GracefulShutdownIntegrationTests {

	private static final int TIMEOUT_SECONDS = 30;

	private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private final Events<String> arrived = new Events<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();

	private TestServer server = new TestServer(this::answerWhenReleased);

	@TempDir
	Path directory;

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> answerWhenReleased(ServerHttpRequest request, ServerHttpResponse response) {
		this.arrived.add(request.getPath().value());
		DataBuffer body = response.bufferFactory().wrap("answer".getBytes());
		response.getHeaders().setContentLength(6);
		return response.writeWith(this.release.asMono().thenReturn(body).cast(DataBuffer.class));
	}

	@Test
	void busyConnectionsOfAllEndpointsAreAnsweredAndIdleOnesCloseAtOnce() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server.urls("http://127.0.0.1:0", "http://[::1]:0", "http://unix:" + socket).start();
		int ipv4 = this.server.port(0);
		int ipv6 = this.server.port(1);
		try (RawHttpConnection idle = new RawHttpConnection("127.0.0.1", ipv4);
				RawHttpConnection first = new RawHttpConnection("127.0.0.1", ipv4);
				RawHttpConnection second = new RawHttpConnection("::1", ipv6)) {
			first.send(GET);
			second.send(GET);
			this.arrived.await(2);
			this.server.server().shutDownGracefully(this.result::complete);
			assertThat(idle.receiveToEnd()).isEmpty();
			assertThat(Ports.isListening("127.0.0.1", ipv4)).isFalse();
			assertThat(Ports.isListening("::1", ipv6)).isFalse();
			assertThat(socket).doesNotExist();
			assertThat(this.result).isNotDone();
			this.release.tryEmitEmpty();
			assertThat(first.receiveToEnd()).startsWith("HTTP/1.1 200").contains("onnection: close").endsWith("answer");
			assertThat(second.receiveToEnd()).startsWith("HTTP/1.1 200").endsWith("answer");
			assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
		}
	}

	@Test
	void pipelinedRequestsThatAreParsedAreAllAnswered() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (RawHttpConnection client = this.server.connect()) {
			client.send(GET + GET + GET);
			this.arrived.await(1);
			this.server.server().shutDownGracefully(this.result::complete);
			this.release.tryEmitEmpty();
			assertThat(client.receiveToEnd().split("HTTP/1.1 200")).hasSize(4);
			assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
		}
	}

	@Test
	void http2ConnectionThatNeverHadAStreamIsClosed() throws Exception {
		this.server.urls("http://127.0.0.1:0").http2().start();
		try (RawHttpConnection client = this.server.connect()) {
			byte[] emptySettings = { 0, 0, 0, 4, 0, 0, 0, 0, 0 };
			client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(emptySettings);
			client.receiveUntil(new String(new char[] { 0, 0, 0, 4, 1 }));
			this.server.server().shutDownGracefully(this.result::complete);
			byte[] rest = client.receiveBytesToEnd();
			// A GOAWAY frame has the type 7 after three bytes of length.
			assertThat(new String(rest, StandardCharsets.ISO_8859_1))
				.contains(new String(new char[] { 0, 0, 8, 7, 0 }));
			assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
		}
	}

	/**
	 * Not with the JDK's client: that of JDK 17 gives up its streams at any GOAWAY.
	 */
	@Test
	void http2StreamsOverTlsAreAnswered() throws Exception {
		this.server.urls("https://127.0.0.1:0").secure().start();
		Http2SslContextSpec trusting = Http2SslContextSpec.forClient()
			.configure((builder) -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE));
		assertAnswered(reactor.netty.http.client.HttpClient.newConnection()
			.protocol(HttpProtocol.H2)
			.secure((spec) -> spec.sslContext(trusting))
			.get()
			.uri("https://127.0.0.1:" + this.server.port(0))
			.responseContent()
			.aggregate()
			.asString()
			.toFuture());
	}

	@Test
	void http1RequestsOverTlsAreAnsweredWhereHttp2IsOffered() throws Exception {
		this.server.urls("https://127.0.0.1:0").secure().start();
		HttpClient client = HttpClient.newBuilder()
			.version(Version.HTTP_1_1)
			.sslContext(TestCertificates.trustAll())
			.build();
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + this.server.port(0))).build();
		assertAnswered(client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body));
	}

	private void assertAnswered(CompletableFuture<String> response) throws Exception {
		this.arrived.await(1);
		this.server.server().shutDownGracefully(this.result::complete);
		assertThat(this.result).isNotDone();
		this.release.tryEmitEmpty();
		assertThat(response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
		assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
	}

	@Test
	void whatIsStillBusyWhenTimeIsOverIsClosedCountedAndLogged(CapturedOutput output) throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (RawHttpConnection first = this.server.connect(); RawHttpConnection second = this.server.connect()) {
			first.send(GET);
			second.send(GET);
			this.arrived.await(2);
			this.server.server().shutDownGracefully(this.result::complete);
			this.server.server().stop();
			assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
				.isEqualTo(GracefulShutdownResult.REQUESTS_ACTIVE);
			assertThat(first.receiveToEnd()).isEmpty();
			assertThat(second.receiveToEnd()).isEmpty();
			assertThat(output).contains("Closed 2 connection(s) that were still busy");
		}
	}

	@Test
	void noRequestThatWasStartedIsLostUnderLoad() throws Exception {
		Set<String> started = ConcurrentHashMap.newKeySet();
		Set<String> answered = ConcurrentHashMap.newKeySet();
		CountDownLatch warm = new CountDownLatch(200);
		this.server.close();
		this.server = new TestServer((request, response) -> {
			started.add(request.getPath().value());
			warm.countDown();
			response.getHeaders().setContentLength(6);
			return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap("answer".getBytes()))
				.subscribeOn(Schedulers.parallel())
				.cast(DataBuffer.class));
		});
		this.server.urls("http://127.0.0.1:0", "http://[::1]:0").start();
		List<Thread> clients = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			String host = (i % 2 == 0) ? "127.0.0.1" : "::1";
			int port = this.server.port(i % 2);
			String name = "/" + i + "-";
			Thread client = new Thread(() -> requestUntilClosed(host, port, name, answered));
			client.start();
			clients.add(client);
		}
		assertThat(warm.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
		this.server.server().shutDownGracefully(this.result::complete);
		assertThat(this.result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
		for (Thread client : clients) {
			client.join();
		}
		assertThat(answered).hasSizeGreaterThanOrEqualTo(200).containsAll(started);
	}

	private static void requestUntilClosed(String host, int port, String name, Set<String> answered) {
		try (RawHttpConnection connection = new RawHttpConnection(host, port)) {
			for (int i = 0;; i++) {
				String path = name + i;
				connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").receiveUntil("answer");
				answered.add(path);
			}
		}
		catch (IOException ex) {
			// The end: what was not answered must not have been started.
		}
	}

	@Test
	void everythingIsGoneAfterwards() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server.urls("http://127.0.0.1:0", "http://unix:" + socket).start();
		int port = this.server.port(0);
		this.server.close();
		assertThat(Ports.isListening("127.0.0.1", port)).isFalse();
		assertThat(Files.list(this.directory)).isEmpty();
		assertThat(threads()).doesNotContain("kestrel-server");
		// Event loops report their end a moment before their threads have gone.
		await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.untilAsserted(() -> assertThat(threads()).noneMatch((name) -> name.startsWith("test-")));
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

}
