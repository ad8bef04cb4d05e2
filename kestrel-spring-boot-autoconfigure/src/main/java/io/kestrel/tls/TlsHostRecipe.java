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

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.handshake.TlsHost;
import io.kestrel.https.ClientAuth;
import io.kestrel.https.Protocol;
import io.kestrel.https.TlsSettings;
import io.kestrel.tls.TlsContextFactory.ClientTrust;
import io.kestrel.tls.TlsContextFactory.Negotiation;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * How the host of a server name is made, as often as its certificates change.
 *
 * @param name the name as configured
 * @param key where it was written
 * @param settings how TLS is spoken
 * @param protocols versions of HTTP
 * @param certificate the certificate
 * @param trust whose client certificates are accepted, {@code null} for those that the
 * bundle of the certificate trusts
 * @param stock what {@code server.ssl} says
 */
record TlsHostRecipe(String name, ConfigurationKey key, TlsSettings settings, List<Protocol> protocols,
		CertificateBundle certificate, @Nullable CertificateBundle trust, @Nullable StockTls stock) {

	/** The default of ASP.NET Core. */
	private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Make the host of the certificates as they are now.
	 * @return the host
	 * @throws InvalidConfigurationException if the settings can't be
	 */
	TlsHost make() {
		SslBundle bundle = this.certificate.get();
		try {
			SslContext context = TlsContextFactory.create(this.certificate.keyManagers(), keyAlgorithm(),
					negotiation(bundle), clientTrust(bundle));
			checkCiphers(context);
			if (context.cipherSuites().isEmpty()) {
				throw new SSLException("none of the cipher suites is known");
			}
			return new TlsHost(this.name, context, this.protocols.isEmpty() || this.protocols.contains(Protocol.HTTP1),
					timeout(this.settings));
		}
		catch (SSLException ex) {
			throw invalid(keyOf("certificate"), this.certificate.name(),
					"TLS can't be spoken with these settings: " + ex.getMessage(),
					"Correct the certificate, enabled-protocols or ciphers.");
		}
	}

	/*
	 * Those of a bundle may be for several providers, those of an endpoint are a choice.
	 */
	private void checkCiphers(SslContext context) {
		List<String> unknown = this.settings.ciphers()
			.stream()
			.filter((cipher) -> !TlsContextFactory.hasCipher(context, cipher))
			.toList();
		if (!unknown.isEmpty()) {
			throw invalid(keyOf("ciphers"), String.join(",", unknown),
					SecureEndpoint.describeProvider() + ", which has no such cipher suite",
					"Write names such as TLS_AES_128_GCM_SHA256, or remove the key: the default is modern.");
		}
	}

	/**
	 * Return what the host is made of.
	 * @return the certificates whose change means that it has to be made anew
	 */
	Set<CertificateBundle> sources() {
		// That of server.ssl says whom to trust, where nothing else does.
		return Stream.of(this.certificate, this.trust, (this.stock != null) ? this.stock.certificate() : null)
			.flatMap(Stream::ofNullable)
			.collect(Collectors.toUnmodifiableSet());
	}

	static Duration timeout(TlsSettings settings) {
		return (settings.handshakeTimeout() != null) ? settings.handshakeTimeout() : HANDSHAKE_TIMEOUT;
	}

	private String keyAlgorithm() {
		List<X509Certificate> chain = this.certificate.chain();
		return chain.isEmpty() ? "" : chain.get(0).getPublicKey().getAlgorithm();
	}

	private Negotiation negotiation(SslBundle bundle) {
		List<String> versions = firstOf(this.settings.enabledProtocols(), bundle.getOptions().getEnabledProtocols(),
				(this.stock != null) ? this.stock.enabledProtocols() : List.of(), TlsDefaults.PROTOCOLS);
		List<String> ciphers = firstOf(this.settings.ciphers(), bundle.getOptions().getCiphers(),
				(this.stock != null) ? this.stock.ciphers() : List.of(), TlsDefaults.CIPHERS);
		checkVersions(versions);
		return new Negotiation(versions, ciphers, this.protocols);
	}

	/*
	 * Java and Netty take any text for a version, and then no client has it in common.
	 */
	private void checkVersions(List<String> versions) {
		List<String> unknown = versions.stream().filter((version) -> !TlsContextFactory.hasVersion(version)).toList();
		if (!unknown.isEmpty()) {
			throw invalid(versionsKey(), String.join(",", unknown), "there is no such version of TLS",
					"Write TLSv1.3, TLSv1.2 or both, or remove the key.");
		}
	}

	private ConfigurationKey versionsKey() {
		if (!this.settings.enabledProtocols().isEmpty()) {
			return keyOf("enabled-protocols");
		}
		return ConfigurationKey
			.of((this.stock != null) ? "server.ssl.enabled-protocols" : this.certificate.name() + " (its options)");
	}

	private static List<String> firstOf(List<String> own, String @Nullable [] bundle, List<String> stock,
			List<String> defaults) {
		if (!own.isEmpty()) {
			return own;
		}
		if (bundle != null && bundle.length > 0) {
			return List.of(bundle);
		}
		return !stock.isEmpty() ? stock : defaults;
	}

	private ClientTrust clientTrust(SslBundle bundle) {
		ClientAuth clientAuth = clientAuth();
		KeyStore store = trustStore(bundle);
		if (clientAuth != ClientAuth.NONE && store == null) {
			// Java would trust every public authority instead.
			throw invalid(
					(this.settings.clientAuth() != null) ? keyOf("client-auth")
							: ConfigurationKey.of("server.ssl.client-auth"),
					clientAuth.toString().toLowerCase(Locale.ROOT),
					"client certificates are asked for, but nothing says whose are accepted",
					"Set trust.path or trust.bundle beside client-auth, or give the SSL bundle a trust store"
							+ " (server.ssl.trust-certificate or trust-store).");
		}
		List<? extends CRL> revocationLists = (this.trust != null) ? this.trust.crls() : List.of();
		return new ClientTrust(switch (clientAuth) {
			case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
			case WANT -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
			case NEED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
		}, store, revocationLists);
	}

	ClientAuth clientAuth() {
		if (this.settings.clientAuth() != null) {
			return this.settings.clientAuth();
		}
		return (this.stock != null) ? this.stock.clientAuth() : ClientAuth.NONE;
	}

	private @Nullable KeyStore trustStore(SslBundle bundle) {
		KeyStore store = (this.trust != null) ? this.trust.get().getStores().getTrustStore() : null;
		if (store == null) {
			store = bundle.getStores().getTrustStore();
		}
		if (store == null && this.stock != null) {
			store = this.stock.certificate().get().getStores().getTrustStore();
		}
		return store;
	}

	/*
	 * An endpoint without a name has what all endpoints have.
	 */
	private ConfigurationKey keyOf(String field) {
		String prefix = this.key.name();
		if (prefix.endsWith(".url")) {
			prefix = prefix.substring(0, prefix.length() - ".url".length());
		}
		else if (!prefix.endsWith("]")) {
			prefix = "server.endpoint-defaults";
		}
		return new ConfigurationKey(prefix + "." + field, this.key.origin());
	}

	private static InvalidConfigurationException invalid(ConfigurationKey key, String value, String reason,
			String cure) {
		return new InvalidConfigurationException(List.of(new ConfigurationProblem(key, value, reason, cure)));
	}

	/**
	 * Return whose client certificates are accepted, and what is revoked.
	 * @return certificates and lists, empty if nobody is asked for one
	 */
	Set<Object> trusted() {
		KeyStore store = (clientAuth() != ClientAuth.NONE) ? trustStore(this.certificate.get()) : null;
		Set<Object> trusted = new HashSet<>();
		try {
			if (store != null) {
				for (String alias : Collections.list(store.aliases())) {
					trusted.add(store.getCertificate(alias));
				}
				trusted.addAll((this.trust != null) ? this.trust.crls() : List.of());
			}
			return trusted;
		}
		catch (KeyStoreException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
