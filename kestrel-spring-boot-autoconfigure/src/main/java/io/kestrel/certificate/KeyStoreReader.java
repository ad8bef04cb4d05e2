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
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.configuration.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads PKCS#12 (RFC 7292) and JKS key stores.
 */
final class KeyStoreReader {

	private static final String PASSWORD_CURE = "Set the property password of the same group to that of the file.";

	private KeyStoreReader() {
	}

	static KeyStore load(Location location, byte[] content, @Nullable String password) {
		try {
			// Java's PKCS12 reads JKS files as well.
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(new ByteArrayInputStream(content), characters(password));
			return store;
		}
		catch (IOException | GeneralSecurityException ex) {
			if (ex.getCause() instanceof UnrecoverableKeyException) {
				throw (password != null)
						? location.refuse("the password that is given is not that of the file",
								"Correct the property password of the same group.")
						: location.refuse("it is protected by a password, and none is given", PASSWORD_CURE);
			}
			if (isCertificate(content)) {
				throw location.refuse("it holds a certificate only, in DER format, without a private key",
						"Set path to the certificates in PEM format and key-path to the private key.");
			}
			throw location.refuse("it is neither a PKCS#12 or JKS key store nor PEM", "Name a key store with its"
					+ " password, or set path to the certificates in PEM format and key-path to the private key.");
		}
	}

	static ServerKey serverKey(Location location, KeyStore store, @Nullable String password) {
		List<String> aliases = keyAliases(location.setting(), store);
		if (aliases.isEmpty()) {
			throw location.refuse("it holds no private key",
					"Name a key store with the server's private key. A trust store is set by trust, not by certificate.");
		}
		if (aliases.size() > 1) {
			throw location.refuse("it holds several private keys (aliases " + String.join(", ", aliases) + ")",
					"Leave one in it, or choose one by an SSL bundle: spring.ssl.bundle.jks.<name>.key.alias, and"
							+ " bundle=<name> here.");
		}
		return serverKey(location.setting(), store, aliases.get(0), characters(password));
	}

	static ServerKey serverKey(Setting setting, KeyStore store, String alias, char @Nullable [] password) {
		try {
			return serverKey(setting, store, alias, store.getKey(alias, password));
		}
		catch (GeneralSecurityException ex) {
			throw setting.refuse("the private key of its entry " + alias + " has another password",
					"Give the private key the password of the key store: keytool -keypasswd");
		}
	}

	static ServerKey serverKey(Setting setting, KeyStore store, String alias, @Nullable Key key) {
		try {
			List<X509Certificate> chain = new ArrayList<>();
			for (Certificate certificate : certificates(store, alias)) {
				if (certificate instanceof X509Certificate x509) {
					chain.add(x509);
				}
			}
			if (key instanceof PrivateKey privateKey && !chain.isEmpty()) {
				return new ServerKey(privateKey, chain);
			}
			throw setting.refuse("its entry " + alias + " is no private key with a certificate",
					"Put the private key and its certificates into one entry.");
		}
		catch (KeyStoreException ex) {
			throw unreadable(setting);
		}
	}

	static List<String> keyAliases(Setting setting, KeyStore store) {
		try {
			List<String> keys = new ArrayList<>();
			for (String alias : Collections.list(store.aliases())) {
				if (store.isKeyEntry(alias)) {
					keys.add(alias);
				}
			}
			return keys.stream().sorted().toList();
		}
		catch (KeyStoreException ex) {
			throw unreadable(setting);
		}
	}

	private static InvalidConfigurationException unreadable(Setting setting) {
		return setting.refuse("its entries can't be listed", "Check the key store with: keytool -list");
	}

	private static List<Certificate> certificates(KeyStore store, String alias) throws KeyStoreException {
		Certificate[] chain = store.getCertificateChain(alias);
		return (chain != null) ? Stream.of(chain).toList() : List.of();
	}

	/*
	 * No password is the empty one: without any, Java would not even look at what is
	 * encrypted.
	 */
	private static char[] characters(@Nullable String password) {
		return (password != null) ? password.toCharArray() : new char[0];
	}

	private static boolean isCertificate(byte[] content) {
		try {
			CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}
