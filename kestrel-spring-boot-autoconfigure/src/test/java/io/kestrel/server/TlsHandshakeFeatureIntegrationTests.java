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
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.TlsHandshakeFeature;
import io.kestrel.testing.Events;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.Ssl.ClientAuth;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TlsHandshakeFeature}: it says what the client knows of the same
 * handshake.
 */
class TlsHandshakeFeatureIntegrationTests {

	private static final int TIMEOUT_MILLIS = 30_000;

	private final Events<Seen> seen = new Events<>();

	@AutoClose
	private final TestServer server = new TestServer(Uploads.handledBy(this::handle));

	private static X509Bundle authority;

	private static X509Bundle serverCertificate;

	private static X509Bundle clientCertificate;

	@BeforeAll
	static void makeCertificates() throws Exception {
		authority = new CertificateBuilder().ecp256()
			.subject("CN=Authority")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		X509Bundle intermediate = new CertificateBuilder().ecp256()
			.subject("CN=Intermediate")
			.setIsCertificateAuthority(true)
			.buildIssuedBy(authority);
		serverCertificate = new CertificateBuilder().ecp256()
			.subject("CN=localhost")
			.addSanDnsName("localhost")
			.buildIssuedBy(authority);
		clientCertificate = new CertificateBuilder().ecp256()
			.subject("CN=kes")
			.addExtendedKeyUsageClientAuth()
			.buildIssuedBy(intermediate);
	}

	@BeforeEach
	void start() throws Exception {
		Ssl ssl = new Ssl();
		ssl.setCertificate(serverCertificate.toTempCertChainPem().toURI().toString());
		ssl.setCertificatePrivateKey(serverCertificate.toTempPrivateKeyPem().toURI().toString());
		ssl.setTrustCertificate(authority.toTempRootCertPem().toURI().toString());
		ssl.setClientAuth(ClientAuth.WANT);
		this.server.urls("https://127.0.0.1:0").http2().factory((factory) -> factory.setSsl(ssl)).start();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		RequestFeatures features = RequestFeatures.from(exchange);
		this.seen.add(new Seen(features, exchange.getRequest().getSslInfo()));
		return Uploads.answer(exchange, "seen");
	}

	private TlsHandshakeFeature get(SSLSocket client) throws Exception {
		client.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		Seen seen = this.seen.next();
		assertThat(seen).isNotNull();
		TlsHandshakeFeature handshake = seen.features().find(TlsHandshakeFeature.class).orElseThrow();
		assertThat(seen.sslInfo()).isNotNull();
		if (handshake.getClientCertificates().isEmpty()) {
			assertThat(seen.sslInfo().getPeerCertificates()).isNull();
		}
		else {
			assertThat(seen.sslInfo().getPeerCertificates())
				.containsExactlyElementsOf(handshake.getClientCertificates());
		}
		return handshake;
	}

	private SSLSocket connect(SSLContext context, String version, @Nullable String serverName) throws IOException {
		SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", this.server.port(0));
		client.setSoTimeout(TIMEOUT_MILLIS);
		SSLParameters parameters = client.getSSLParameters();
		parameters.setProtocols(new String[] { version });
		List<SNIServerName> names = (serverName != null) ? List.of(new SNIHostName(serverName)) : List.of();
		parameters.setServerNames(names);
		client.setSSLParameters(parameters);
		return client;
	}

	private static SSLContext client(@Nullable X509Bundle certificate) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		KeyManager[] keys = (certificate != null) ? certificate.toKeyManagerFactory().getKeyManagers() : null;
		context.init(keys, new TrustManager[] { authority.toTrustManager() }, null);
		return context;
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, localhost, localhost", "TLSv1.2, localhost, localhost",
			"TLSv1.3, WWW.Example.COM, www.example.com", "TLSv1.2, WWW.Example.COM, www.example.com", "TLSv1.3, , ",
			"TLSv1.2, , " })
	void handshakeIsTheClients(String version, @Nullable String asked, @Nullable String serverName) throws Exception {
		try (SSLSocket client = connect(client(null), version, asked)) {
			TlsHandshakeFeature handshake = get(client);
			SSLSession session = client.getSession();
			assertThat(handshake.getProtocol()).isEqualTo(version).isEqualTo(session.getProtocol());
			assertThat(handshake.getCipherSuite()).isEqualTo(session.getCipherSuite());
			assertThat(handshake.getServerName()).isEqualTo(serverName);
			assertThat(handshake.getClientCertificate()).isNull();
			assertThat(handshake.getClientCertificates()).isEmpty();
			assertThat(get(client)).as("read once").isSameAs(handshake);
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2", "TLSv1.3" })
	void resumedSessionKeepsTheCertificate(String version) throws Exception {
		SSLContext context = client(clientCertificate);
		TlsHandshakeFeature first;
		try (SSLSocket client = connect(context, version, "localhost")) {
			first = get(client);
		}
		try (SSLSocket client = connect(context, version, "localhost")) {
			TlsHandshakeFeature resumed = get(client);
			assertThat(resumed).isNotSameAs(first);
			assertThat(resumed.getClientCertificates()).isEqualTo(first.getClientCertificates());
			assertThat(resumed.getServerName()).isEqualTo("localhost");
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2", "TLSv1.3" })
	void chainOfTheClientIsItsOwnCertificateFirst(String version) throws Exception {
		try (SSLSocket client = connect(client(clientCertificate), version, null)) {
			TlsHandshakeFeature handshake = get(client);
			assertThat(handshake.getClientCertificate()).isEqualTo(clientCertificate.getCertificate());
			assertThat(handshake.getClientCertificates()).containsExactly(clientCertificate.getCertificatePath());
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> handshake.getClientCertificates().clear());
		}
	}

	private record Seen(RequestFeatures features, @Nullable SslInfo sslInfo) {

	}

}
