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
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * An SSL bundle that Spring Boot has made of {@code server.ssl}. Spring Boot has accepted
 * it, so it is looked at and not judged.
 */
final class GivenBundle implements Source {

	private final SslBundle bundle;

	GivenBundle(SslBundle bundle) {
		this.bundle = bundle;
	}

	@Override
	public Material load() {
		return new Material(this.bundle, this.bundle.getManagers().getKeyManagerFactory(), chain(), List.of(),
				List.of());
	}

	private List<X509Certificate> chain() {
		KeyStore store = this.bundle.getStores().getKeyStore();
		try {
			String alias = (store != null) ? alias(store) : null;
			Certificate[] chain = (store != null && alias != null) ? store.getCertificateChain(alias) : null;
			return (chain != null) ? Arrays.stream(chain).map(X509Certificate.class::cast).toList() : List.of();
		}
		catch (KeyStoreException ex) {
			return List.of();
		}
	}

	private @Nullable String alias(KeyStore store) throws KeyStoreException {
		String configured = this.bundle.getKey().getAlias();
		if (configured != null) {
			return configured;
		}
		for (String alias : Collections.list(store.aliases())) {
			if (store.isKeyEntry(alias)) {
				return alias;
			}
		}
		return null;
	}

	@Override
	public List<Path> files() {
		return List.of();
	}

}
