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

import io.kestrel.configuration.ConfigurationKey;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as it was configured, not yet loaded: the name of an SSL bundle, a
 * PKCS#12 file with its password, or PEM with a private key. {@code path} and
 * {@code keyPath} are locations as Spring has them ({@code file:}, {@code classpath:}, a
 * plain path) or PEM itself.
 *
 * @param key where it was written: the prefix of the group, for example
 * {@code server.certificates.default}
 * @param bundle name of an SSL bundle
 * @param path location of the key store or of the certificate chain
 * @param keyPath location of the private key, {@code null} for PKCS#12
 * @param password password of the key store or of the private key
 * @since 0.1.0
 */
public record CertificateSettings(ConfigurationKey key, @Nullable String bundle, @Nullable String path,
		@Nullable String keyPath, @Nullable String password) {

	/**
	 * The development certificate, which is made and not configured.
	 */
	public static final CertificateSettings DEVELOPMENT = new CertificateSettings(
			ConfigurationKey.of("server.certificates.development"), null, null, null, null);

	/**
	 * Return whether this is the development certificate.
	 * @return whether it is
	 */
	public boolean isDevelopment() {
		return equals(DEVELOPMENT);
	}

	/**
	 * Return what this refers to: an SSL bundle, or another group. A name beside anything
	 * else is a mistake, which is told later.
	 * @return the name, {@code null} if this refers to nothing
	 */
	public @Nullable String reference() {
		return (this.path == null && this.keyPath == null && this.password == null) ? this.bundle : null;
	}

	/**
	 * Return the settings without any secret.
	 */
	@Override
	public String toString() {
		return this.key.toString();
	}

}
