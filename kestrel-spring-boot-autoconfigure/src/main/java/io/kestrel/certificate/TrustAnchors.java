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

package io.kestrel.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * The authorities that this Java trusts by itself. Read once and only if needed: there
 * are more than a hundred.
 */
final class TrustAnchors {

	private final SingletonSupplier<List<X509Certificate>> builtIn = SingletonSupplier.of(() -> issuers(null));

	boolean haveIssuerOf(X509Certificate certificate, List<KeyStore> stores) {
		return stores.stream().anyMatch((store) -> contains(issuers(store), certificate))
				|| contains(this.builtIn.obtain(), certificate);
	}

	private static boolean contains(List<X509Certificate> issuers, X509Certificate certificate) {
		return issuers.stream().anyMatch((issuer) -> CertificateCheck.isIssuedBy(certificate, issuer));
	}

	private static List<X509Certificate> issuers(@Nullable KeyStore store) {
		List<X509Certificate> issuers = new ArrayList<>();
		try {
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(store);
			for (TrustManager manager : factory.getTrustManagers()) {
				if (manager instanceof X509TrustManager x509) {
					issuers.addAll(List.of(x509.getAcceptedIssuers()));
				}
			}
		}
		catch (KeyStoreException ex) {
			// None then: all that depends on it is a warning.
			return List.of();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		return issuers;
	}

}
