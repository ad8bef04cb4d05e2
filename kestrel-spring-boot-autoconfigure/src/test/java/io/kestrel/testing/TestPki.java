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

import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;

/**
 * Authorities and certificates of today, made at run time.
 */
public final class TestPki {

	private final X509Bundle root;

	/**
	 * Make an authority.
	 */
	public TestPki(String name) throws Exception {
		this.root = new CertificateBuilder().ecp256()
			.subject("CN=" + name)
			.setIsCertificateAuthority(true)
			.setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)
			.buildSelfSigned();
	}

	public X509Bundle root() {
		return this.root;
	}

	/**
	 * Issue a certificate for a server at the loopback addresses.
	 */
	public X509Bundle server(String... names) throws Exception {
		CertificateBuilder builder = leaf("localhost").addSanDnsName("localhost")
			.addSanIpAddress("127.0.0.1")
			.addExtendedKeyUsageServerAuth();
		for (String name : names) {
			builder.addSanDnsName(name);
		}
		return builder.buildIssuedBy(this.root);
	}

	public X509Bundle client(String name) throws Exception {
		return leaf(name).addExtendedKeyUsageClientAuth().buildIssuedBy(this.root);
	}

	private static CertificateBuilder leaf(String name) {
		Instant now = Instant.now();
		return new CertificateBuilder().ecp256()
			.subject("CN=" + name)
			.notBefore(now.minus(Duration.ofDays(1)))
			.notAfter(now.plus(Duration.ofDays(90)))
			.setKeyUsage(true, KeyUsage.digitalSignature);
	}

}
