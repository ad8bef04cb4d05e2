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

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

import io.kestrel.https.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the contexts that new connections are secured with.
 */
final class TlsContextFactory {

	/* With other keys its engine fails at each handshake. */
	private static final Set<String> OPENSSL_KEYS = Set.of("RSA", "EC", "");

	/*
	 * Old ones too, for who has clients that need them.
	 */
	private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1", "SSLv3", "SSLv2Hello");

	private TlsContextFactory() {
	}

	/**
	 * Return whose TLS is spoken: that of OpenSSL if netty-tcnative is on the class path,
	 * otherwise that of the JDK.
	 * @return the provider
	 */
	static SslProvider provider() {
		return SslContext.defaultServerProvider();
	}

	static SslContext create(KeyManagerFactory keys, String keyAlgorithm, Negotiation negotiation, ClientTrust trust)
			throws SSLException {
		try {
			SslProvider provider = OPENSSL_KEYS.contains(keyAlgorithm) ? provider() : SslProvider.JDK;
			// OpenSSL copies the key for each handshake otherwise.
			SslContextBuilder builder = SslContextBuilder
				.forServer((provider == SslProvider.JDK) ? keys : new OpenSslCachingX509KeyManagerFactory(keys))
				.sslProvider(provider)
				.protocols(negotiation.versions())
				.ciphers(negotiation.ciphers(), SupportedCipherSuiteFilter.INSTANCE)
				.applicationProtocolConfig(alpn(negotiation.protocols()))
				.clientAuth(trust.clientAuth());
			if (trust.clientAuth() != ClientAuth.NONE) {
				builder.trustManager(trustManagers(trust));
			}
			return builder.build();
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			throw new SSLException(ex.getMessage(), ex);
		}
	}

	static boolean hasVersion(String name) {
		return VERSIONS.contains(name);
	}

	static boolean hasCipher(SslContext context, String name) {
		if (context instanceof JdkSslContext jdk) {
			return Set.of(jdk.context().getSupportedSSLParameters().getCipherSuites()).contains(name);
		}
		return OpenSsl.isCipherSuiteAvailable(name);
	}

	private static ApplicationProtocolConfig alpn(Collection<Protocol> protocols) {
		// In the order of the server's preference.
		List<String> names = protocols.stream()
			.sorted((one, other) -> other.compareTo(one))
			.map((protocol) -> (protocol == Protocol.HTTP2) ? ApplicationProtocolNames.HTTP_2
					: ApplicationProtocolNames.HTTP_1_1)
			.toList();
		return new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
				SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, names);
	}

	private static TrustManagerFactory trustManagers(ClientTrust trust) throws GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
		try {
			if (trust.revocationLists().isEmpty()) {
				factory.init(trust.store());
			}
			else {
				factory.init(new CertPathTrustManagerParameters(withRevocation(trust)));
			}
			return factory;
		}
		catch (KeyStoreException ex) {
			throw new GeneralSecurityException("The trust store can't be read: " + ex.getMessage(), ex);
		}
	}

	private static PKIXBuilderParameters withRevocation(ClientTrust trust) throws GeneralSecurityException {
		PKIXBuilderParameters parameters = new PKIXBuilderParameters(trust.store(), new X509CertSelector());
		parameters.addCertStore(
				CertStore.getInstance("Collection", new CollectionCertStoreParameters(trust.revocationLists())));
		PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX")
			.getRevocationChecker();
		// The lists that are configured, and no request over the network during a
		// handshake.
		checker
			.setOptions(EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
		parameters.addCertPathChecker(checker);
		return parameters;
	}

	/**
	 * What client and server have to agree on.
	 *
	 * @param versions versions of TLS
	 * @param ciphers cipher suites, the preferred ones first; those that the provider
	 * does not have are left out
	 * @param protocols versions of HTTP
	 */
	record Negotiation(List<String> versions, List<String> ciphers, List<Protocol> protocols) {

	}

	/**
	 * Whose client certificates are accepted.
	 *
	 * @param clientAuth whether clients are asked for one
	 * @param store certificates of authorities
	 * @param revocationLists revoked certificates, empty for no check
	 */
	record ClientTrust(ClientAuth clientAuth, @Nullable KeyStore store, List<? extends CRL> revocationLists) {

	}

}
