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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import io.kestrel.https.TrustSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of the properties about HTTPS, each with where it was written.
 */
final class HttpsReader {

	private final Function<String, ConfigurationKey> keys;

	/**
	 * Create a reader.
	 * @param keys gives the key of a property, with its origin
	 */
	HttpsReader(Function<String, ConfigurationKey> keys) {
		this.keys = keys;
	}

	/**
	 * Read what was said about HTTPS.
	 * @param prefix the name of the group of properties
	 * @param properties the properties
	 * @param serverNames the properties for single server names
	 * @return the settings
	 */
	HttpsSettings read(String prefix, HttpsProperties properties, Map<String, TlsProperties.ServerName> serverNames) {
		List<ServerNameSettings> names = new ArrayList<>();
		serverNames.forEach((name, tls) -> {
			String group = prefix + ".sni[" + name + "]";
			names.add(new ServerNameSettings(name, tls.protocols(), tls(group, tls), ConfigurationKey.of(group)));
		});
		return new HttpsSettings(tls(prefix, properties), names, properties.plainHttp(),
				properties.rejectMisdirectedRequests(), written(prefix, properties, !names.isEmpty()));
	}

	/**
	 * Read certificates by name.
	 * @param prefix the name of the group of properties
	 * @param certificates the properties
	 * @return the settings by name
	 */
	Map<String, CertificateSettings> certificates(String prefix, Map<String, TlsProperties.Certificate> certificates) {
		Map<String, CertificateSettings> settings = new LinkedHashMap<>();
		certificates.forEach((name, certificate) -> {
			CertificateSettings read = certificate(prefix + "." + name, certificate);
			if (read != null) {
				settings.put(name, read);
			}
		});
		return settings;
	}

	private TlsSettings tls(String prefix, TlsProperties properties) {
		return new TlsSettings(certificate(prefix + ".certificate", properties.certificate()),
				trust(prefix + ".trust", properties.trust()), properties.clientAuth(), properties.enabledProtocols(),
				properties.ciphers(), properties.handshakeTimeout());
	}

	private @Nullable CertificateSettings certificate(String prefix, TlsProperties.@Nullable Certificate properties) {
		if (properties == null || properties.equals(new TlsProperties.Certificate(null, null, null, null))) {
			return null;
		}
		return new CertificateSettings(group(prefix, (properties.bundle() != null) ? "bundle" : "path"),
				properties.bundle(), properties.path(), properties.keyPath(), properties.password());
	}

	private @Nullable TrustSettings trust(String prefix, TlsProperties.@Nullable Trust properties) {
		if (properties == null || properties.equals(new TlsProperties.Trust(null, null, null, null))) {
			return null;
		}
		return new TrustSettings(group(prefix, (properties.bundle() != null) ? "bundle" : "path"), properties.bundle(),
				properties.path(), properties.password(), properties.crlPath());
	}

	private ConfigurationKey group(String prefix, String key) {
		return new ConfigurationKey(prefix, this.keys.apply(prefix + "." + key).origin());
	}

	/*
	 * The keys that must not stand at an endpoint without TLS.
	 */
	private List<ConfigurationKey> written(String prefix, HttpsProperties properties, boolean serverNames) {
		Map<String, Boolean> written = new LinkedHashMap<>();
		written.put("certificate", properties.certificate() != null);
		written.put("trust", properties.trust() != null);
		written.put("client-auth", properties.clientAuth() != null);
		written.put("enabled-protocols", !properties.enabledProtocols().isEmpty());
		written.put("ciphers", !properties.ciphers().isEmpty());
		written.put("handshake-timeout", properties.handshakeTimeout() != null);
		written.put("plain-http", properties.plainHttp() != null);
		written.put("reject-misdirected-requests", properties.rejectMisdirectedRequests() != null);
		written.put("sni", serverNames);
		return written.entrySet()
			.stream()
			.filter(Map.Entry::getValue)
			.map((entry) -> this.keys.apply(prefix + "." + entry.getKey()))
			.toList();
	}

}
