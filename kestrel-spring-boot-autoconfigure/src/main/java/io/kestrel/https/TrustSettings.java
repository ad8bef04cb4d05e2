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
 * Whose client certificates are accepted, as it was configured.
 *
 * @param key where it was written: the prefix of the group, for example
 * {@code server.endpoints.web.trust}
 * @param bundle name of an SSL bundle whose trust store counts
 * @param path location of a PKCS#12 trust store or of PEM certificates of authorities, or
 * PEM itself
 * @param password password of the trust store
 * @param crlPath location of certificate revocation lists, {@code null} for no check
 * @since 0.1.0
 */
public record TrustSettings(ConfigurationKey key, @Nullable String bundle, @Nullable String path,
		@Nullable String password, @Nullable String crlPath) {

	/**
	 * Return the settings without any secret.
	 */
	@Override
	public String toString() {
		return this.key.toString();
	}

}
