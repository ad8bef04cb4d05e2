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
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The original, where it is there to compare with: beside the repository.
 */
final class RealKestrel implements AutoCloseable {

	private static final Path RUN = Path.of("..", "..", "shared", "kestrel", "run").toAbsolutePath().normalize();

	private static final Pattern LISTENING = Pattern.compile("Now listening on: http://127\\.0\\.0\\.1:(\\d+)");

	private static final int TIMEOUT_SECONDS = 60;

	private final Process process;

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	RealKestrel() throws IOException {
		// It waits for the end of what ours refuses at once: not for long.
		this("--Kestrel:Limits:RequestHeadersTimeout=00:00:02", "--Kestrel:Limits:KeepAliveTimeout=00:00:05",
				"--request-rate", "1000/2");
	}

	RealKestrel(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(RUN.toString(), "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None",
						"--Logging:LogLevel:Microsoft=None", "--Logging:LogLevel:Microsoft.AspNetCore=None",
						"--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information"));
		command.addAll(List.of(arguments));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(this::readLog, "real Kestrel");
		reader.setDaemon(true);
		reader.start();
	}

	static boolean isPresent() {
		return Files.isExecutable(RUN);
	}

	private void readLog() {
		try (BufferedReader log = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = log.readLine(); line != null; line = log.readLine()) {
				Matcher listening = LISTENING.matcher(line);
				if (listening.find()) {
					this.port.complete(Integer.valueOf(listening.group(1)));
					log.transferTo(Writer.nullWriter());
				}
			}
			this.port.completeExceptionally(new IOException("It has ended"));
		}
		catch (IOException ex) {
			this.port.completeExceptionally(ex);
		}
	}

	int port() throws Exception {
		return this.port.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
