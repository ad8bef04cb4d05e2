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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;

/**
 * Certificates made at run time, and the files they come in.
 */
final class Authority {

	/** In the life of all certificates made here. */
	static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

	private Authority() {
	}

	static CertificateBuilder server() {
		return new CertificateBuilder().ecp256()
			.subject("CN=shop.example")
			.addSanDnsName("shop.example")
			.notBefore(NOW.minus(Duration.ofDays(10)))
			.notAfter(NOW.plus(Duration.ofDays(90)));
	}

	static CertificateBuilder authority(String name) {
		return new CertificateBuilder().ecp256()
			.subject("CN=" + name)
			.setIsCertificateAuthority(true)
			.notBefore(NOW.minus(Duration.ofDays(10)))
			.notAfter(NOW.plus(Duration.ofDays(900)));
	}

	static X509Bundle self(CertificateBuilder builder) throws Exception {
		// Netty signs no certificate with itself that is not an authority.
		return builder.copy().setIsCertificateAuthority(true).buildSelfSigned();
	}

	static X509Bundle self(Algorithm algorithm) throws Exception {
		return self(server().algorithm(algorithm));
	}

	static Path write(Path file, String... content) throws IOException {
		return Files.writeString(file, String.join("", content));
	}

	static Path keyStore(Path file, String type, String password, X509Bundle... bundles) throws Exception {
		KeyStore store = KeyStore.getInstance(type);
		store.load(null, null);
		int number = 0;
		for (X509Bundle bundle : bundles) {
			store.setKeyEntry("key" + ++number, bundle.getKeyPair().getPrivate(), password.toCharArray(),
					bundle.getCertificatePath());
		}
		return write(file, store, password);
	}

	static Path trustStore(Path file, String password, List<X509Bundle> authorities) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		int number = 0;
		for (X509Bundle authority : authorities) {
			store.setCertificateEntry("ca" + ++number, authority.getCertificate());
		}
		return write(file, store, password);
	}

	private static Path write(Path file, KeyStore store, String password) throws Exception {
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, password.toCharArray());
		}
		return file;
	}

}
