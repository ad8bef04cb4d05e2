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

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import io.kestrel.https.TrustSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.core.io.ResourceLoader;

/**
 * Trusted certificates from a file: PEM, one certificate in DER, or a key store.
 */
final class TrustFiles implements Source {

	private final Location path;

	private final @Nullable String password;

	TrustFiles(TrustSettings settings, ResourceLoader resources) {
		this.path = Location.of(settings.key(), "path", Objects.requireNonNull(settings.path()), resources);
		this.password = settings.password();
	}

	@Override
	public Material load() {
		PemSslStore store = PemSslStore.of(read(), null);
		return Material.ofTrust(SslBundle.of(new PemSslStoreBundle(null, store)));
	}

	private List<X509Certificate> read() {
		byte[] content = this.path.read();
		String text = new String(content, StandardCharsets.UTF_8);
		if (PemContent.isPresentInText(text)) {
			return PemKeyReader.certificates(this.path, text);
		}
		X509Certificate single = der(content);
		if (single != null) {
			return List.of(single);
		}
		List<X509Certificate> trusted = trusted(KeyStoreReader.load(this.path, content, this.password));
		if (trusted.isEmpty()) {
			throw this.path.refuse("it holds no trusted certificate that Java can see",
					"Put the certificates of the authorities into it with keytool -importcert (openssl pkcs12 does not"
							+ " mark them as trusted), or name a file with them in PEM format.");
		}
		return trusted;
	}

	private List<X509Certificate> trusted(KeyStore store) {
		try {
			List<X509Certificate> trusted = new ArrayList<>();
			for (String alias : Collections.list(store.aliases())) {
				if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate found) {
					trusted.add(found);
				}
			}
			return trusted;
		}
		catch (KeyStoreException ex) {
			throw this.path.refuse("its entries can't be listed", "Check the key store with: keytool -list");
		}
	}

	private static @Nullable X509Certificate der(byte[] content) {
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(content));
		}
		catch (GeneralSecurityException ex) {
			return null;
		}
	}

	@Override
	public List<Path> files() {
		Path file = this.path.file();
		return (file != null) ? List.of(file) : List.of();
	}

}
