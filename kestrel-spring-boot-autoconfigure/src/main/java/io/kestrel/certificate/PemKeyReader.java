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

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.pem.PemContent;

/**
 * Reads certificates and private keys in PEM (RFC 7468), with Spring Boot's parsers, and
 * says more precisely than they do why something can't be read.
 */
final class PemKeyReader {

	private PemKeyReader() {
	}

	static List<X509Certificate> certificates(Location location, String text) {
		String reason = "it holds no certificate in PEM format (-----BEGIN CERTIFICATE-----)";
		if (PemContent.isPresentInText(text)) {
			try {
				List<X509Certificate> certificates = PemContent.of(text).getCertificates();
				if (!certificates.isEmpty()) {
					return certificates;
				}
			}
			catch (IllegalStateException ex) {
				reason = text.contains("BEGIN CERTIFICATE") ? "a certificate in it is damaged" : reason;
			}
		}
		throw location.refuse(reason, "Name a file with the server's certificate and those of its issuers in PEM"
				+ " format. One in DER format is converted by: openssl x509 -inform DER -in <file>");
	}

	static PrivateKey privateKey(Location location, String text, @Nullable String password) {
		if (!text.contains("PRIVATE KEY-----")) {
			throw location.refuse("it holds no private key in PEM format (-----BEGIN PRIVATE KEY-----)",
					"Name the file with the private key, in PEM format.");
		}
		if (text.contains("Proc-Type: 4,ENCRYPTED")) {
			throw location.refuse("its private key is encrypted in the old format of OpenSSL, which Java can't read",
					"Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in <file> -out <new file>");
		}
		boolean encrypted = text.contains("BEGIN ENCRYPTED PRIVATE KEY");
		if (encrypted && password == null) {
			throw location.refuse("its private key is encrypted, and no password is given",
					"Set the property password of the same group.");
		}
		try {
			PrivateKey key = PemContent.of(text).getPrivateKey(password);
			if (key != null) {
				return key;
			}
		}
		catch (RuntimeException ex) {
			if (encrypted) {
				throw location.refuse("its private key can't be decrypted with the password that is given",
						"Correct the property password of the same group. The encryption must be PBES2, as openssl"
								+ " pkcs8 -topk8 writes it.");
			}
		}
		throw location.refuse("its private key is damaged, or of a kind that Java can't read",
				"Use an RSA, EC or Ed25519 key in PKCS#8, PKCS#1 or SEC1 format.");
	}

}
