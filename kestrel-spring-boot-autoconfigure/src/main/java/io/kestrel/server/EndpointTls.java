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

import io.kestrel.certificate.Certificates;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.tls.SecureEndpoint;
import io.kestrel.tls.StockTls;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of all endpoints of a server.
 */
final class EndpointTls implements AutoCloseable {

	private final Certificates certificates;

	private final @Nullable StockTls stock;

	private final boolean customized;

	private final Map<Endpoint, SecureEndpoint> secured = new HashMap<>();

	/**
	 * Create the TLS.
	 * @param certificates the certificates
	 * @param stock what {@code server.ssl} says, {@code null} if nothing
	 * @param customized whether a customizer of the application brought a TLS of its own
	 */
	EndpointTls(Certificates certificates, @Nullable StockTls stock, boolean customized) {
		this.certificates = certificates;
		this.stock = stock;
		this.customized = customized;
	}

	/**
	 * Load the certificates of endpoints.
	 * @param endpoints the endpoints
	 * @throws InvalidConfigurationException with all that is wrong; nothing is kept then
	 */
	synchronized void load(List<Endpoint> endpoints) {
		Map<Endpoint, SecureEndpoint> loaded = new HashMap<>();
		List<ConfigurationProblem> problems = new ArrayList<>();
		for (Endpoint endpoint : endpoints) {
			if (endpoint.isSecure() && !isCustomized(endpoint) && !this.secured.containsKey(endpoint)) {
				try {
					loaded.put(endpoint, SecureEndpoint.of(endpoint, this.certificates, this.stock));
				}
				catch (InvalidConfigurationException ex) {
					problems.addAll(ex.getProblems());
				}
			}
		}
		if (!problems.isEmpty()) {
			loaded.values().forEach(SecureEndpoint::close);
			throw new InvalidConfigurationException(problems.stream().distinct().toList());
		}
		this.secured.putAll(loaded);
	}

	/*
	 * A customizer's own TLS holds wherever no certificate of ours is configured, as it
	 * does without us.
	 */
	private boolean isCustomized(Endpoint endpoint) {
		return this.customized && endpoint.options().https().tls().certificate() == null
				&& endpoint.options().https().serverNames().isEmpty();
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
	}

	/**
	 * Follow no certificate any more.
	 */
	@Override
	public synchronized void close() {
		this.secured.values().forEach(SecureEndpoint::close);
		this.secured.clear();
		this.certificates.close();
	}

}
