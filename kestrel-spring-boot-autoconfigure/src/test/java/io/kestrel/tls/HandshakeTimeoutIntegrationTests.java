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

package io.kestrel.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.kestrel.testing.CertificateFolder;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestCertificates;
import io.kestrel.testing.TestPki;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The time limit of handshakes as an application has it, with clients that are slow in
 * each way. How the limit is counted is shown with virtual time elsewhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandshakeTimeoutIntegrationTests {

	private static final Duration LIMIT = Duration.ofMillis(400);

	/** So much later that nobody mistakes it for the limit. */
	private static final Duration LATE = Duration.ofSeconds(8);

	private TestApplication application;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		CertificateFolder certificate = new CertificateFolder(directory);
		certificate.rename(new TestPki("Test root").server("a.example", "short.example"));
		// A silent client is no matter of the operator's: it is logged for those who ask.
		this.application = TestApplication.run("--logging.level.io.kestrel.handshake=debug",
				"--server.certificates.default.path=" + certificate.chain(),
				"--server.certificates.default.key-path=" + certificate.key(),
				"--server.endpoints.short.url=https://127.0.0.1:0", "--server.endpoints.short.handshake-timeout=400ms",
				"--server.endpoints.usual.url=https://127.0.0.1:0", "--server.endpoints.never.url=https://127.0.0.1:0",
				"--server.endpoints.never.handshake-timeout=-1", "--server.endpoints.names.url=https://127.0.0.1:0",
				"--server.endpoints.names.handshake-timeout=-1",
				"--server.endpoints.names.sni[a.example].protocols=http1",
				"--server.endpoints.names.sni[short.example].handshake-timeout=400ms");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	private Socket connect(String endpoint) throws IOException {
		Socket socket = new Socket("127.0.0.1", this.application.port(endpoint));
		socket.setSoTimeout((int) LATE.toMillis());
		return socket;
	}

	@Test
	void silentClientIsClosed(CapturedOutput output) throws Exception {
		long start = System.nanoTime();
		try (Socket silent = connect("short")) {
			assertClosedByTheLimit(silent, start);
		}
		await().until(() -> output.getAll().contains("the handshake took too long"));
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void halfAClientHelloDoesNotHelp() throws Exception {
		byte[] hello = hello("a.example");
		long start = System.nanoTime();
		try (Socket slow = connect("short")) {
			slow.getOutputStream().write(hello, 0, hello.length / 2);
			assertClosedByTheLimit(slow, start);
		}
	}

	/**
	 * The clock is that of the handshake, not that of the last byte.
	 */
	@Test
	void byteByByteDoesNotHelp() throws Exception {
		byte[] hello = hello("a.example");
		long start = System.nanoTime();
		try (Socket slow = connect("short")) {
			slow.setSoTimeout(50);
			int sent = 0;
			int read = 0;
			while (read != -1) {
				assertThat(sent).isLessThan(hello.length);
				try {
					slow.getOutputStream().write(hello[sent++]);
					read = read(slow);
				}
				catch (SocketTimeoutException ex) {
					// The server has nothing to say: the next byte.
				}
				catch (SocketException ex) {
					read = -1;
				}
			}
			assertThat(sent).isGreaterThan(2);
			assertThat(elapsed(start)).isBetween(LIMIT, LATE);
		}
	}

	@Test
	void nameHasALimitOfItsOwnFromTheStartOfTheConnectionOn() throws Exception {
		long start = System.nanoTime();
		try (Socket silent = connect("names"); Socket limited = connect("names"); Socket unlimited = connect("names")) {
			limited.getOutputStream().write(hello("short.example"));
			unlimited.getOutputStream().write(hello("a.example"));
			assertClosedByTheLimit(limited, start);
			assertOpen(unlimited);
			assertOpen(silent);
		}
	}

	@Test
	void minusOneIsNoLimitAndTheDefaultIsLonger() throws Exception {
		long start = System.nanoTime();
		try (Socket never = connect("never"); Socket usual = connect("usual"); Socket limited = connect("short")) {
			byte[] hello = hello("a.example");
			never.getOutputStream().write(hello, 0, 20);
			assertClosedByTheLimit(limited, start);
			assertOpen(usual);
			never.getOutputStream().write(hello, 20, hello.length - 20);
			assertThat(never.getInputStream().read()).as("ServerHello").isEqualTo(22);
		}
	}

	/* Skips what the server may have said before. */
	private static void assertClosedByTheLimit(Socket socket, long start) throws IOException {
		int read = 0;
		while (read != -1) {
			read = read(socket);
		}
		assertThat(elapsed(start)).isBetween(LIMIT, LATE);
	}

	private static int read(Socket socket) throws IOException {
		try {
			return socket.getInputStream().read(new byte[4096]);
		}
		catch (SocketException ex) {
			// Closed with bytes unread, which is a reset.
			return -1;
		}
	}

	private static void assertOpen(Socket socket) throws IOException {
		socket.setSoTimeout(50);
		InputStream in = socket.getInputStream();
		try {
			while (true) {
				assertThat(in.read(new byte[4096])).as("open").isNotEqualTo(-1);
			}
		}
		catch (SocketTimeoutException ex) {
			// As it should be.
		}
	}

	private static Duration elapsed(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static byte[] hello(String serverName) throws Exception {
		SSLEngine engine = TestCertificates.trustAll().createSSLEngine();
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setServerNames(List.of(new SNIHostName(serverName)));
		engine.setSSLParameters(parameters);
		ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), hello);
		return Arrays.copyOf(hello.array(), hello.position());
	}

}
