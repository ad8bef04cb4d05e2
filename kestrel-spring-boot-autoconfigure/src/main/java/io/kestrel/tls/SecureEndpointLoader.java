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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.certificate.Certificates;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.handshake.HandshakeFailures;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.Protocol;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import io.kestrel.https.TrustSettings;
import org.jspecify.annotations.Nullable;

/**
 * Loads an endpoint and collects what is wrong with it.
 */
final class SecureEndpointLoader {

	private static final String ANY = "*";

	private final Endpoint endpoint;

	private final Certificates certificates;

	private final @Nullable StockTls stock;

	private final HandshakeFailures failures;

	private final ServerNames.Builder<CurrentHost> hosts = ServerNames.builder();

	private final List<CurrentHost> all = new ArrayList<>();

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	SecureEndpointLoader(Endpoint endpoint, Certificates certificates, @Nullable StockTls stock,
			HandshakeFailures failures) {
		this.failures = failures;
		this.endpoint = endpoint;
		this.certificates = certificates;
		this.stock = stock;
	}

	SecureEndpoint load() {
		HttpsSettings https = this.endpoint.options().https();
		List<Protocol> protocols = this.endpoint.options().protocols();
		for (ServerNameSettings name : https.serverNames()) {
			add(name.name(), name.key(), name.tls(), name.protocols(), null);
		}
		if (this.stock != null) {
			Set<String> own = https.serverNames()
				.stream()
				.map((name) -> normalize(name.name()))
				.collect(Collectors.toSet());
			this.stock.serverNames().forEach((name, certificate) -> {
				if (!own.contains(normalize(name))) {
					add(name, ConfigurationKey.of("server.ssl.server-name-bundles"), https.tls(), protocols,
							certificate);
				}
			});
		}
		if (https.serverNames().isEmpty()) {
			add(ANY, this.endpoint.key(), https.tls(), protocols, null);
		}
		if (!this.problems.isEmpty()) {
			this.all.forEach(CurrentHost::close);
			throw new InvalidConfigurationException(this.problems);
		}
		return new SecureEndpoint(this.endpoint, this.hosts.build(), this.all, this.failures);
	}

	/* What can't be a name is told when it is added. */
	private static String normalize(String name) {
		try {
			return ServerNamePattern.normalize(name);
		}
		catch (IllegalArgumentException ex) {
			return name;
		}
	}

	private void add(String name, ConfigurationKey key, TlsSettings settings, List<Protocol> protocols,
			@Nullable CertificateBundle certificate) {
		try {
			TrustSettings trust = settings.trust();
			TlsHostRecipe recipe = new TlsHostRecipe(name, key, settings, protocols,
					(certificate != null) ? certificate : certificate(key, settings),
					(trust != null) ? this.certificates.trust(trust) : null, this.stock);
			CurrentHost host = CurrentHost.follow(recipe);
			this.all.add(host);
			this.hosts.add(name, host);
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(new ConfigurationProblem(key, name, String.valueOf(ex.getMessage()),
					"Write a host name once, *.suffix, or * for all others."));
		}
		catch (InvalidConfigurationException ex) {
			this.problems.addAll(ex.getProblems());
		}
	}

	private CertificateBundle certificate(ConfigurationKey key, TlsSettings settings) {
		CertificateSettings configured = settings.certificate();
		if (configured == null) {
			if (this.stock == null) {
				// A customizer of HttpServer brought a certificate, but not to us.
				throw new InvalidConfigurationException(List.of(new ConfigurationProblem(key, this.endpoint.toString(),
						"something is said here about TLS, and there is no certificate to say it of",
						"Set server.certificates.default or a certificate here, or say it in the"
								+ " NettyServerCustomizer that calls secure(...).")));
			}
			return this.stock.certificate();
		}
		return configured.isDevelopment() ? this.certificates.development() : this.certificates.certificate(configured);
	}

}
