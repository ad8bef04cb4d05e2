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
import java.util.Arrays;
import java.util.Random;

import io.kestrel.https.PlainHttp;
import io.kestrel.testing.RawHttpConnection;
import io.netty.handler.ssl.SslContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that go away, or send rubbish, in the middle of a ClientHello.
 * Netty's leak detector looks on.
 */
@ParameterizedClass
@MethodSource("io.kestrel.handshake.TlsRow#all")
class AbortedHandshakeIntegrationTests {

	private static final int TIMES = 1000;

	private final TlsRow row;

	AbortedHandshakeIntegrationTests(TlsRow row) {
		this.row = row;
	}

	@Test
	void abortedHandshakesLeaveNothing() throws Exception {
		SslContext context = TestAuthority
			.context(this.row.provider(), new TestAuthority(this.row.algorithm()).server("localhost"), "h2", "http/1.1")
			.build();
		TlsHost host = new TlsHost("*", context, true, TlsServer.TIMEOUT);
		byte[] hello = ClientHellos.of("a.example");
		Random random = new Random(5);
		try (TlsServer server = TlsServer.start(context, true, PlainHttp.REDIRECT, (name) -> host, HttpProtocol.H2,
				HttpProtocol.HTTP11)) {
			for (int i = 0; i < TIMES; i++) {
				abort(server, Arrays.copyOf(hello, i % (hello.length + 1)), random.nextInt(3));
			}
			// Connections are accepted in their order.
			try (RawHttpConnection last = new RawHttpConnection("127.0.0.1", server.port())) {
				assertThat(last.send("\0").receiveToEnd()).isEmpty();
			}
			server.awaitEnd();
			assertThat(server.failures().counts()).doesNotContainKey(HandshakeFailure.OTHER);
			assertThat(server.failures().counts().values().stream().mapToLong(Long::longValue).sum())
				.isEqualTo(TIMES + 1);
		}
	}

	private static void abort(TlsServer server, byte[] piece, int way) throws IOException {
		try (RawHttpConnection connection = new RawHttpConnection("127.0.0.1", server.port())) {
			if (way == 2 && piece.length > 0) {
				piece[piece.length / 2] ^= 0x55;
			}
			connection.send(piece);
			if (way == 0) {
				connection.reset();
			}
		}
	}

}
