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

package io.kestrel.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;

import io.netty.pkitesting.X509Bundle;

/**
 * The files of one certificate, and the ways in which those who renew certificates
 * replace them.
 */
public final class CertificateFolder {

	private final Path directory;

	private int generation;

	public CertificateFolder(Path directory) throws IOException {
		this.directory = Files.createDirectories(directory);
	}

	public Path chain() {
		return this.directory.resolve("tls.crt");
	}

	public Path key() {
		return this.directory.resolve("tls.key");
	}

	public Path keyStore() {
		return this.directory.resolve("tls.p12");
	}

	/**
	 * Write both files beside the old ones and rename them, as certbot and most others
	 * do.
	 */
	public BigInteger rename(X509Bundle bundle) throws IOException {
		return rename(bundle, bundle);
	}

	/**
	 * The same with a certificate and a key that need not belong together.
	 */
	public BigInteger rename(X509Bundle certificate, X509Bundle key) throws IOException {
		Path nextChain = Files.writeString(temporary(), certificate.getCertificatePathPEM());
		Path nextKey = Files.writeString(temporary(), key.getPrivateKeyPEM());
		move(nextChain, chain());
		move(nextKey, key());
		return certificate.getCertificate().getSerialNumber();
	}

	/**
	 * Do what the kubelet does with a mounted secret: a new directory, and the link
	 * {@code ..data} turned to it.
	 */
	public BigInteger turnLink(X509Bundle bundle) throws IOException {
		return turnLink(bundle, bundle);
	}

	/**
	 * The same with a certificate and a key that need not belong together. Nobody sees
	 * one without the other.
	 */
	public BigInteger turnLink(X509Bundle certificate, X509Bundle key) throws IOException {
		Path data = data();
		Path before = Files.exists(data) ? data.toRealPath() : null;
		Path next = Files.createDirectory(this.directory.resolve("..2026_" + this.generation++));
		Files.writeString(next.resolve("tls.crt"), certificate.getCertificatePathPEM());
		Files.writeString(next.resolve("tls.key"), key.getPrivateKeyPEM());
		move(Files.createSymbolicLink(temporary(), next.getFileName()), data);
		if (!Files.isSymbolicLink(chain())) {
			Files.createSymbolicLink(chain(), Path.of("..data", "tls.crt"));
			Files.createSymbolicLink(key(), Path.of("..data", "tls.key"));
		}
		if (before != null) {
			Files.delete(before.resolve("tls.crt"));
			Files.delete(before.resolve("tls.key"));
			Files.delete(before);
		}
		return certificate.getCertificate().getSerialNumber();
	}

	/**
	 * Take both files away at once.
	 */
	public void removeLink() throws IOException {
		Files.delete(data());
	}

	private Path data() {
		return this.directory.resolve("..data");
	}

	/**
	 * Replace a PKCS#12 key store by renaming.
	 */
	public BigInteger renameKeyStore(X509Bundle bundle) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setKeyEntry("tls", bundle.getKeyPair().getPrivate(), TestCertificates.PASSWORD.toCharArray(),
				bundle.getCertificatePath());
		Path file = temporary();
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, TestCertificates.PASSWORD.toCharArray());
		}
		move(file, keyStore());
		return bundle.getCertificate().getSerialNumber();
	}

	private Path temporary() {
		return this.directory.resolve(".next" + this.generation++);
	}

	private static void move(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

}
