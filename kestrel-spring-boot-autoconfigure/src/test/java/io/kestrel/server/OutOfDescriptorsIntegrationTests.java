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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a server whose process has no file descriptor left.
 */
class OutOfDescriptorsIntegrationTests {

	private static final int DESCRIPTORS = 200;

	private static final String WARNING = "Accepting no connections for a moment";

	private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void acceptsAgainWithinASecondAndWarnsOnce(boolean nio) throws Exception {
		Tool.require("bash");
		Path errors = this.directory.resolve("errors");
		Process process = start(nio, errors);
		List<RawHttpConnection> connections = new ArrayList<>();
		try {
			int port = port(process);
			// More than it can accept: the system completes them all the same. Its class
			// path takes descriptors too, so most of them have to end again.
			for (int i = 0; i < DESCRIPTORS + 20; i++) {
				connections.add(new RawHttpConnection("127.0.0.1", port));
			}
			assertThat(connections.get(0).send(GET).receiveResponse()).startsWith("HTTP/1.1 200");
			RawHttpConnection last = connections.get(connections.size() - 1).send(GET);
			// Else those that leave may make room before the server has come to the end.
			await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(errors).contains(WARNING));
			for (RawHttpConnection connection : connections.subList(1, connections.size() - 5)) {
				connection.close();
			}
			long before = System.nanoTime();
			assertThat(last.receiveResponse()).startsWith("HTTP/1.1 200");
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
		}
		finally {
			for (RawHttpConnection connection : connections) {
				connection.close();
			}
			process.getOutputStream().close();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			process.destroyForcibly();
		}
		String log = Files.readString(errors);
		assertThat(log).containsOnlyOnce(WARNING)
			.contains("ulimit -n, LimitNOFILE=")
			.contains("server.limits.max-concurrent-connections")
			.doesNotContain("\tat ");
	}

	private static Process start(boolean nio, Path errors) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String command = "ulimit -n " + DESCRIPTORS + "; exec \"$0\" -cp \"$1\" \"$2\" \"$3\" 2>&1 | tee \"$4\"";
		return new ProcessBuilder("bash", "-c", command, java, System.getProperty("java.class.path"),
				OutOfDescriptorsServer.class.getName(), String.valueOf(nio), errors.toString())
			.start();
	}

	private static int port(Process process) throws IOException {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder all = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith("PORT ")) {
				return Integer.parseInt(line.substring(5));
			}
			all.append(line).append('\n');
		}
		throw new IOException("It has ended:\n" + all);
	}

}
