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

package io.kestrel.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.limits.Limit;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Finds keys below {@code server.endpoints}, {@code server.endpoint-defaults}, {@code
 * server.certificates} and {@code server.limits} that nobody knows. Elsewhere below
 * {@code server} unknown keys are Spring Boot's or somebody else's.
 */
final class UnknownKeys {

	private static final String TLS_KEYS = "certificate.bundle, certificate.path, certificate.key-path,"
			+ " certificate.password, trust.bundle, trust.path, trust.password, trust.crl-path, client-auth,"
			+ " enabled-protocols, ciphers, handshake-timeout";

	private UnknownKeys() {
	}

	/**
	 * Find them.
	 * @param environment the environment
	 * @return one problem for each key
	 */
	static List<ConfigurationProblem> find(Environment environment) {
		List<ConfigurationProblem> problems = new ArrayList<>();
		problems.addAll(find(environment, "server.endpoints",
				Bindable.mapOf(String.class, KestrelServerProperties.Endpoint.class), "an endpoint has no such key",
				"Write one of url, protocols, " + TLS_KEYS
						+ ", plain-http, reject-misdirected-requests, sni[<host>], socket.mode, socket.owner,"
						+ " socket.group, socket.backlog, " + limitKeys("limits.") + " after the endpoint's name."));
		problems.addAll(find(environment, "server.endpoint-defaults",
				Bindable.of(KestrelServerProperties.EndpointDefaults.class), "there is no such default",
				"Write one of protocols, " + TLS_KEYS + ", plain-http, reject-misdirected-requests."));
		problems.addAll(find(environment, "server.certificates",
				Bindable.mapOf(String.class, TlsProperties.Certificate.class), "a certificate has no such key",
				"Write one of bundle, path, key-path, password after the certificate's name, or development.enabled."));
		problems.addAll(find(environment, "server.limits", Bindable.of(KestrelServerProperties.Limits.class),
				"there is no such limit", "Write one of " + limitKeys("") + "."));
		return problems;
	}

	private static String limitKeys(String prefix) {
		return Limit.keys().stream().map((key) -> prefix + key).collect(Collectors.joining(", "));
	}

	private static List<ConfigurationProblem> find(Environment environment, String prefix, Bindable<?> type,
			String reason, String cure) {
		BindHandler handler = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter());
		try {
			Binder.get(environment).bind(prefix, type, handler);
			return List.of();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				return problems(unbound.getUnboundProperties(), reason, cure);
			}
			throw ex;
		}
	}

	private static List<ConfigurationProblem> problems(Set<ConfigurationProperty> properties, String reason,
			String cure) {
		return properties.stream()
			.filter((property) -> !property.getName().toString().equals(DevelopmentMode.CERTIFICATE_ENABLED))
			.map((property) -> problem(property, reason, cure))
			.toList();
	}

	private static ConfigurationProblem problem(ConfigurationProperty property, String reason, String cure) {
		String name = property.getName().toString();
		// Wherever a password can stand it may be one whose key is misspelt or misplaced.
		boolean secret = !name.contains("limits.") && !name.contains(".max-") && !name.contains(".socket.");
		return new ConfigurationProblem(new ConfigurationKey(name, String.valueOf(property.getOrigin())),
				secret ? "******" : String.valueOf(property.getValue()), reason, cure);
	}

}
