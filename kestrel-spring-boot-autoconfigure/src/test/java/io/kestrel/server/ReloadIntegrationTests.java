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
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.SocketOptions;
import io.kestrel.testing.Events;
import io.kestrel.testing.Ports;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.UnixSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KestrelServer#reload()} with real sockets: what goes, what stays.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadIntegrationTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String GET_SLOW = "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";

	private final Events<String> arrived = new Events<>();

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final TestServer server = new TestServer(this::answer);

	@TempDir
	Path directory;

	@AfterEach
	void stop() {
		this.release.tryEmitEmpty();
		this.server.close();
	}

	private Mono<Void> answer(ServerHttpRequest request, ServerHttpResponse response) {
		boolean slow = request.getPath().value().equals("/slow");
		DataBuffer body = response.bufferFactory().wrap("answer".getBytes());
		response.getHeaders().setContentLength(6);
		this.arrived.add(request.getPath().value());
		Mono<Void> before = slow ? this.release.asMono()
				: request.getBody()
					.doOnNext(DataBufferUtils::release)
					.doOnError((ex) -> response.setStatusCode(HttpStatus.CONTENT_TOO_LARGE))
					.onErrorComplete()
					.then();
		return before.then(response.writeWith(Mono.just(body)));
	}

	@Test
	void unchangedEndpointKeepsItsPortItsIdleConnectionAndItsSlowResponse(CapturedOutput output) throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		int port = this.server.port(0);
		try (RawHttpConnection idle = new RawHttpConnection("127.0.0.1", port);
				RawHttpConnection busy = new RawHttpConnection("127.0.0.1", port)) {
			assertAnswered(idle.send(GET));
			busy.send(GET_SLOW);
			awaitArrival("/slow");
			ReloadResult result = this.server.urls("http://127.0.0.1:0", "http://[::1]:0").reload();
			assertThat(result.unchanged()).containsExactly("http://127.0.0.1:" + port);
			assertThat(result.stopped()).isEmpty();
			assertThat(this.server.addresses()).hasSize(2).first().isEqualTo("http://127.0.0.1:" + port);
			assertThat(result.started()).containsExactly(this.server.addresses().get(1));
			assertAnswered(idle.send(GET));
			this.release.tryEmitEmpty();
			assertAnswered(busy);
			assertAnswered(busy.send(GET));
			assertThat(output).contains("Configuration changed. Starting the following endpoints: http://[::1]:")
				.doesNotContain("Configuration changed. Stopping")
				.contains("Now listening on: " + this.server.addresses().get(1));
		}
	}

	@Test
	void movedEndpointRefusesAtTheOldPortAndFinishesWhatIsUnderWay(CapturedOutput output) throws Exception {
		int oldPort = Ports.free();
		this.server.options((options) -> options.listen("127.0.0.1", oldPort).name("web")).start();
		try (RawHttpConnection idle = new RawHttpConnection("127.0.0.1", oldPort);
				RawHttpConnection busy = new RawHttpConnection("127.0.0.1", oldPort)) {
			busy.send(GET_SLOW);
			awaitArrival("/slow");
			int newPort = Ports.free();
			ReloadResult result = this.server.options((options) -> options.listen("127.0.0.1", newPort).name("web"))
				.reload();
			assertThat(result).isEqualTo(new ReloadResult(List.of("http://127.0.0.1:" + oldPort + " (web)"),
					List.of("http://127.0.0.1:" + newPort + " (web)"), List.of()));
			assertThat(idle.receiveToEnd()).isEmpty();
			assertThat(Ports.isListening("127.0.0.1", oldPort)).isFalse();
			assertAnswers(newPort);
			assertThat(this.server.addresses()).containsExactly("http://127.0.0.1:" + newPort);
			assertThat(this.server.server().getPort()).isEqualTo(newPort);
			assertThat(this.server.server().getEndpointPorts()).containsEntry("web", newPort).hasSize(1);
			this.release.tryEmitEmpty();
			assertThat(busy.receiveToEnd()).startsWith("HTTP/1.1 200").contains("onnection: close").endsWith("answer");
			assertThat(output).contains("Stopping the following endpoints: http://127.0.0.1:" + oldPort + " (web)");
		}
	}

	@Test
	void changedLimitHoldsForNewConnectionsAtTheSamePort() throws Exception {
		int port = Ports.free();
		String url = "http://localhost:" + port;
		this.server.limits(url, (limits) -> limit(limits, 5)).start();
		try (RawHttpConnection before = new RawHttpConnection("127.0.0.1", port)) {
			assertAnswered(before.send(POST));
		}
		ReloadResult result = this.server.limits(url, (limits) -> limit(limits, 4)).reload();
		assertThat(result.stopped()).containsExactly(url);
		assertThat(result.started()).containsExactly(url);
		for (String host : List.of("127.0.0.1", "::1")) {
			try (RawHttpConnection after = new RawHttpConnection(host, port)) {
				assertThat(after.send(POST).receiveToEnd()).startsWith("HTTP/1.1 413");
			}
		}
	}

	private static void limit(LimitOptions limits, int bytes) {
		limits.maxRequestBodySize(DataSize.ofBytes(bytes));
	}

	@Test
	void wildcardTakesThePlaceOfOneAddressAtTheSamePort() throws Exception {
		int port = Ports.free();
		this.server.urls("http://127.0.0.1:" + port).start();
		this.server.urls("http://*:" + port).reload();
		assertAnswers(port);
		assertThat(Ports.isListening("::1", port)).isTrue();
		this.server.urls("http://127.0.0.1:" + port).reload();
		assertAnswers(port);
		assertThat(Ports.isListening("::1", port)).isFalse();
	}

	@Test
	void unixSocketIsReplacedAtItsPath() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server.options((options) -> options.listen(socket)).start();
		this.server.options((options) -> options.listen(socket).socket(SocketOptions.DEFAULT.withMode("0600")))
			.reload();
		assertThat(UnixSocketClient.get(socket, "/")).startsWith("HTTP/1.1 200");
		assertThat(Files.getPosixFilePermissions(socket)).hasSize(2);
		this.server.urls("http://127.0.0.1:0").reload();
		assertThat(Files.list(this.directory)).isEmpty();
	}

	@Test
	void nothingHappensWhenNothingHasChanged(CapturedOutput output) throws Exception {
		this.server.urls("http://127.0.0.1:0", "http://127.0.0.1:0").start();
		List<String> addresses = this.server.addresses();
		assertThat(this.server.reload()).isEqualTo(new ReloadResult(List.of(), List.of(), addresses))
			.returns(false, ReloadResult::isChanged);
		assertThat(this.server.addresses()).isEqualTo(addresses);
		assertThat(output).doesNotContain("Configuration changed");
	}

	@Test
	void badUrlChangesNothing() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		List<String> addresses = this.server.addresses();
		this.server.urls("http://127.0.0.1:70000", "ftp://127.0.0.1:1");
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(this.server::reload)
			.satisfies((ex) -> assertThat(ex.getProblems()).hasSize(2))
			.withMessageContaining("urls(...)")
			.withMessageContaining("70000")
			.withMessageContaining("ftp");
		assertThat(this.server.addresses()).isEqualTo(addresses);
		assertAnswers(this.server.port(0));
	}

	@Test
	void portInUseChangesNothing() throws Exception {
		int port = Ports.free();
		this.server.urls("http://127.0.0.1:" + port).start();
		try (ServerSocket occupied = new ServerSocket(0);
				RawHttpConnection client = new RawHttpConnection("127.0.0.1", port)) {
			String free = "http://127.0.0.1:" + Ports.free();
			String inUse = "http://127.0.0.1:" + occupied.getLocalPort();
			this.server.urls(free, inUse);
			assertThatExceptionOfType(ReloadFailedException.class).isThrownBy(this.server::reload)
				.withMessageContaining("Cannot listen at " + inUse + " (urls(...)")
				.withMessageContaining("Stop the process")
				.withMessageEndingWith("Nothing has changed: the server listens where it did before.");
			assertThat(this.server.addresses()).containsExactly("http://127.0.0.1:" + port);
			assertThat(Ports.isListening("127.0.0.1", Integer.parseInt(free.substring(17)))).isFalse();
			assertAnswered(client.send(GET));
			assertAnswers(port);
		}
	}

	/**
	 * The old address must go before the new one can come, and then the new one can't.
	 */
	@Test
	void whatHadToStopListensAgainWithItsConnections() throws Exception {
		try (ServerSocket occupied = Ports.occupy("::1", 0)) {
			int port = occupied.getLocalPort();
			this.server.urls("http://127.0.0.1:" + port).start();
			try (RawHttpConnection client = new RawHttpConnection("127.0.0.1", port)) {
				assertAnswered(client.send(GET));
				this.server.urls("http://localhost:" + port);
				assertThatExceptionOfType(ReloadFailedException.class).isThrownBy(this.server::reload)
					.withMessageContaining("http://[::1]:" + port)
					.withMessageContaining("Nothing has changed");
				assertAnswered(client.send(GET));
				assertAnswers(port);
				assertThat(this.server.addresses()).containsExactly("http://127.0.0.1:" + port);
			}
		}
		assertThat(this.server.reload().started()).hasSize(1);
	}

	/**
	 * Somebody takes the port in the moment in which nobody has it.
	 */
	@Test
	void lossOfTheOldAddressIsSaidTogetherWithTheFailureOfTheNew() throws Exception {
		int port = Ports.free();
		String url = "http://127.0.0.1:" + port;
		CompletableFuture<ServerSocket> thief = new CompletableFuture<>();
		this.server
			.factory((factory) -> factory.addServerCustomizers((server) -> server.doOnBound((bound) -> bound.channel()
				.closeFuture()
				.addListener((closed) -> thief.completeAsync(() -> occupy(port), Runnable::run)))));
		this.server.urls(url, "http://[::1]:0").start();
		String other = this.server.addresses().get(1);
		this.server.urls("http://*:" + port, "http://[::1]:0");
		assertThatExceptionOfType(ReloadFailedException.class).isThrownBy(this.server::reload)
			.withMessageContaining("Cannot listen at http://[::]:" + port)
			.withMessageContaining("The server no longer listens at " + url + " either")
			.withMessageContaining("could not be bound again: Cannot listen at " + url);
		assertThat(this.server.addresses()).containsExactly(other);
		thief.join().close();
		this.server.urls(url, "http://[::1]:0");
		assertThat(this.server.reload()).isEqualTo(new ReloadResult(List.of(), List.of(url), List.of(other)));
		assertAnswers(port);
	}

	private static ServerSocket occupy(int port) {
		try {
			return Ports.occupy("127.0.0.1", port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void serverStartsAnewWhereTheLastReloadLeftIt() throws Exception {
		this.server.urls("http://127.0.0.1:" + Ports.free()).start();
		int port = Ports.free();
		this.server.urls("http://127.0.0.1:" + port).reload();
		this.server.server().stop();
		assertThat(Ports.isListening("127.0.0.1", port)).isFalse();
		this.server.start();
		assertAnswers(port);
	}

	@Test
	void reloadIsForARunningServerOnly() throws Exception {
		this.server.urls("http://127.0.0.1:0").start();
		try (RawHttpConnection busy = this.server.connect()) {
			busy.send(GET_SLOW);
			awaitArrival("/slow");
			this.server.server().shutDownGracefully((result) -> {
			});
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.server::reload)
				.withMessageContaining("shutting down");
			this.release.tryEmitEmpty();
			assertAnswered(busy);
		}
		this.server.server().stop();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.server::reload)
			.withMessageContaining("does not run");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.server.server().drain("web"))
			.withMessageContaining("does not run");
	}

	@Test
	void stockAddressStays(CapturedOutput output) throws Exception {
		this.server.factory((factory) -> factory.setPort(Ports.free())).start();
		List<String> addresses = this.server.addresses();
		assertThat(this.server.reload().isChanged()).isFalse();
		assertThat(output).doesNotContain("Not reloading");
		ReloadResult result = this.server.urls("http://127.0.0.1:0").reload();
		assertThat(result).isEqualTo(new ReloadResult(List.of(), List.of(), addresses));
		assertThat(output).contains("Not reloading the endpoints").contains("server.port");
		assertThat(this.server.addresses()).isEqualTo(addresses);
	}

	@Test
	void stockAddressDoesNotTakeOver(CapturedOutput output) throws Exception {
		this.server.factory((factory) -> factory.setPort(Ports.free())).urls("http://127.0.0.1:0").start();
		List<String> addresses = this.server.addresses();
		assertThat(this.server.options((options) -> options.urls()).reload().unchanged()).isEqualTo(addresses);
		assertThat(output).contains("none of ours is configured any more");
		assertThat(this.server.addresses()).isEqualTo(addresses);
		assertAnswers(this.server.port(0));
	}

	@Test
	void freePortsStayFreePorts() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server.factory((factory) -> factory.setPort(0))
			.urls("http://localhost:5000", "http://unix:" + socket)
			.start();
		List<String> addresses = this.server.addresses();
		assertThat(this.server.urls("http://localhost:6000", "http://unix:" + socket).reload().isChanged()).isFalse();
		assertThat(this.server.addresses()).isEqualTo(addresses);
		this.server
			.options((options) -> options.urls("http://localhost:6000", "http://unix:" + socket)
				.limits((limits) -> limit(limits, 4)))
			.reload();
		assertThat(this.server.addresses()).hasSize(2).doesNotContainAnyElementsOf(addresses);
		assertAnswers(this.server.port(0));
		assertThat(socket).doesNotExist();
		Path temporary = Path.of(this.server.addresses().get(1).substring("http://unix:".length()));
		assertThat(UnixSocketClient.get(temporary, "/")).startsWith("HTTP/1.1 200");
	}

	@Test
	void threadThatMustNotWaitIsRefusedBeforeAnythingChanges() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		this.server.urls("http://127.0.0.1:0").start();
		Schedulers.parallel().schedule(() -> {
			try {
				this.server.reload();
				failure.complete(null);
			}
			catch (IllegalStateException ex) {
				failure.complete(ex);
			}
		});
		assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageContaining("Schedulers.boundedElastic()");
	}

	private void assertAnswers(int port) throws IOException {
		try (RawHttpConnection client = new RawHttpConnection("127.0.0.1", port)) {
			assertAnswered(client.send(GET));
		}
	}

	private static void assertAnswered(RawHttpConnection client) throws IOException {
		assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200").endsWith("answer");
	}

	private void awaitArrival(String path) throws InterruptedException {
		String next;
		do {
			next = this.arrived.next();
			assertThat(next).isNotNull();
		}
		while (!path.equals(next));
	}

}
