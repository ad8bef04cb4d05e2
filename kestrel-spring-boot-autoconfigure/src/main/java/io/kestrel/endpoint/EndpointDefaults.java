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

import java.util.List;
import java.util.Map;

import io.kestrel.endpoint.AddressSettings.StockSettings;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.Protocol;
import io.kestrel.https.TlsSettings;

/**
 * What holds for every endpoint that says nothing else.
 *
 * @param protocols versions of HTTP, none if not set
 * @param https what holds with TLS
 * @param certificates certificates by name: {@code default} is that of endpoints without
 * one, others can be referred to as bundles
 * @param development whether endpoints without any certificate get the development
 * certificate
 * @param http2Disabled whether {@code server.http2.enabled=false} was written
 * @since 0.1.0
 */
public record EndpointDefaults(List<Protocol> protocols, HttpsSettings https,
		Map<String, CertificateSettings> certificates, boolean development, boolean http2Disabled) {

	/**
	 * Name of the certificate of endpoints that have none of their own.
	 */
	public static final String DEFAULT_CERTIFICATE = "default";

	/**
	 * Nothing set.
	 */
	public static final EndpointDefaults NONE = new EndpointDefaults(List.of(), HttpsSettings.NONE, Map.of(), false,
			false);

	public EndpointDefaults {
		protocols = List.copyOf(protocols);
		certificates = Map.copyOf(certificates);
	}

	/**
	 * Return the defaults beside Spring Boot's own settings: these and customizers count
	 * for more than what nobody wrote.
	 * @param stock the settings of Spring Boot itself
	 * @return the defaults
	 */
	public EndpointDefaults with(StockSettings stock) {
		return new EndpointDefaults(this.protocols.isEmpty() ? stock.protocols() : this.protocols, this.https,
				this.certificates, this.development && !stock.secure(), this.http2Disabled);
	}

	/*
	 * HTTPS offers both by default, as ASP.NET Core. In clear text there is nothing to
	 * negotiate with, so that the server as Spring Boot made it decides.
	 */
	List<Protocol> protocols(List<Protocol> own, boolean secure) {
		if (!own.isEmpty() || !this.protocols.isEmpty()) {
			return own.isEmpty() ? this.protocols : own;
		}
		if (!secure) {
			return List.of();
		}
		return this.http2Disabled ? List.of(Protocol.HTTP1) : List.of(Protocol.HTTP1, Protocol.HTTP2);
	}

	/*
	 * The certificate of these settings, if it is not that of another group: the default
	 * one, the one of that name, the development certificate. None is left if server.ssl
	 * is what remains.
	 */
	TlsSettings withCertificate(TlsSettings tls) {
		CertificateSettings certificate = tls.certificate();
		if (certificate == null) {
			certificate = this.certificates.get(DEFAULT_CERTIFICATE);
		}
		String reference = (certificate != null) ? certificate.reference() : null;
		if (certificate != null && reference != null) {
			certificate = this.certificates.getOrDefault(reference, certificate);
		}
		if (certificate == null && this.development) {
			certificate = CertificateSettings.DEVELOPMENT;
		}
		return new TlsSettings(certificate, tls.trust(), tls.clientAuth(), tls.enabledProtocols(), tls.ciphers(),
				tls.handshakeTimeout());
	}

}
