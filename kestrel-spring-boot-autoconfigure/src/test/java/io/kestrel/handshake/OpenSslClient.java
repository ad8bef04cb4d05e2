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

package io.kestrel.handshake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.Tool;

/**
 * {@code openssl s_client}.
 */
final class OpenSslClient {

	private OpenSslClient() {
	}

	/**
	 * Shake hands and go.
	 */
	static String connect(TlsServer server, String... options) throws IOException, InterruptedException {
		return run(server, "", true, options);
	}

	/**
	 * Shake hands, type something and stay until the server ends.
	 */
	static String stay(TlsServer server, String input, String... options) throws IOException, InterruptedException {
		return run(server, input, false, options);
	}

	private static String run(TlsServer server, String input, boolean endInput, String... options)
			throws IOException, InterruptedException {
		Tool.require("openssl");
		List<String> command = new ArrayList<>(
				List.of("timeout", "30", "openssl", "s_client", "-connect", server.address()));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
			process.getOutputStream().flush();
			if (endInput) {
				process.getOutputStream().close();
			}
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.destroy();
			process.waitFor(10, TimeUnit.SECONDS);
		}
	}

}
