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

package io.kestrel.https;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken, on an endpoint or with those who ask for one server name. What is
 * {@code null} or empty is not set here.
 *
 * @param certificate the certificate
 * @param trust whose client certificates are accepted
 * @param clientAuth whether clients are asked for a certificate
 * @param enabledProtocols versions of TLS, by their names in Java
 * @param ciphers cipher suites, by their names in Java
 * @param handshakeTimeout how long a handshake may take
 * @since 0.1.0
 */
public record TlsSettings(@Nullable CertificateSettings certificate, @Nullable TrustSettings trust,
		@Nullable ClientAuth clientAuth, List<String> enabledProtocols, List<String> ciphers,
		@Nullable Duration handshakeTimeout) {

	/**
	 * Nothing set.
	 */
	public static final TlsSettings NONE = new TlsSettings(null, null, null, List.of(), List.of(), null);

	public TlsSettings {
		enabledProtocols = List.copyOf(enabledProtocols);
		ciphers = List.copyOf(ciphers);
	}

	/**
	 * Return these settings where they are set, and others where they are not.
	 * @param defaults the others
	 * @return the settings
	 */
	public TlsSettings over(TlsSettings defaults) {
		return new TlsSettings((this.certificate != null) ? this.certificate : defaults.certificate,
				(this.trust != null) ? this.trust : defaults.trust,
				(this.clientAuth != null) ? this.clientAuth : defaults.clientAuth,
				!this.enabledProtocols.isEmpty() ? this.enabledProtocols : defaults.enabledProtocols,
				!this.ciphers.isEmpty() ? this.ciphers : defaults.ciphers,
				(this.handshakeTimeout != null) ? this.handshakeTimeout : defaults.handshakeTimeout);
	}

}
