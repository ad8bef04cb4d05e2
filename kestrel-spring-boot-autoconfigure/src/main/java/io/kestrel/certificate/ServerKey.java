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
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;

import javax.crypto.spec.PBEParameterSpec;

/**
 * A private key with the chain of its certificate, the certificate itself first.
 *
 * @param privateKey the private key
 * @param chain the certificates, at least one
 */
record ServerKey(PrivateKey privateKey, List<X509Certificate> chain) {

	private static final byte[] SAMPLE = "Does this key belong to that certificate?".getBytes();

	private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "RSASSA-PSS", "RSASSA-PSS",
			"EC", "SHA256withECDSA", "DSA", "SHA256withDSA", "EdDSA", "EdDSA", "Ed25519", "EdDSA", "Ed448", "EdDSA");

	ServerKey {
		chain = List.copyOf(chain);
	}

	X509Certificate certificate() {
		return this.chain.get(0);
	}

	/**
	 * Check that the private key is that of the certificate and that Java can use both: a
	 * pair that does not match would fail at every handshake.
	 * @param certificates where the certificate was configured
	 * @param key where the private key was configured
	 */
	void verify(Setting certificates, Setting key) {
		String algorithm = this.privateKey.getAlgorithm();
		if (!SIGNATURES.containsKey(algorithm)) {
			throw key.refuse("a private key of the kind " + algorithm + " can't be used for TLS",
					"Use an RSA, EC or Ed25519 key.");
		}
		int owner = owner(key);
		if (owner < 0) {
			throw key.refuse("the private key does not belong to the certificate in " + certificates.value(),
					"Name the key and the certificate that were made together.");
		}
		if (owner > 0) {
			throw certificates.refuse(
					"the private key belongs to certificate no. " + (owner + 1) + " of the chain, not to the first",
					"Put the server's certificate first, then that of its issuer, and so on.");
		}
	}

	private int owner(Setting key) {
		for (int i = 0; i < this.chain.size(); i++) {
			try {
				if (belongsTo(this.chain.get(i).getPublicKey())) {
					return i;
				}
			}
			catch (GeneralSecurityException ex) {
				throw key.refuse("this Java can't sign with the private key (" + ex.getClass().getSimpleName() + ")",
						"Use an RSA key of at least 2048 bits, an EC key on the curve P-256, P-384 or P-521, or an"
								+ " Ed25519 key.");
			}
		}
		return -1;
	}

	private boolean belongsTo(PublicKey publicKey) throws GeneralSecurityException {
		if (!SIGNATURES.getOrDefault(publicKey.getAlgorithm(), "")
			.equals(SIGNATURES.get(this.privateKey.getAlgorithm()))) {
			return false;
		}
		// Of a key in a hardware module only the signature can be had, so sign.
		Signature signer = signature();
		signer.initSign(this.privateKey);
		signer.update(SAMPLE);
		byte[] signed = signer.sign();
		Signature verifier = signature();
		verifier.initVerify(publicKey);
		verifier.update(SAMPLE);
		try {
			return verifier.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			// The length of the signature is that of another key.
			return false;
		}
	}

	private Signature signature() throws GeneralSecurityException {
		String name = SIGNATURES.getOrDefault(this.privateKey.getAlgorithm(), "");
		Signature signature = Signature.getInstance(name);
		if (name.equals("RSASSA-PSS")) {
			signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		}
		return signature;
	}

	/**
	 * Return both as a key store that is never written. What protects the key on a disk
	 * costs ten milliseconds in either direction, and nothing is protected here.
	 * @return the key store, which needs no password
	 */
	KeyStore toKeyStore() {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setEntry("ssl",
					new KeyStore.PrivateKeyEntry(this.privateKey, this.chain.toArray(X509Certificate[]::new)),
					new KeyStore.PasswordProtection(new char[0], "PBEWithSHA1AndDESede",
							new PBEParameterSpec(new byte[8], 1)));
			return store;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("No key store can be made", ex);
		}
	}

	@Override
	public String toString() {
		return this.certificate().getSubjectX500Principal().getName();
	}

}
