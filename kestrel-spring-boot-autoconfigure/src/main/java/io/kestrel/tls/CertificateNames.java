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

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.netty.util.NetUtil;

/**
 * The names that a certificate is valid for, by its subject alternative names (RFC 9525):
 * a wildcard stands for one label, the subject's common name does not count.
 */
final class CertificateNames {

	static final CertificateNames NONE = new CertificateNames(Set.of());

	private static final int DNS_NAME = 2;

	private static final int IP_ADDRESS = 7;

	private final Set<String> names;

	private CertificateNames(Set<String> names) {
		this.names = names;
	}

	/**
	 * Read the names of a certificate.
	 * @param chain the certificate, then those that signed it
	 * @return the names
	 */
	static CertificateNames of(List<X509Certificate> chain) {
		Set<String> names = new HashSet<>();
		if (!chain.isEmpty()) {
			for (List<?> name : alternativeNames(chain.get(0))) {
				int type = (Integer) name.get(0);
				if (type == DNS_NAME || type == IP_ADDRESS) {
					names.add(normalize(name.get(1).toString().toLowerCase(Locale.ROOT)));
				}
			}
		}
		return new CertificateNames(names);
	}

	/* There are several ways to write an IPv6 address, and Java reads the longest one. */
	private static String normalize(String name) {
		byte[] address = (name.indexOf(':') >= 0) ? NetUtil.createByteArrayFromIpAddressString(name) : null;
		return (address != null) ? NetUtil.bytesToIpAddress(address) : name;
	}

	private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
		try {
			Collection<List<?>> names = certificate.getSubjectAlternativeNames();
			return (names != null) ? names : List.of();
		}
		catch (CertificateParsingException ex) {
			// Clients can't read them either.
			return List.of();
		}
	}

	/**
	 * Return whether the certificate is valid for a host.
	 * @param host the host in lower case, without port, an IPv6 address without brackets
	 * @return whether it is
	 */
	boolean cover(String host) {
		if (this.names.contains(normalize(host))) {
			return true;
		}
		int dot = host.indexOf('.');
		return dot > 0 && this.names.contains("*" + host.substring(dot));
	}

}
