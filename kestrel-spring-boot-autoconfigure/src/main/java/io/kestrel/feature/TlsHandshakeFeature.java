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

package io.kestrel.feature;

import java.security.cert.X509Certificate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What client and server agreed on when the TLS connection of a request was opened. The
 * same for all requests of a connection; read from it when somebody first asks. A server
 * does not have it for connections without TLS.
 * <p>
 * {@code ITlsHandshakeFeature} and {@code ITlsConnectionFeature} of ASP.NET Core in one.
 *
 * @since 0.1.0
 */
public interface TlsHandshakeFeature extends RequestFeature {

	/**
	 * Return the version of the protocol.
	 * @return the name as Java has it, {@code TLSv1.3} or {@code TLSv1.2} by default
	 */
	String getProtocol();

	/**
	 * Return the cipher suite.
	 * @return the name as registered with IANA, such as {@code TLS_AES_256_GCM_SHA384}
	 */
	String getCipherSuite();

	/**
	 * Return the server name that the client asked for (RFC 6066 section 3). It need not
	 * be the one that the request names in its {@code Host}.
	 * @return the name in lower case, {@code null} if the client asked for none, as it
	 * does when it connects to an IP address
	 */
	@Nullable String getServerName();

	/**
	 * Return the certificate with which the client authenticated itself.
	 * @return the certificate, {@code null} if the client sent none or was not asked
	 */
	default @Nullable X509Certificate getClientCertificate() {
		List<X509Certificate> certificates = getClientCertificates();
		return certificates.isEmpty() ? null : certificates.get(0);
	}

	/**
	 * Return the certificates that the client sent, its own first and each followed by
	 * the one of its issuer (RFC 8446 section 4.4.2). The server has verified them.
	 * @return the certificates, unmodifiable; empty if the client sent none or was not
	 * asked
	 */
	List<X509Certificate> getClientCertificates();

}
