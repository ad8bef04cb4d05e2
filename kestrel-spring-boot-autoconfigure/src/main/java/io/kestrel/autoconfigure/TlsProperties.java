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

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.kestrel.https.ClientAuth;
import io.kestrel.https.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The properties that endpoints, their server names and the defaults of all endpoints
 * have in common.
 */
public interface TlsProperties {

	/**
	 * Return the versions of HTTP.
	 * @return the versions, none if not set
	 */
	List<Protocol> protocols();

	/**
	 * Return the certificate.
	 * @return the certificate, {@code null} if not set
	 */
	@Nullable Certificate certificate();

	/**
	 * Return whose client certificates are accepted.
	 * @return the trust, {@code null} if not set
	 */
	@Nullable Trust trust();

	/**
	 * Return whether clients are asked for a certificate.
	 * @return whether and how, {@code null} if not set
	 */
	@Nullable ClientAuth clientAuth();

	/**
	 * Return the versions of TLS.
	 * @return the versions, none if not set
	 */
	List<String> enabledProtocols();

	/**
	 * Return the cipher suites.
	 * @return the cipher suites, none if not set
	 */
	List<String> ciphers();

	/**
	 * Return how long a handshake may take.
	 * @return the time, {@code null} if not set
	 */
	@Nullable Duration handshakeTimeout();

	/**
	 * A certificate: the name of an SSL bundle, or files.
	 *
	 * @param bundle Name of an SSL bundle, or of a certificate below server.certificates.
	 * @param path Location of a PKCS#12 file, or of a PEM file with the certificate and
	 * those that signed it, or PEM itself.
	 * @param keyPath Location of a PEM file with the private key, or PEM itself.
	 * @param password Password of the PKCS#12 file, or of the private key.
	 */
	@ConfigurationPropertiesSource
	record Certificate(@Nullable String bundle, @Nullable String path, @Nullable String keyPath,
			@Nullable String password) {

		@Override
		public String toString() {
			return "Certificate";
		}

	}

	/**
	 * Whose client certificates are accepted.
	 *
	 * @param bundle Name of an SSL bundle whose trust store says whose client
	 * certificates are accepted. By default the bundle of the certificate.
	 * @param path Location of a PKCS#12 trust store, or of a PEM file with the
	 * authorities whose client certificates are accepted, or PEM itself.
	 * @param password Password of the trust store.
	 * @param crlPath Location of a file with certificate revocation lists. Set, it turns
	 * the check on.
	 */
	@ConfigurationPropertiesSource
	record Trust(@Nullable String bundle, @Nullable String path, @Nullable String password, @Nullable String crlPath) {

		@Override
		public String toString() {
			return "Trust";
		}

	}

	/**
	 * What is different for those who ask for one server name.
	 *
	 * @param protocols Versions of HTTP: http1, http2. By default those of the endpoint.
	 * @param certificate the certificate
	 * @param trust whose client certificates are accepted
	 * @param clientAuth Whether clients are asked for a certificate. By default what
	 * holds for the endpoint.
	 * @param enabledProtocols Versions of TLS. By default those of the endpoint.
	 * @param ciphers Cipher suites. By default those of the endpoint.
	 * @param handshakeTimeout Time that a handshake may take. By default what holds for
	 * the endpoint.
	 */
	@ConfigurationPropertiesSource
	record ServerName(@DefaultValue List<Protocol> protocols,
			@NestedConfigurationProperty @Nullable Certificate certificate,
			@NestedConfigurationProperty @Nullable Trust trust, @Nullable ClientAuth clientAuth,
			@DefaultValue List<String> enabledProtocols, @DefaultValue List<String> ciphers,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration handshakeTimeout) implements TlsProperties {

	}

}
