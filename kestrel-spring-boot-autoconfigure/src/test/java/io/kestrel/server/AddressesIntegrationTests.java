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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

import io.kestrel.binding.AddressInUseException;
import io.kestrel.binding.EndpointBindException;
import io.kestrel.endpoint.SocketOptions;
import io.kestrel.testing.Ports;
import io.kestrel.testing.TestCertificates;
import io.kestrel.testing.UnixSocketClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.PortInUseException;
import org.springframework.http.server.reactive.HttpHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for each kind of address with real sockets.
 */
class AddressesIntegrationTests {

	private static final HttpHandler HELLO = (request, response) -> response
		.writeWith(Mono.just(response.bufferFactory().wrap("hello".getBytes())));

	private final HttpClient client = HttpClient.newHttpClient();

	@AutoClose
	private final TestServer server = new TestServer(HELLO);

	@TempDir
	Path directory;

	private void assertAnswers(String url) throws Exception {
		assertThat(this.client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body())
			.isEqualTo("hello");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void severalKindsAtOnce(boolean nio) throws Exception {
		if (nio) {
			this.server.nio();
		}
		Path socket = this.directory.resolve("a,b.sock");
		this.server.urls("http://127.0.0.1:0;http://[::1]:0", "http://unix:" + socket, "http://*:0").start();
		assertThat(this.server.addresses()).hasSize(4)
			.satisfiesExactly((url) -> assertThat(url).matches("http://127\\.0\\.0\\.1:[1-9]\\d+"),
					(url) -> assertThat(url).matches("http://\\[::1]:[1-9]\\d+"),
					(url) -> assertThat(url).isEqualTo("http://unix:" + socket),
					(url) -> assertThat(url).matches("http://\\[::]:[1-9]\\d+"));
		assertAnswers(this.server.addresses().get(0));
		assertAnswers(this.server.addresses().get(1));
		assertThat(UnixSocketClient.get(socket, "/")).endsWith("hello");
		assertAnswers("http://127.0.0.1:" + this.server.port(3));
		assertAnswers("http://[::1]:" + this.server.port(3));
		assertThat(this.server.server().getPort()).isEqualTo(this.server.port(0));
	}

	@Test
	void localhostListensOnBothLoopbacks() throws Exception {
		int port = Ports.free();
		this.server.urls("http://localhost:" + port).start();
		assertThat(this.server.addresses()).containsExactly("http://localhost:" + port);
		assertAnswers("http://127.0.0.1:" + port);
		assertAnswers("http://[::1]:" + port);
	}

	@Test
	void nameBelowLocalhostIsPublishedWithLocalhost() throws Exception {
		int port = Ports.free();
		this.server.urls("http://app.localhost:" + port).start();
		assertThat(this.server.addresses()).containsExactly("http://app.localhost:" + port, "http://localhost:" + port);
		assertAnswers("http://[::1]:" + port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "::1" })
	void localhostInUseOnEitherLoopbackFails(String inUse) throws Exception {
		int port = Ports.free();
		try (ServerSocket occupied = Ports.occupy(inUse, port)) {
			String url = "http://" + (inUse.contains(":") ? "[::1]" : inUse) + ":" + port;
			assertThatExceptionOfType(PortInUseException.class)
				.isThrownBy(this.server.urls("http://localhost:" + port)::start)
				.withMessageContaining("Cannot listen at " + url)
				.withMessageContaining("http://localhost:" + port);
			String other = inUse.contains(":") ? "127.0.0.1" : "::1";
			assertThat(Ports.isListening(other, port)).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void allIpv4AddressesAreNotThoseOfIpv6(boolean nio) throws Exception {
		if (nio) {
			this.server.nio();
		}
		this.server.urls("http://0.0.0.0:0").start();
		assertAnswers("http://127.0.0.1:" + this.server.port(0));
		assertThat(Ports.isListening("::1", this.server.port(0))).isFalse();
		assertThat(this.server.addresses()).containsExactly("http://0.0.0.0:" + this.server.port(0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://[::]:0", "http://*:0", "http://+:0", "http://contoso.example:0" })
	void allAddressesAreThoseOfBothFamilies(String url) throws Exception {
		this.server.urls(url).start();
		assertAnswers("http://127.0.0.1:" + this.server.port(0));
		assertAnswers("http://[::1]:" + this.server.port(0));
		assertThat(this.server.addresses()).containsExactly("http://[::]:" + this.server.port(0));
	}

	@Test
	void secondOfThreeInUseReleasesTheFirst() throws Exception {
		int first = Ports.free();
		try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			this.server.urls("http://localhost:" + first, "http://127.0.0.1:" + occupied.getLocalPort(),
					"http://127.0.0.1:0");
			assertThatExceptionOfType(AddressInUseException.class).isThrownBy(this.server::start)
				.satisfies((ex) -> assertThat(ex.getPort()).isEqualTo(occupied.getLocalPort()));
			assertThat(Ports.isListening("127.0.0.1", first)).isFalse();
			assertThat(Ports.isListening("::1", first)).isFalse();
		}
		// What failed once starts once the way is free.
		this.server.start();
		assertAnswers("http://127.0.0.1:" + first);
	}

	@Test
	void addressOfAnotherMachineIsRefused() {
		assertThatExceptionOfType(EndpointBindException.class)
			.isThrownBy(this.server.urls("http://203.0.113.77:5000")::start)
			.withMessageContaining("http://203.0.113.77:5000")
			.withMessageContaining("this machine has no such address");
	}

	@Test
	void addressesAreTheConfiguredOnesBeforeAndAfter() {
		this.server.urls("http://127.0.0.1:0").start();
		assertThat(this.server.addresses().get(0)).doesNotEndWith(":0");
		this.server.server().stop();
		assertThat(this.server.addresses()).containsExactly("http://127.0.0.1:0");
		this.server.start();
		assertThat(this.server.addresses().get(0)).doesNotEndWith(":0");
	}

	@Test
	void minusOneListensNowhere() {
		this.server.urls("http://127.0.0.1:0").factory((factory) -> factory.setPort(-1)).start();
		assertThat(this.server.addresses()).isEmpty();
		assertThat(this.server.server().getPort()).isEqualTo(-1);
	}

	@Test
	void zeroGivesEveryEndpointAFreshAddress() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server.urls("http://localhost:80;http://127.0.0.1:81;http://*:82;http://unix:" + socket)
			.factory((factory) -> factory.setPort(0))
			.start();
		assertThat(socket).doesNotExist();
		assertAnswers("http://127.0.0.1:" + this.server.port(0));
		assertAnswers("http://[::1]:" + this.server.port(0));
		assertAnswers(this.server.addresses().get(1));
		assertAnswers("http://127.0.0.1:" + this.server.port(2));
		Path temporary = Path.of(this.server.addresses().get(3).substring("http://unix:".length()));
		assertThat(UnixSocketClient.get(temporary, "/")).endsWith("hello");
		this.server.close();
		assertThat(temporary.getParent()).doesNotExist();
	}

	@Test
	void unixSocketHasItsModeAndIsReplacedWhenStale() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server.options((options) -> options.listen(socket).socket(new SocketOptions("0660", null, null, 16)))
			.start();
		assertThat(Files.getPosixFilePermissions(socket)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
		try (TestServer second = new TestServer(HELLO).urls("http://unix:" + socket)) {
			assertThatExceptionOfType(AddressInUseException.class).isThrownBy(second::start)
				.withMessageContaining(socket.toString());
		}
		assertThat(UnixSocketClient.get(socket, "/")).endsWith("hello");
		Path kept = this.directory.resolve("stale.sock");
		Files.createLink(kept, socket);
		this.server.close();
		try (TestServer second = new TestServer(HELLO).urls("http://unix:" + kept).start()) {
			assertThat(UnixSocketClient.get(kept, "/")).endsWith("hello");
		}
		assertThat(filesLeft()).isEmpty();
	}

	@Test
	void unixSocketOfAnotherServerIsNotRemoved() throws Exception {
		Path socket = this.directory.resolve("app.sock");
		this.server.urls("http://unix:" + socket).start();
		Files.delete(socket);
		try (TestServer second = new TestServer(HELLO).urls("http://unix:" + socket).start()) {
			this.server.close();
			assertThat(UnixSocketClient.get(socket, "/")).endsWith("hello");
		}
		assertThat(filesLeft()).isEmpty();
	}

	@Test
	void certificateOfTheServerIsThatOfHttpsEndpointsAlone() throws Exception {
		this.server.urls("http://127.0.0.1:0", "https://127.0.0.1:0").secure().start();
		assertAnswers(this.server.addresses().get(0));
		HttpClient trusting = HttpClient.newBuilder().sslContext(TestCertificates.trustAll()).build();
		var response = trusting.send(HttpRequest.newBuilder(URI.create(this.server.addresses().get(1))).build(),
				BodyHandlers.ofString());
		assertThat(response.body()).isEqualTo("hello");
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(this.server.server().getPort()).isEqualTo(this.server.port(1));
	}

	private Set<Path> filesLeft() throws IOException {
		try (var files = Files.list(this.directory)) {
			return Set.copyOf(files.toList());
		}
	}

	@Test
	void stockAddressIsThatOfACustomizer() throws Exception {
		int port = Ports.free();
		this.server.factory((factory) -> factory.addServerCustomizers((netty) -> netty.host("127.0.0.1").port(port)))
			.start();
		assertThat(this.server.addresses()).isEqualTo(List.of("http://127.0.0.1:" + port));
		assertAnswers("http://127.0.0.1:" + port);
	}

}
