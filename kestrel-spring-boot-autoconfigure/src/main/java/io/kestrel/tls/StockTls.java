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

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.https.ClientAuth;

/**
 * What {@code server.ssl} says. It holds where nothing else is said.
 *
 * @param certificate the certificate
 * @param serverNames certificates for single server names
 * @param clientAuth whether clients are asked for a certificate
 * @param enabledProtocols versions of TLS, none if not set
 * @param ciphers cipher suites, none if not set
 * @since 0.1.0
 */
public record StockTls(CertificateBundle certificate, Map<String, CertificateBundle> serverNames, ClientAuth clientAuth,
		List<String> enabledProtocols, List<String> ciphers) {

	public StockTls {
		serverNames = Map.copyOf(serverNames);
		enabledProtocols = List.copyOf(enabledProtocols);
		ciphers = List.copyOf(ciphers);
	}

	/**
	 * Return all certificates.
	 * @return the default one, and those for single server names
	 */
	public Stream<CertificateBundle> certificates() {
		return Stream.concat(Stream.of(this.certificate), this.serverNames.values().stream());
	}

}
