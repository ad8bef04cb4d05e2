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

package io.kestrel.starter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that arrive before the response to the one before is complete.
 */
class PipeliningIntegrationTests extends AbstractApplicationIntegrationTests {

	private static final int GUARD_MILLIS = 30_000;

	/**
	 * Reactor Netty issue 4361: an application that answers one request on another thread
	 * and the next one at once, as Spring Security does after a form login, made the
	 * connection hang.
	 */
	@ParameterizedTest
	@MethodSource("addresses")
	void connectionGoesOnAfterQueuedRequestIsAnsweredAtOnce(String address) throws IOException {
		URI uri = URI.create(address);
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.setSoTimeout(GUARD_MILLIS);
			BufferedReader responses = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			for (int round = 0; round < 3; round++) {
				send(socket, "/later", "/now");
				assertThat(body(responses)).isEqualTo("later");
				assertThat(body(responses)).isEqualTo("now");
				send(socket, "/now");
				assertThat(body(responses)).isEqualTo("now");
			}
		}
	}

	private static void send(Socket socket, String... paths) throws IOException {
		StringBuilder requests = new StringBuilder();
		for (String path : paths) {
			requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
		}
		socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
	}

	private static String body(BufferedReader responses) throws IOException {
		int length = 0;
		for (String line = responses.readLine(); !line.isEmpty(); line = responses.readLine()) {
			if (line.startsWith("Content-Length: ")) {
				length = Integer.parseInt(line.substring("Content-Length: ".length()));
			}
		}
		char[] body = new char[length];
		for (int read = 0; read < length;) {
			read += responses.read(body, read, length - read);
		}
		return new String(body);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/later")
		Mono<String> later() {
			return Mono.fromCallable(() -> "later").subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping("/now")
		String now() {
			return "now";
		}

	}

}
