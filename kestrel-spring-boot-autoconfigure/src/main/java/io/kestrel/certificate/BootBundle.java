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

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * An SSL bundle that the application has configured, {@code spring.ssl.bundle.*}, or
 * registered. Spring Boot watches its files.
 */
final class BootBundle implements Source {

	private final SslBundles bundles;

	private final Setting setting;

	private final @Nullable CertificateCheck check;

	private BootBundle(SslBundles bundles, Setting setting, @Nullable CertificateCheck check) {
		this.bundles = bundles;
		this.setting = setting;
		this.check = check;
	}

	static BootBundle certificate(SslBundles bundles, Setting setting, CertificateCheck check) {
		return new BootBundle(bundles, setting, check);
	}

	static BootBundle trust(SslBundles bundles, Setting setting) {
		return new BootBundle(bundles, setting, null);
	}

	@Override
	public Material load() {
		SslBundle bundle = find();
		return (this.check != null) ? certificate(bundle, bundle.getStores(), this.check) : trust(bundle);
	}

	private SslBundle find() {
		try {
			return this.bundles.getBundle(this.setting.value());
		}
		catch (NoSuchSslBundleException ex) {
			List<String> names = this.bundles.getBundleNames().stream().sorted().toList();
			throw this.setting.refuse(
					"there is no SSL bundle of this name; "
							+ (names.isEmpty() ? "there is none at all" : "there are: " + String.join(", ", names)),
					"Correct the name, or configure the bundle by spring.ssl.bundle.pem." + this.setting.value()
							+ ".* or spring.ssl.bundle.jks." + this.setting.value() + ".*.");
		}
	}

	private Material certificate(SslBundle bundle, SslStoreBundle stores, CertificateCheck certificateCheck) {
		KeyStore store = load(stores::getKeyStore);
		if (store == null) {
			throw this.setting.refuse("this SSL bundle has no key store, so there is no certificate in it",
					"Configure its keystore, or name another bundle.");
		}
		String alias = alias(bundle, store);
		KeyManagerFactory keys = keyManagers(bundle, store, alias);
		PrivateKey decrypted = privateKey(keys, alias);
		ServerKey key = (decrypted != null) ? KeyStoreReader.serverKey(this.setting, store, alias, decrypted)
				: KeyStoreReader.serverKey(this.setting, store, alias, password(bundle, stores));
		key.verify(this.setting, this.setting);
		return new Material(bundle, keys, key.chain(), List.of(),
				certificateCheck.check(this.setting, key.chain(), trusted(stores)));
	}

	private KeyManagerFactory keyManagers(SslBundle bundle, KeyStore store, String alias) {
		try {
			return bundle.getManagers().getKeyManagerFactory();
		}
		catch (RuntimeException ex) {
			// This knows what is wrong with a password.
			KeyStoreReader.serverKey(this.setting, store, alias, password(bundle, bundle.getStores()));
			throw this.setting.refuse("this SSL bundle can't be used (" + ex.getMessage() + ")",
					"Correct the configuration of the bundle.");
		}
	}

	/* To decrypt it takes ten milliseconds, and this has done so. */
	private static @Nullable PrivateKey privateKey(KeyManagerFactory keys, String alias) {
		for (KeyManager manager : keys.getKeyManagers()) {
			if (manager instanceof X509ExtendedKeyManager x509) {
				return x509.getPrivateKey(alias);
			}
		}
		return null;
	}

	private Material trust(SslBundle bundle) {
		if (load(bundle.getStores()::getTrustStore) == null) {
			throw this.setting.refuse("this SSL bundle has no trust store",
					"Configure its truststore. Without one, certificates of all public authorities would be accepted.");
		}
		return Material.ofTrust(bundle);
	}

	private String alias(SslBundle bundle, KeyStore store) {
		String alias = bundle.getKey().getAlias();
		List<String> aliases = KeyStoreReader.keyAliases(this.setting, store);
		if (alias != null && aliases.stream().anyMatch(alias::equalsIgnoreCase)) {
			return alias;
		}
		if (alias != null || aliases.isEmpty()) {
			throw this.setting.refuse(
					(alias != null) ? "there is no private key under its key.alias " + alias : "it has no private key",
					"Correct the configuration of the bundle.");
		}
		return aliases.get(0);
	}

	private static char @Nullable [] password(SslBundle bundle, SslStoreBundle stores) {
		String password = (bundle.getKey().getPassword() != null) ? bundle.getKey().getPassword()
				: stores.getKeyStorePassword();
		return (password != null) ? password.toCharArray() : null;
	}

	private List<KeyStore> trusted(SslStoreBundle stores) {
		KeyStore store = load(stores::getTrustStore);
		return (store != null) ? List.of(store) : List.of();
	}

	/*
	 * Spring Boot reads the files at the first call. Its message may hold what was
	 * configured, which may be a key.
	 */
	private @Nullable KeyStore load(StoreSupplier supplier) {
		try {
			return supplier.get();
		}
		catch (RuntimeException ex) {
			String message = String.valueOf(ex.getMessage());
			boolean secret = message.contains("---") || message.contains("base64:");
			throw this.setting.refuse("this SSL bundle can't be loaded" + (secret ? "" : " (" + message + ")"),
					"Correct spring.ssl.bundle.*." + this.setting.value() + ".*.");
		}
	}

	@Override
	public List<Path> files() {
		return List.of();
	}

	@Override
	public String bundleName() {
		return this.setting.value();
	}

	/**
	 * Loads a store.
	 */
	@FunctionalInterface
	private interface StoreSupplier {

		@Nullable KeyStore get();

	}

}
