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

package io.kestrel.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the routes of the sample application whose clients have to be quick.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "server.urls=http://localhost:5000;http://unix:/tmp/sample.sock")
@ExtendWith(OutputCaptureExtension.class)
class DataRateIntegrationTests {

	private static final int TIMEOUT_MILLIS = 30_000;

	/** The length of the file. */
	private static final int LENGTH = 10_200_000;

	@LocalServerPort
	private int port;

	private Socket send(String request) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		// So that the client's side does not take the whole file.
		socket.setReceiveBufferSize(64 << 10);
		socket.connect(new InetSocketAddress("localhost", this.port), TIMEOUT_MILLIS);
		OutputStream out = socket.getOutputStream();
		out.write(request.getBytes(StandardCharsets.US_ASCII));
		out.flush();
		return socket;
	}

	private static String post(String body) {
		return "POST /api/uploads/quick HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\n"
				+ body;
	}

	private static String receive(Socket socket) throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		try {
			socket.getInputStream().transferTo(received);
		}
		catch (SocketException ex) {
			// Reset: what came before counts.
		}
		return received.toString(StandardCharsets.ISO_8859_1);
	}

	@Test
	void uploadThatStopsIsRefused() throws IOException {
		try (Socket quick = send(post("body"))) {
			assertThat(receive(quick)).startsWith("HTTP/1.1 200 ").contains("{\"bytes\":4}");
		}
		try (Socket slow = send(post("bo"))) {
			assertThat(receive(slow)).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void downloadThatNobodyTakesIsCutOff(CapturedOutput output) throws IOException {
		String get = "GET /api/download/quick HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
		try (Socket slow = send(get)) {
			await().until(() -> output.getOut().contains("the response is taken too slowly"));
			assertThat(receive(slow)).startsWith("HTTP/1.1 200 ").hasSizeLessThan(LENGTH);
		}
	}

}
