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
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new certificate for this machine only, signed by itself. The only class that knows
 * Bouncy Castle, which may be absent.
 *
 * @param certificatePem the certificate in PEM format
 * @param privateKeyPem the private key, PKCS#8 in PEM format
 */
record SelfSignedCertificate(String certificatePem, String privateKeyPem) {

	static final Duration VALIDITY = Duration.ofDays(365);

	private static final int SERIAL_BITS = 127;

	static SelfSignedCertificate make(Instant now) throws IOException {
		try {
			SecureRandom random = new SecureRandom();
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"), random);
			KeyPair pair = generator.generateKeyPair();
			X509Certificate certificate = certificate(pair, now, new BigInteger(SERIAL_BITS, random));
			return new SelfSignedCertificate(pem("CERTIFICATE", certificate.getEncoded()),
					pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
		}
		catch (GeneralSecurityException | OperatorCreationException ex) {
			throw new IllegalStateException("Java or Bouncy Castle can't make an EC certificate", ex);
		}
	}

	private static X509Certificate certificate(KeyPair pair, Instant now, BigInteger serial)
			throws IOException, GeneralSecurityException, OperatorCreationException {
		X500Principal name = new X500Principal("CN=localhost");
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, serial.add(BigInteger.ONE),
				Date.from(now), Date.from(now.plus(VALIDITY)), name, pair.getPublic());
		builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
		builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
		builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
		builder.addExtension(Extension.subjectAlternativeName, false, names());
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
	}

	/*
	 * No *.localhost: a wildcard directly below a top-level domain is not honoured by
	 * browsers. The same names as those of the original.
	 */
	private static GeneralNames names() {
		return new GeneralNames(new GeneralName[] { new GeneralName(GeneralName.dNSName, "localhost"),
				new GeneralName(GeneralName.dNSName, "*.dev.localhost"),
				new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.iPAddress, "::1") });
	}

	private static String pem(String type, byte[] content) {
		String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
	}

	@Override
	public String toString() {
		return "self-signed certificate for localhost";
	}

}
