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

import java.security.cert.CRL;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;

import io.kestrel.configuration.Notice;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * What was loaded, at one moment.
 *
 * @param bundle keys and trusted certificates
 * @param keys the server's private key as TLS uses it, {@code null} if it is about trust.
 * Spring Boot makes another one at each call, and decrypts the key for it
 * @param chain the chain of the server's certificate, empty if it is about trust
 * @param crls revoked certificates
 * @param notices what the user should know
 */
record Material(SslBundle bundle, @Nullable KeyManagerFactory keys, List<X509Certificate> chain,
		List<? extends CRL> crls, List<Notice> notices) {

	Material {
		chain = List.copyOf(chain);
		crls = List.copyOf(crls);
		notices = List.copyOf(notices);
	}

	static Material ofTrust(SslBundle bundle) {
		return new Material(bundle, null, List.of(), List.of(), List.of());
	}

	Material withRevocation(List<? extends CRL> lists, List<Notice> about) {
		return new Material(this.bundle, this.keys, this.chain, lists, about);
	}

}
