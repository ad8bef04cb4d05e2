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

package io.kestrel.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for an endpoint and what was said about HTTPS there. What is in the
 * files of the certificates is not looked at here.
 */
final class HttpsRules {

	private static final Duration UNLIMITED = Duration.ofSeconds(-1);

	private final boolean stockCertificate;

	private final List<ConfigurationProblem> problems = new ArrayList<>();

	/**
	 * Create the rules.
	 * @param stockCertificate whether {@code server.ssl} gives a certificate to whoever
	 * has none
	 */
	HttpsRules(boolean stockCertificate) {
		this.stockCertificate = stockCertificate;
	}

	List<ConfigurationProblem> check(Endpoint endpoint) {
		HttpsSettings https = endpoint.options().https();
		if (!endpoint.isSecure()) {
			https.keys().forEach((key) -> checkUnused(endpoint, key));
			return this.problems;
		}
		checkTimeout(endpoint.key(), https.tls().handshakeTimeout());
		if (https.serverNames().isEmpty()) {
			checkCertificate(endpoint.key(), endpoint.toString(), https.tls());
		}
		for (ServerNameSettings name : https.serverNames()) {
			checkCertificate(name.key(), name.name(), name.tls());
			checkTimeout(name.key(), name.tls().handshakeTimeout());
		}
		return this.problems;
	}

	private void checkUnused(Endpoint endpoint, ConfigurationKey key) {
		problem(key, endpoint.toString(), "the endpoint speaks clear text, and this has a meaning with https only",
				"Write https instead of http in " + endpoint.key() + ", or remove the key.");
	}

	private void checkCertificate(ConfigurationKey key, String value, TlsSettings tls) {
		if (tls.certificate() == null && !this.stockCertificate) {
			problem(key, value, "https needs a certificate, and none is configured",
					"Set server.certificates.default.bundle to the name of an SSL bundle, or"
							+ " server.certificates.default.path and key-path to PEM files, or server.ssl."
							+ " For development set server.certificates.development.enabled=true.");
		}
	}

	private void checkTimeout(ConfigurationKey key, @Nullable Duration timeout) {
		if (timeout != null && (timeout.isZero() || (timeout.isNegative() && !timeout.equals(UNLIMITED)))) {
			problem(key, timeout.toString(), "a handshake takes longer than that",
					"Set handshake-timeout to a time such as 10s, or -1 for no limit.");
		}
	}

	private void problem(ConfigurationKey key, String value, String reason, String cure) {
		this.problems.add(new ConfigurationProblem(key, value, reason, cure));
	}

}
