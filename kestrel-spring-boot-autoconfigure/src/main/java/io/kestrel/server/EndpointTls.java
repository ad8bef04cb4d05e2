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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.certificate.Certificates;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.handshake.HandshakeFailures;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import io.kestrel.tls.SecureEndpoint;
import io.kestrel.tls.StockTls;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of all endpoints of a server.
 */
final class EndpointTls implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EndpointTls.class);

	private final Supplier<Certificates> source;

	private final Function<Certificates, @Nullable StockTls> stockReader;

	private final boolean customized;

	private final HandshakeFailures failures = new HandshakeFailures();

	private final Map<Endpoint, SecureEndpoint> secured = new HashMap<>();

	private @Nullable Certificates certificates;

	private @Nullable StockTls stock;

	private boolean started;

	private String warnedOf = "";

	/**
	 * Create the TLS. Nothing is read yet.
	 * @param source where certificates come from, asked once for each start
	 * @param stockReader reads what {@code server.ssl} says
	 * @param customized whether a customizer of the application brought a TLS of its own
	 */
	EndpointTls(Supplier<Certificates> source, Function<Certificates, @Nullable StockTls> stockReader,
			boolean customized) {
		this.source = source;
		this.stockReader = stockReader;
		this.customized = customized;
	}

	/**
	 * Load the certificates of endpoints.
	 * @param endpoints the endpoints
	 * @throws InvalidConfigurationException with all that is wrong; nothing is kept then
	 */
	synchronized void load(List<Endpoint> endpoints) {
		if (endpoints.stream().noneMatch(this::isOurs)) {
			return;
		}
		Certificates from = certificates();
		Map<Endpoint, SecureEndpoint> loaded = new HashMap<>();
		List<ConfigurationProblem> problems = new ArrayList<>();
		for (Endpoint endpoint : endpoints) {
			if (isOurs(endpoint) && !this.secured.containsKey(endpoint)) {
				try {
					loaded.put(endpoint, SecureEndpoint.of(endpoint, from, this.stock, this.failures));
				}
				catch (InvalidConfigurationException ex) {
					problems.addAll(ex.getProblems());
				}
			}
		}
		if (!problems.isEmpty()) {
			loaded.values().forEach(SecureEndpoint::close);
			forgetUnused();
			throw new InvalidConfigurationException(problems.stream().distinct().toList());
		}
		this.secured.putAll(loaded);
	}

	private Certificates certificates() {
		if (this.certificates == null) {
			Certificates created = this.source.get();
			this.stock = this.stockReader.apply(created);
			this.certificates = created;
		}
		return this.certificates;
	}

	/*
	 * A customizer's own TLS holds wherever no certificate of ours is configured, as it
	 * does without us.
	 */
	private boolean isOurs(Endpoint endpoint) {
		HttpsSettings https = endpoint.options().https();
		boolean configured = https.tls().certificate() != null || !https.serverNames().isEmpty()
				|| !https.keys().isEmpty();
		return endpoint.isSecure() && (configured || !this.customized);
	}

	/**
	 * Begin to follow the certificates, if that has not begun: the server listens.
	 */
	synchronized void start() {
		if (this.certificates != null && !this.started && !this.secured.isEmpty()) {
			this.certificates.watch();
			logger.info(SecureEndpoint.describeProvider());
			this.started = true;
		}
		warnOfDevelopmentCertificate();
	}

	private void warnOfDevelopmentCertificate() {
		String endpoints = this.secured.keySet()
			.stream()
			.filter(EndpointTls::usesDevelopmentCertificate)
			.map(Endpoint::toString)
			.sorted()
			.collect(Collectors.joining(", "));
		if (!endpoints.isEmpty() && !endpoints.equals(this.warnedOf)) {
			logger.warn("THE DEVELOPMENT CERTIFICATE IS IN USE at " + endpoints
					+ ". It is made for localhost and trusted by"
					+ " nobody else: never use it in production. Set server.certificates.default there, and"
					+ " server.certificates.development.enabled=false.");
		}
		this.warnedOf = endpoints;
	}

	private static boolean usesDevelopmentCertificate(Endpoint endpoint) {
		HttpsSettings https = endpoint.options().https();
		return Stream.concat(Stream.of(https.tls()), https.serverNames().stream().map(ServerNameSettings::tls))
			.map(TlsSettings::certificate)
			.anyMatch(CertificateSettings.DEVELOPMENT::equals);
	}

	HandshakeFailures failures() {
		return this.failures;
	}

	/**
	 * Return the TLS of an endpoint.
	 * @param endpoint the endpoint, loaded before
	 * @return the TLS, {@code null} for clear text and where a customizer brought its own
	 */
	synchronized @Nullable SecureEndpoint of(Endpoint endpoint) {
		return this.secured.get(endpoint);
	}

	/**
	 * Forget endpoints that are gone.
	 * @param endpoints those that stay
	 */
	synchronized void retain(List<Endpoint> endpoints) {
		this.secured.entrySet().removeIf((entry) -> {
			boolean gone = !endpoints.contains(entry.getKey());
			if (gone) {
				entry.getValue().close();
			}
			return gone;
		});
		forgetUnused();
	}

	private void forgetUnused() {
		if (this.certificates != null) {
			Stream<CertificateBundle> used = this.secured.values().stream().flatMap(SecureEndpoint::certificates);
			StockTls always = this.stock;
			this.certificates.retain(Stream.concat(used, (always != null) ? always.certificates() : Stream.empty())
				.collect(Collectors.toSet()));
		}
	}

	/**
	 * Follow no certificate any more.
	 */
	@Override
	public synchronized void close() {
		this.secured.values().forEach(SecureEndpoint::close);
		this.secured.clear();
		if (this.certificates != null) {
			this.certificates.close();
			this.certificates = null;
			this.stock = null;
			this.started = false;
			this.warnedOf = "";
		}
	}

}
