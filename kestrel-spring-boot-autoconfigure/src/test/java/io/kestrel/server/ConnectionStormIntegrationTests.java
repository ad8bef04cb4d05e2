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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.kestrel.admission.AdmissionCounts;
import io.kestrel.limits.ConnectionOverflow;
import io.kestrel.server.ConnectionStorm.Target;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestCertificates;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that no count of connections leaks, whatever clients do. By default 50,000 of
 * them on each transport, within 15 seconds; the system properties
 * {@code storm.connections}, {@code storm.seconds} and {@code storm.seed} change that.
 */
class ConnectionStormIntegrationTests {

	private static final int CONNECTIONS = Integer.getInteger("storm.connections", 50_000);

	private static final int SECONDS = Integer.getInteger("storm.seconds", 15);

	private static final long SEED = Long.getLong("storm.seed", 7);

	private static final String HOST = "127.0.0.1";

	/** How many requests may wait for their answer. */
	private static final int BUSY = 12;

	private static final String WEBSOCKET = """
			GET %s HTTP/1.1\r
			Host: localhost\r
			Connection: Upgrade\r
			Upgrade: websocket\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
			\r
			""";

	private final Queue<Sinks.Empty<Void>> busy = new ConcurrentLinkedQueue<>();

	@AutoClose
	private final TestServer server = new TestServer(this::handle);

	private Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		response.getHeaders().setContentLength(0);
		return switch (request.getPath().value()) {
			case "/busy" -> becomeBusy().then(response.setComplete());
			case "/socket" -> {
				HttpServerResponse upgraded = AbstractServerHttpResponse.class.cast(response).getNativeResponse();
				yield upgraded.sendWebsocket((in, out) -> in.receive().then());
			}
			default -> response.setComplete();
		};
	}

	private Mono<Void> becomeBusy() {
		Sinks.Empty<Void> answered = Sinks.empty();
		this.busy.add(answered);
		answerBusy(BUSY);
		return answered.asMono();
	}

	private void answerBusy(int rest) {
		while (this.busy.size() > rest) {
			Sinks.Empty<Void> first = this.busy.poll();
			if (first != null) {
				first.tryEmitEmpty();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nothingIsCountedWhenAllHaveLeft(boolean nio) throws Exception {
		this.server.transport(nio).secure();
		this.server.options((options) -> configure(options, 60)).start();
		List<Target> targets = targets();
		try (ConnectionStorm storm = new ConnectionStorm(SEED, sources())) {
			int done = storm.run(targets, CONNECTIONS / 2, SECONDS / 2);
			this.server.options((options) -> configure(options, 40)).reload();
			done += storm.run(targets, CONNECTIONS - done, SECONDS - SECONDS / 2);
			System.out.println(done + " connections with seed " + SEED + (nio ? " on NIO: " : ": ") + storm.outcomes());
			assertThat(storm.outcomes()).as("what clients have heard")
				.containsKeys("101", "200", "400", "503", "closed", "TLS alert", "TLS handshake", "TLS complete",
						"TLS 200", "HTTP/2");
		}
		awaitNothing();
		for (int i = 0; i < targets.size(); i++) {
			assertAnswered(i);
		}
		awaitNothing();
	}

	private static void configure(KestrelServerOptions.Builder options, int max) {
		options.limits((limits) -> limits.maxConcurrentConnections(max)
			.maxConcurrentUpgradedConnections(12)
			.maxConcurrentConnectionsPerClient(16));
		for (ConnectionOverflow overflow : ConnectionOverflow.values()) {
			for (boolean secure : new boolean[] { false, true }) {
				ListenOptions endpoint = options.listen(HOST, 0)
					.name(overflow.name().toLowerCase() + (secure ? "-tls" : ""))
					.limits((limits) -> limits.connectionOverflow(overflow)
						.maxConcurrentConnections(10)
						.maxConcurrentUpgradedConnections(4)
						.maxConcurrentConnectionsPerClient(8));
				if (secure) {
					endpoint.https();
				}
			}
		}
	}

	private List<Target> targets() throws GeneralSecurityException, IOException {
		SSLContext context = TestCertificates.trustAll();
		byte[] get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
		List<Target> targets = new ArrayList<>();
		for (int i = 0; i < this.server.addresses().size(); i++) {
			InetSocketAddress address = new InetSocketAddress(HOST, this.server.port(i));
			targets.add(isSecure(i) ? new Target(address, tlsMessages(), () -> new TlsTalk(context, get))
					: new Target(address, messages(), null));
		}
		assertThat(targets).hasSize(8);
		return targets;
	}

	private boolean isSecure(int index) {
		return this.server.addresses().get(index).startsWith("https:");
	}

	private static List<byte[]> messages() {
		String get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
		String socket = WEBSOCKET.formatted("/socket");
		return bytes("", get, get + get, get.replace("/ ", "/busy "), get.replace("/ ", "/busy ") + get,
				get.substring(0, 20), "\0\0\0\0\r\n",
				"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345", socket, socket,
				socket + "\u0081\u0080\0\0\0\0", get + socket, WEBSOCKET.formatted("/"), WEBSOCKET.formatted("/busy"),
				"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
	}

	private static List<byte[]> tlsMessages() throws GeneralSecurityException, IOException {
		byte[] hello = clientHello();
		List<byte[]> messages = new ArrayList<>(
				bytes("", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\0\0\0\0\0\0\0", "\u0016\3\1\0\5hello"));
		messages.add(hello);
		messages.add(Arrays.copyOf(hello, hello.length / 2));
		byte[] broken = Arrays.copyOf(hello, hello.length + 20);
		broken[hello.length] = 0x16;
		messages.add(broken);
		return messages;
	}

	private static List<byte[]> bytes(String... messages) {
		return Arrays.stream(messages).map((message) -> message.getBytes(StandardCharsets.ISO_8859_1)).toList();
	}

	private static byte[] clientHello() throws GeneralSecurityException, IOException {
		SSLEngine engine = TestCertificates.trustAll().createSSLEngine("localhost", 443);
		engine.setUseClientMode(true);
		ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), record);
		return Arrays.copyOf(record.array(), record.position());
	}

	/*
	 * Clients are told apart by their addresses, and only Linux has more than one here.
	 */
	private static List<String> sources() {
		return IntStream.rangeClosed(1, OS.LINUX.isCurrentOs() ? 16 : 1)
			.mapToObj((number) -> "127.0.0." + number)
			.toList();
	}

	private void awaitNothing() {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			answerBusy(0);
			assertThat(AdmissionCounts.nonZero(this.server.server().admission())).isEmpty();
			assertThat(this.server.server().openConnections()).isZero();
		});
	}

	private void assertAnswered(int index) throws IOException, GeneralSecurityException {
		try (RawHttpConnection connection = this.server.connect(index, "http/1.1")) {
			assertThat(connection.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").receiveResponse())
				.as(this.server.addresses().get(index))
				.startsWith("HTTP/1.1 200");
		}
	}

}
