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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.kestrel.testing.TestCertificates;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that are slow because their line is: never cut at the default data rates, which
 * a server that asks for more shows. All speak HTTP/1.1, HTTPS and HTTP/2 in clear text
 * at once, and all are curl.
 */
class HonestClientsIntegrationTests {

	/** Longer than the default grace period and some beats. */
	private static final int SECONDS = 8;

	/** For clients that are cut, however late a busy machine lets the beats be. */
	private static final int PATIENT_SECONDS = 60;

	private static final int TICKS_PER_SECOND = 10;

	private static final int MEGABYTE = 1 << 20;

	private static final List<String> DEFAULT_RATE = List.of("240", "5");

	private static final List<String> WIRES = List.of("--http1.1", "--insecure", "--http2-prior-knowledge");

	private final List<Process> clients = new ArrayList<>();

	private final StringBuilder log = new StringBuilder();

	/** In front of each command. */
	private List<String> line = List.of();

	private ScheduledExecutorService pace;

	private Process server;

	private String[] ports;

	private BufferedReader output;

	@TempDir
	private Path directory;

	@BeforeEach
	void require() {
		Tool.require("curl");
		Tool.require("kill");
		this.pace = Executors.newSingleThreadScheduledExecutor();
	}

	@AfterEach
	void stop() throws Exception {
		this.pace.shutdownNow();
		this.clients.forEach(Process::destroyForcibly);
		if (this.server != null) {
			this.server.destroyForcibly().waitFor();
		}
	}

	private void startServer(List<String> rate) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		this.server = start(
				Stream
					.concat(Stream.of(java, "-cp", System.getProperty("java.class.path"),
							HonestClientsServer.class.getName(), TestCertificates.keyStore().toString()), rate.stream())
					.toList());
		this.output = new BufferedReader(new InputStreamReader(this.server.getInputStream(), StandardCharsets.UTF_8));
		while (this.ports == null) {
			String text = readLine();
			this.ports = text.startsWith("PORTS ") ? text.substring(6).split(" ") : null;
		}
		// What is done first takes long, and is not what is timed.
		for (String wire : WIRES) {
			assertThat(status(curl(wire, "/1"))).isEqualTo("200 0");
		}
		this.clients.clear();
	}

	private String readLine() throws IOException {
		String text = this.output.readLine();
		assertThat(text).as("The server has ended:\n" + this.log).isNotNull();
		this.log.append(text).append('\n');
		return text;
	}

	/* What the server has refused, when all clients have gone. */
	private String logOfServer() throws IOException {
		this.server.getOutputStream().close();
		while (!readLine().startsWith("OPEN ")) {
			// The rest of its log.
		}
		return this.log.toString();
	}

	private Process start(List<String> command) throws IOException {
		return new ProcessBuilder(Stream.concat(this.line.stream(), command.stream()).toList())
			.redirectErrorStream(true)
			.start();
	}

	private Process curl(String wire, String path, String... options) throws IOException {
		boolean tls = wire.equals("--insecure");
		List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", "120", wire, "-w", "%{http_code}", "-o"));
		Path body = this.directory.resolve(this.clients.size() + ".body");
		Files.deleteIfExists(body);
		command.add(body.toString());
		command.addAll(List.of(options));
		command.add((tls ? "https" : "http") + "://127.0.0.1:" + this.ports[tls ? 1 : 0] + path);
		Process client = start(command);
		this.clients.add(client);
		return client;
	}

	private String body(int client) throws IOException {
		return Files.readString(this.directory.resolve(client + ".body"));
	}

	private long received(int client) throws IOException {
		Path body = this.directory.resolve(client + ".body");
		return Files.exists(body) ? Files.size(body) : 0;
	}

	private static String status(Process client) throws Exception {
		assertThat(client.waitFor(150, TimeUnit.SECONDS)).isTrue();
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + " " + client.exitValue();
	}

	/* Sends so many bytes in so many pieces, one every tenth of a second. */
	private void feed(Process client, int bytesPerTick, int ticks) {
		OutputStream upload = client.getOutputStream();
		int[] tick = new int[1];
		this.pace.scheduleAtFixedRate(() -> {
			try {
				upload.write(new byte[bytesPerTick]);
				upload.flush();
				if (++tick[0] == ticks) {
					upload.close();
				}
			}
			catch (IOException ex) {
				// Closed, or gone: its status tells.
			}
		}, 0, 1000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
	}

	/* 2 kB/s and 1 Mbit/s. */
	@Test
	void pacedClientsAreNotCut() throws Exception {
		startServer(DEFAULT_RATE);
		startPaced(2_000);
		startPaced(125_000);
		for (int i = 0; i < this.clients.size(); i += 2) {
			assertThat(status(this.clients.get(i))).isEqualTo("200 0");
			int bytesPerSecond = (i < 2 * WIRES.size()) ? 2_000 : 125_000;
			assertThat(body(i)).isEqualTo("counted " + bytesPerSecond * SECONDS);
			assertThat(status(this.clients.get(i + 1))).isEqualTo("200 28");
		}
		assertThat(logOfServer()).doesNotContain("Request refused", "too slowly");
	}

	private void startPaced(int bytesPerSecond) throws IOException {
		for (String wire : WIRES) {
			feed(curl(wire, "/", "-X", "POST", "-T", "-"), bytesPerSecond / TICKS_PER_SECOND,
					SECONDS * TICKS_PER_SECOND);
			// More than it can read in the time: at its end curl says so by its exit
			// code.
			curl(wire, "/" + 100 * MEGABYTE, "--limit-rate", String.valueOf(bytesPerSecond), "-m",
					String.valueOf(SECONDS));
		}
	}

	/* That the test above can fail: the same clients at a server that asks for more. */
	@Test
	void pacedClientsAreCutWhereTheRateIsHigher() throws Exception {
		startServer(List.of("1000000", "2"));
		for (String wire : WIRES) {
			feed(curl(wire, "/", "-X", "POST", "-T", "-"), 200, PATIENT_SECONDS * TICKS_PER_SECOND);
			curl(wire, "/" + 100 * MEGABYTE, "--limit-rate", "2000", "-m", String.valueOf(PATIENT_SECONDS));
		}
		for (int i = 0; i < this.clients.size(); i += 2) {
			assertThat(status(this.clients.get(i))).isNotEqualTo("200 0");
			status(this.clients.get(i + 1));
		}
		assertThat(logOfServer()).contains("the body comes too slowly", "the response is taken too slowly");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void fastReaderMayPause(boolean allowed) throws Exception {
		startServer(allowed ? DEFAULT_RATE : List.of("1000000000", "2"));
		// What the kernel takes of a response at once must not be all that is left.
		int size = (allowed ? 16 : 48) * MEGABYTE;
		for (String wire : WIRES) {
			curl(wire, "/" + size, "--limit-rate", "10M");
		}
		for (int i = 0; i < this.clients.size(); i++) {
			int client = i;
			await().until(() -> received(client) > MEGABYTE);
			signal(this.clients.get(i), "-STOP");
		}
		assertThat(this.clients.get(0).waitFor(SECONDS, TimeUnit.SECONDS)).isFalse();
		for (int i = 0; i < this.clients.size(); i++) {
			signal(this.clients.get(i), "-CONT");
			if (allowed) {
				assertThat(status(this.clients.get(i))).isEqualTo("200 0");
				assertThat(received(i)).isEqualTo(size);
			}
			else {
				assertThat(status(this.clients.get(i))).startsWith("200 ").isNotEqualTo("200 0");
			}
		}
	}

	private static void signal(Process client, String signal) throws Exception {
		assertThat(Tool.run(List.of("kill", signal, String.valueOf(client.pid())))).isEmpty();
	}

	/*
	 * All clients together have 1 Mbit/s. Where nobody may shape a line, they pace
	 * themselves.
	 */
	@Test
	void clientsOnASlowLineAreNotCut() throws Exception {
		Tool.require("ip");
		Tool.require("tc");
		try (SlowLine shaped = SlowLine.open("1mbit")) {
			this.line = shaped.command();
			startServer(DEFAULT_RATE);
			Path upload = Files.write(this.directory.resolve("upload"), new byte[150_000]);
			List<String> paced = shaped.command().isEmpty() ? List.of("--limit-rate", "20k") : List.of();
			for (String wire : WIRES) {
				curl(wire, "/",
						Stream.concat(Stream.of("--data-binary", "@" + upload), paced.stream()).toArray(String[]::new));
				curl(wire, "/" + (160 << 10), paced.toArray(String[]::new));
			}
			for (int i = 0; i < this.clients.size(); i += 2) {
				assertThat(status(this.clients.get(i))).isEqualTo("200 0");
				assertThat(body(i)).isEqualTo("counted 150000");
				assertThat(status(this.clients.get(i + 1))).isEqualTo("200 0");
				assertThat(received(i + 1)).isEqualTo(160 << 10);
			}
			assertThat(logOfServer()).doesNotContain("Request refused", "too slowly");
		}
	}

	/**
	 * A network of its own, if root may make one.
	 */
	private record SlowLine(List<String> command, String name) implements AutoCloseable {

		static SlowLine open(String rate) throws Exception {
			String name = "kestrel-" + ProcessHandle.current().pid();
			List<String> command = List.of("ip", "netns", "exec", name);
			SlowLine line = new SlowLine(command, name);
			// Packets as on a real line: those of the loopback device never fit.
			boolean made = succeeds("ip netns add " + name) && succeeds("ip -n " + name + " link set lo mtu 1500 up")
					&& succeeds("tc -n " + name + " qdisc add dev lo root tbf rate " + rate
							+ " burst 32kbit latency 400ms");
			if (!made) {
				line.close();
				System.out.println("No network namespace with a shaped line can be made here: curl limits itself");
			}
			return made ? line : new SlowLine(List.of(), name);
		}

		private static boolean succeeds(String command) throws Exception {
			return new ProcessBuilder(command.split(" ")).inheritIO().start().waitFor() == 0;
		}

		@Override
		public void close() throws Exception {
			if (!this.command.isEmpty()) {
				succeeds("ip netns del " + this.name);
			}
		}

	}

}
