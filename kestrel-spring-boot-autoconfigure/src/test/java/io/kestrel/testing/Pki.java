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
import java.security.KeyStore;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * An authority, and the files of what it issues, for tests with whole applications.
 */
public final class Pki {

	private final Path directory;

	private final String name;

	private final X509Bundle root;

	private int revocationLists;

	public Pki(Path directory, String name) {
		this.directory = directory;
		this.name = name;
		try {
			this.root = new CertificateBuilder().ecp256()
				.subject("CN=" + name)
				.setIsCertificateAuthority(true)
				.setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)
				.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Issue a certificate for servers.
	 * @param subject its common name, by which tests recognise it
	 * @param hosts its alternative names
	 */
	public Issued server(String subject, String... hosts) {
		return server(Algorithm.ecp256, subject, hosts);
	}

	public Issued server(Algorithm algorithm, String subject, String... hosts) {
		CertificateBuilder builder = new CertificateBuilder().algorithm(algorithm).addExtendedKeyUsageServerAuth();
		for (String host : hosts) {
			if (host.matches("[0-9.]+|.*:.*")) {
				builder.addSanIpAddress(host);
			}
			else {
				builder.addSanDnsName(host);
			}
		}
		return issue(subject, builder);
	}

	/**
	 * Issue a certificate for clients.
	 */
	public Issued client(String subject) {
		return issue(subject, new CertificateBuilder().ecp256().addExtendedKeyUsageClientAuth());
	}

	/**
	 * Issue a certificate for clients that ended yesterday.
	 */
	public Issued expiredClient(String subject) {
		Instant now = Instant.now();
		return issue(subject,
				new CertificateBuilder().ecp256()
					.addExtendedKeyUsageClientAuth()
					.notBefore(now.minus(Duration.ofDays(2)))
					.notAfter(now.minus(Duration.ofDays(1))));
	}

	private Issued issue(String subject, CertificateBuilder builder) {
		try {
			return new Issued(subject,
					builder.subject("CN=" + subject)
						.setKeyUsage(true, KeyUsage.digitalSignature)
						.buildIssuedBy(this.root));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Write the certificate of the authority as PEM.
	 */
	public Path pem() throws IOException {
		return Files.writeString(file(this.name, ".pem"), this.root.getCertificatePEM());
	}

	/**
	 * Write the certificate of the authority as a PKCS#12 trust store.
	 */
	public Path trustStore(String password) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("ca", this.root.getCertificate());
		return write(file(this.name, ".trust.p12"), store, password);
	}

	/**
	 * Write a revocation list.
	 * @param nextUpdate when it was or is to be replaced, from now on
	 * @param revoked what is revoked
	 */
	public Path revocationList(Duration nextUpdate, Issued... revoked) throws Exception {
		Instant now = Instant.now();
		X509v2CRLBuilder builder = new JcaX509v2CRLBuilder(this.root.getCertificate(),
				Date.from(now.minus(Duration.ofDays(10))));
		builder.setNextUpdate(Date.from(now.plus(nextUpdate)));
		for (Issued certificate : revoked) {
			BigInteger serial = certificate.bundle().getCertificate().getSerialNumber();
			builder.addCRLEntry(serial, Date.from(now.minus(Duration.ofDays(5))), CRLReason.keyCompromise);
		}
		X509CRL list = new JcaX509CRLConverter().getCRL(builder
			.build(new JcaContentSignerBuilder("SHA256withECDSA").build(this.root.getKeyPair().getPrivate())));
		return Files.writeString(file(this.name, "." + ++this.revocationLists + ".crl"),
				pem("X509 CRL", list.getEncoded()));
	}

	private Path file(String subject, String suffix) {
		return this.directory.resolve(subject.replace('*', '_') + suffix);
	}

	private static Path write(Path file, KeyStore store, String password) throws Exception {
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, password.toCharArray());
		}
		return file;
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content)
				+ "\n-----END " + type + "-----\n";
	}

	/**
	 * A certificate with its key.
	 */
	public final class Issued {

		private final String subject;

		private final X509Bundle bundle;

		private Issued(String subject, X509Bundle bundle) {
			this.subject = subject;
			this.bundle = bundle;
		}

		public X509Bundle bundle() {
			return this.bundle;
		}

		/**
		 * Return the chain as PEM text.
		 */
		public String chainText() {
			return this.bundle.getCertificatePathPEM();
		}

		/**
		 * Return the private key as PEM text.
		 */
		public String keyText() {
			return this.bundle.getPrivateKeyPEM();
		}

		/**
		 * Write the chain as PEM.
		 */
		public Path chain() throws IOException {
			return Files.writeString(file(this.subject, ".crt"), chainText());
		}

		/**
		 * Write the private key as PEM.
		 */
		public Path key() throws IOException {
			return Files.writeString(file(this.subject, ".key"), keyText());
		}

		/**
		 * Write the private key as PEM, encrypted.
		 */
		public Path encryptedKey(String password) throws Exception {
			byte[] encrypted = new JcaPKCS8EncryptedPrivateKeyInfoBuilder(this.bundle.getKeyPair().getPrivate())
				.build(new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
					.setProvider(new BouncyCastleProvider())
					.build(password.toCharArray()))
				.getEncoded();
			return Files.writeString(file(this.subject, ".encrypted.key"), pem("ENCRYPTED PRIVATE KEY", encrypted));
		}

		/**
		 * Write both as PKCS#12.
		 */
		public Path keyStore(String password) throws Exception {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry("key", this.bundle.getKeyPair().getPrivate(), password.toCharArray(),
					this.bundle.getCertificatePath());
			return write(file(this.subject, ".p12"), store, password);
		}

	}

}
