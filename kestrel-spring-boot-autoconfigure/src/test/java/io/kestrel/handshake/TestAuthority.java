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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import javax.net.ssl.TrustManagerFactory;

import io.kestrel.tls.TlsDefaults;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;

/**
 * A certificate authority for tests, and contexts with its certificates.
 */
final class TestAuthority {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	/* Roots of the same name would be taken for each other. */
	private static final AtomicInteger COUNT = new AtomicInteger();

	/* RSA keys take their time. */
	private static final Map<Algorithm, TestAuthority> SHARED = new ConcurrentHashMap<>();

	private final Algorithm algorithm;

	private final X509Bundle root;

	private final Map<String, X509Bundle> servers = new ConcurrentHashMap<>();

	TestAuthority(Algorithm algorithm) throws Exception {
		this.algorithm = algorithm;
		this.root = new CertificateBuilder().subject("CN=Test Root " + COUNT.incrementAndGet())
			.algorithm(algorithm)
			.setIsCertificateAuthority(true)
			.setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)
			.buildSelfSigned();
	}

	/**
	 * Return the one that tests share which need no other.
	 */
	static TestAuthority of(Algorithm algorithm) throws Exception {
		TestAuthority shared = SHARED.get(algorithm);
		if (shared == null) {
			shared = new TestAuthority(algorithm);
			SHARED.put(algorithm, shared);
		}
		return shared;
	}

	/**
	 * Issue a certificate for a server, once.
	 */
	X509Bundle server(String name) throws Exception {
		return server(name, name);
	}

	/**
	 * Issue a certificate for a server of another name, once.
	 */
	X509Bundle server(String subject, String name) throws Exception {
		X509Bundle issued = this.servers.get(subject + " " + name);
		if (issued == null) {
			issued = issue(subject, (builder) -> builder.addSanDnsName(name).addExtendedKeyUsageServerAuth());
			this.servers.put(subject + " " + name, issued);
		}
		return issued;
	}

	X509Bundle issue(String name, UnaryOperator<CertificateBuilder> with) throws Exception {
		return with
			.apply(new CertificateBuilder().subject("CN=" + name)
				.algorithm(this.algorithm)
				.setKeyUsage(true, KeyUsage.digitalSignature))
			.buildIssuedBy(this.root);
	}

	/**
	 * Issue a certificate for a client that ended long ago.
	 */
	X509Bundle expiredClient() throws Exception {
		return issue("client",
				(builder) -> builder.addExtendedKeyUsageClientAuth()
					.notBefore(NOW.minus(Duration.ofDays(20)))
					.notAfter(NOW.minus(Duration.ofDays(10))));
	}

	TrustManagerFactory trust() {
		return this.root.toTrustManagerFactory();
	}

	/**
	 * Write the root as PEM.
	 */
	Path rootFile(Path directory) throws IOException {
		return Files.writeString(directory.resolve("root.pem"), this.root.getCertificatePEM());
	}

	/**
	 * Return the context of a server as the defaults want it.
	 */
	static SslContextBuilder context(SslProvider provider, X509Bundle certificate, String... protocols) {
		SslContextBuilder builder = SslContextBuilder
			.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
			.sslProvider(provider)
			.protocols(TlsDefaults.PROTOCOLS)
			.ciphers(TlsDefaults.CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
		return (protocols.length == 0) ? builder
				: builder.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
						SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols));
	}

}
