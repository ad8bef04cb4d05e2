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

package io.kestrel.connection;

import java.time.Duration;

import io.kestrel.feature.TlsHandshakeFeature;
import io.kestrel.handshake.NegotiatedTls;
import io.kestrel.handshake.TlsHost;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TlsHandshake}: when there is one, and whose server name counts.
 */
class TlsHandshakeTests {

	private static SslContext serverContext;

	private static SslContext clientContext;

	private final EmbeddedChannel server = new EmbeddedChannel();

	private @Nullable EmbeddedChannel client;

	@BeforeAll
	static void makeContexts() throws Exception {
		X509Bundle certificate = new CertificateBuilder().ecp256()
			.subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		serverContext = SslContextBuilder.forServer(certificate.toKeyManagerFactory()).build();
		clientContext = SslContextBuilder.forClient()
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.endpointIdentificationAlgorithm("")
			.build();
	}

	@AfterEach
	void close() {
		this.server.finishAndReleaseAll();
		if (this.client != null) {
			this.client.finishAndReleaseAll();
		}
	}

	@Test
	void channelWithoutTlsHasNone() {
		assertThat(TlsHandshake.of(this.server)).isNull();
	}

	@Test
	void handshakeThatIsNotCompleteIsNone() {
		this.server.pipeline().addLast(serverContext.newHandler(this.server.alloc()));
		assertThat(TlsHandshake.of(this.server)).isNull();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "a.example, -, a.example", "a.example, b.example, b.example", "a.example, '', -" })
	void nameOfTheHandshakeHandlerCountsBeforeTheProviders(String asked, @Nullable String known,
			@Nullable String expected) {
		if (known != null) {
			TlsHost host = new TlsHost("*", serverContext, true, Duration.ofSeconds(10));
			this.server.attr(NegotiatedTls.KEY).set(new NegotiatedTls(known.isEmpty() ? null : known, host));
		}
		shakeHands(asked);
		TlsHandshake handshake = TlsHandshake.of(this.server);
		assertThat(handshake).isNotNull();
		assertThat(handshake.getServerName()).isEqualTo(expected);
	}

	@Test
	void handshakeIsKeptWhenTheConnectionIsGoneOnceSomebodyAsked() {
		HttpConnection connection = new HttpConnection(new Connections(), this.server, TestConnection.SETTINGS);
		shakeHands("a.example");
		assertThat(connection.find(TlsHandshakeFeature.class)).isPresent();
		this.server.close();
		assertThat(this.server.pipeline().get(SslHandler.class)).isNull();
		assertThat(connection.find(TlsHandshakeFeature.class)).isPresent();
	}

	private void shakeHands(String serverName) {
		this.server.pipeline().addLast(serverContext.newHandler(this.server.alloc()));
		this.client = new EmbeddedChannel();
		this.client.pipeline().addLast(clientContext.newHandler(this.client.alloc(), serverName, 443));
		boolean moved = true;
		while (moved) {
			moved = move(this.client, this.server) | move(this.server, this.client);
		}
	}

	private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
		from.runPendingTasks();
		boolean moved = false;
		for (Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
			to.writeInbound(bytes);
			moved = true;
		}
		return moved;
	}

}
