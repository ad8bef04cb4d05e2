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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.kestrel.admission.ServerAdmission;
import io.kestrel.limits.ConnectionOverflow;
import io.kestrel.testing.Events;
import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the number of connections that there may be.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionLimitIntegrationTests {

	private static final String HOST = "127.0.0.1";

	private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String BUSY = "GET /busy HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String WEBSOCKET = """
			GET %s HTTP/1.1\r
			Host: localhost\r
			Connection: Upgrade\r
			Upgrade: websocket\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
			\r
			""";

	private static final int TIMEOUT_SECONDS = 30;

	private final Events<String> arrived = new Events<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final List<RawHttpConnection> connections = new ArrayList<>();

	private final TestServer server = new TestServer(this::handle);

	@TempDir
	Path directory;

	@AfterEach
	void stop() throws IOException {
		this.release.tryEmitEmpty();
		for (RawHttpConnection connection : this.connections) {
			connection.close();
		}
		ServerAdmission admission = this.server.server().admission();
		this.server.close();
		assertThat(List.of(admission.connections(), admission.upgraded(), admission.clients(), admission.responses()))
			.as("what is counted in the end")
			.containsOnly(0);
	}

	private Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		String path = request.getPath().value();
		this.arrived.add(path);
		response.getHeaders().setContentLength(0);
		return switch (path) {
			case "/busy" -> this.release.asMono().then(response.setComplete());
			case "/socket" -> {
				HttpServerResponse upgraded = AbstractServerHttpResponse.class.cast(response).getNativeResponse();
				yield upgraded.sendWebsocket((in, out) -> in.receive().then());
			}
			default -> response.setComplete();
		};
	}

	private void start(boolean nio, Consumer<LimitOptions> limits) {
		this.server.transport(nio).limits("http://127.0.0.1:0", limits).start();
	}

	private RawHttpConnection connect() throws IOException {
		return connect(0);
	}

	private RawHttpConnection connect(int index) throws IOException {
		return track(new RawHttpConnection(HOST, this.server.port(index)));
	}

	private RawHttpConnection track(RawHttpConnection connection) {
		this.connections.add(connection);
		return connection;
	}

	private static void assertAnswered(RawHttpConnection connection) throws IOException {
		assertThat(connection.send(GET).receiveResponse()).startsWith("HTTP/1.1 200");
	}

	private void awaitArrival(String path) throws InterruptedException {
		assertThat(this.arrived.next()).isEqualTo(path);
	}

	private void awaitConnections(int expected) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
		while (this.server.server().admission().connections() != expected && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(this.server.server().admission().connections()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionBeyondTheLimitIsClosedWithoutAByte(boolean nio, CapturedOutput output) throws Exception {
		start(nio, (limits) -> limits.maxConcurrentConnections(2));
		RawHttpConnection first = connect();
		assertAnswered(first);
		assertAnswered(connect());
		assertThat(connect().receiveToOrderlyEnd()).isEmpty();
		assertThat(connect().receiveToOrderlyEnd()).isEmpty();
		assertThat(output).containsOnlyOnce("there are as many connections as there may be")
			.contains("see server.limits.max-concurrent-connections");
		assertAnswered(first);
		first.close();
		awaitConnections(1);
		assertAnswered(connect());
	}

	@Test
	void limitOfTheServerAndThatOfTheEndpointBothCount() throws Exception {
		this.server.options((options) -> {
			options.limits((limits) -> limits.maxConcurrentConnections(3));
			options.listen(HOST, 0).limits((limits) -> limits.maxConcurrentConnections(2));
			options.listen(HOST, 0);
		}).start();
		RawHttpConnection first = connect(0);
		assertAnswered(first);
		assertAnswered(connect(0));
		assertThat(connect(0).receiveToEnd()).as("the endpoint is full").isEmpty();
		assertAnswered(connect(1));
		assertThat(connect(1).receiveToEnd()).as("the server is full").isEmpty();
		first.close();
		awaitConnections(2);
		assertAnswered(connect(1));
		assertThat(connect(0).receiveToEnd()).as("the endpoint has room, the server has none").isEmpty();
	}

	@Test
	void oneClientHasItsOwnLimitAndUnixSocketsHaveNone() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server
			.options((options) -> options.urls("http://127.0.0.1:0", "http://unix:" + socket)
				.limits((limits) -> limits.maxConcurrentConnectionsPerClient(1)
					.connectionOverflow(ConnectionOverflow.RESPOND)))
			.start();
		assertAnswered(connect());
		assertThat(connect().receiveToEnd()).isEmpty();
		try (SocketChannel first = SocketChannel.open(StandardProtocolFamily.UNIX);
				SocketChannel second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			first.connect(UnixDomainSocketAddress.of(socket));
			second.connect(UnixDomainSocketAddress.of(socket));
			awaitConnections(3);
		}
		awaitConnections(1);
	}

	@Test
	void clientIsTold() throws Exception {
		start(false, (limits) -> limits.maxConcurrentConnections(1).connectionOverflow(ConnectionOverflow.RESPOND));
		assertAnswered(connect());
		assertThat(connect().send(GET).endSending().receiveToOrderlyEnd())
			.startsWith("HTTP/1.1 503 Service Unavailable\r\n")
			.contains("\r\nConnection: close\r\n");
		assertThat(this.arrived.rest()).hasSize(1);
	}

	@Test
	void clientThatSaysNothingIsNotToldForLong() throws Exception {
		this.server.fast();
		start(false, (limits) -> limits.maxConcurrentConnections(1).connectionOverflow(ConnectionOverflow.RESPOND));
		assertAnswered(connect());
		assertThat(connect().receiveToOrderlyEnd()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/1.1", "h2" })
	void clientIsToldBehindTls(String protocol) throws Exception {
		this.server.secure()
			.limits("https://127.0.0.1:0",
					(limits) -> limits.maxConcurrentConnections(1).connectionOverflow(ConnectionOverflow.RESPOND))
			.start();
		assertAnswered(track(this.server.connect()));
		RawHttpConnection second = track(this.server.connect(0, protocol));
		if (protocol.equals("h2")) {
			assertToldByGoAway(second);
		}
		else {
			assertThat(second.send(GET).receiveResponse()).startsWith("HTTP/1.1 503");
		}
		assertThat(this.arrived.rest()).hasSize(1);
	}

	@Test
	void clientWithPriorKnowledgeIsTold() throws Exception {
		this.server.http2();
		start(false, (limits) -> limits.maxConcurrentConnections(1).connectionOverflow(ConnectionOverflow.RESPOND));
		assertAnswered(connect());
		assertToldByGoAway(connect());
		assertThat(this.arrived.rest()).hasSize(1);
	}

	private static void assertToldByGoAway(RawHttpConnection connection) throws IOException {
		Http2FrameClient.Frame frame = new Http2FrameClient(connection).get(1, "/").receive();
		assertThat(frame.type()).isEqualTo(Type.GOAWAY);
		assertThat(frame.content()).isEqualTo("\0\0\0\0\0\0\0\u000b");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void longestIdleMakesRoom(boolean nio) throws Exception {
		start(nio, (limits) -> limits.maxConcurrentConnections(3).connectionOverflow(ConnectionOverflow.RECLAIM_IDLE));
		RawHttpConnection busy = connect();
		busy.send(BUSY);
		awaitArrival("/busy");
		RawHttpConnection first = connect();
		assertAnswered(first);
		RawHttpConnection second = connect();
		assertAnswered(second);
		RawHttpConnection third = connect();
		assertAnswered(third);
		assertThat(first.receiveToOrderlyEnd()).isEmpty();
		assertAnswered(second);
		assertAnswered(third);
		this.release.tryEmitEmpty();
		assertThat(busy.receiveResponse()).startsWith("HTTP/1.1 200");
	}

	@Test
	void nobodyIsIdleSoTheNewOneIsClosed() throws Exception {
		start(false,
				(limits) -> limits.maxConcurrentConnections(1).connectionOverflow(ConnectionOverflow.RECLAIM_IDLE));
		RawHttpConnection busy = connect();
		busy.send(BUSY);
		awaitArrival("/busy");
		assertThat(connect().receiveToOrderlyEnd()).isEmpty();
		this.release.tryEmitEmpty();
		assertThat(busy.receiveResponse()).startsWith("HTTP/1.1 200");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void acceptingPausesUntilAConnectionEnds(boolean nio) throws Exception {
		this.server.transport(nio)
			.options((options) -> options.urls("http://127.0.0.1:0", "http://127.0.0.1:0")
				.limits((limits) -> limits.maxConcurrentConnections(2).connectionOverflow(ConnectionOverflow.PAUSE)))
			.start();
		for (int round = 0; round < 5; round++) {
			List<RawHttpConnection> open = List.of(connect(0), connect(1));
			for (RawHttpConnection connection : open) {
				assertAnswered(connection);
			}
			List<RawHttpConnection> waiting = List.of(connect(0), connect(1), connect(1), connect(0));
			List<CompletableFuture<String>> answers = new ArrayList<>();
			for (RawHttpConnection connection : waiting) {
				connection.send(GET);
				// The common pool of two processors has one thread, and who comes in is
				// not in order.
				answers.add(CompletableFuture.supplyAsync(() -> receive(connection),
						(task) -> new Thread(task, "client").start()));
			}
			assertAnswered(open.get(0));
			assertThat(answers).noneMatch(CompletableFuture::isDone);
			assertThat(this.server.server().admission().connections()).isEqualTo(2);
			open.get(0).close();
			open.get(1).close();
			CompletableFuture<?>[] all = answers.toArray(CompletableFuture<?>[]::new);
			CompletableFuture.anyOf(all).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			// Each makes room for another one when it has its answer.
			CompletableFuture.allOf(all).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			assertThat(answers).allMatch((answer) -> answer.join().startsWith("HTTP/1.1 200"));
			awaitConnections(0);
		}
	}

	private static String receive(RawHttpConnection connection) {
		try (connection) {
			return connection.receiveResponse();
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Test
	void upgradedConnectionsAreCountedApart() throws Exception {
		start(false, (limits) -> limits.maxConcurrentConnections(1).maxConcurrentUpgradedConnections(1));
		RawHttpConnection socket = connect();
		assertThat(socket.send(WEBSOCKET.formatted("/socket")).receiveResponse()).startsWith("HTTP/1.1 101");
		awaitConnections(0);
		RawHttpConnection other = connect();
		assertThat(other.send(WEBSOCKET.formatted("/socket")).endSending().receiveToOrderlyEnd())
			.startsWith("HTTP/1.1 503 Service Unavailable\r\n")
			.contains("\r\nConnection: close\r\n");
		awaitConnections(0);
		socket.close();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
		while (this.server.server().admission().upgraded() > 0 && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(connect().send(WEBSOCKET.formatted("/socket")).receiveResponse()).startsWith("HTTP/1.1 101");
	}

	@Test
	void placeOfAnUpgradeIsGivenBackIfThereIsNone() throws Exception {
		start(false, (limits) -> limits.maxConcurrentUpgradedConnections(1));
		RawHttpConnection connection = connect();
		assertThat(connection.send(WEBSOCKET.formatted("/")).receiveResponse()).startsWith("HTTP/1.1 200");
		assertThat(connection.send(WEBSOCKET.formatted("/")).receiveResponse()).startsWith("HTTP/1.1 200");
		assertThat(connection.send(WEBSOCKET.formatted("/socket")).receiveResponse()).startsWith("HTTP/1.1 101");
		assertThat(this.server.server().admission().upgraded()).isEqualTo(1);
	}

	@Test
	void otherUpgradesAreNotRefused() throws Exception {
		start(false, (limits) -> limits.maxConcurrentUpgradedConnections(0));
		assertThat(connect().send(GET.replace("\r\n\r\n", "\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"))
			.receiveResponse()).startsWith("HTTP/1.1 200");
	}

	@ParameterizedTest
	@EnumSource(ConnectionOverflow.class)
	void reloadForgetsNobody(ConnectionOverflow overflow) throws Exception {
		Consumer<KestrelServerOptions.Builder> before = (options) -> {
			options.limits((limits) -> limits.connectionOverflow(overflow));
			options.listen(HOST, 0).name("kept").limits((limits) -> limits.maxConcurrentConnections(10));
		};
		this.server.options(before).start();
		RawHttpConnection kept = connect();
		kept.send(BUSY);
		awaitArrival("/busy");
		this.server.options((options) -> {
			before.accept(options);
			options.limits((limits) -> limits.maxConcurrentConnections(2));
			options.listen(HOST, 0).name("added");
		}).reload();
		RawHttpConnection second = connect(1);
		second.send(BUSY);
		awaitArrival("/busy");
		assertThat(this.server.server().admission().connections()).isEqualTo(2);
		RawHttpConnection third = connect(0).send(GET);
		if (overflow != ConnectionOverflow.PAUSE) {
			assertThat(third.receiveToEnd()).doesNotContain("200");
		}
		this.server.options(before).reload();
		assertAnswered(connect(0));
	}

}
