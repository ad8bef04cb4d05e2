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

package io.kestrel.tls;

import java.util.List;

import io.netty.pkitesting.CertificateBuilder;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CertificateNames}.
 */
class CertificateNamesTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			shop.example,               true
			www.shop.example,           false
			a.wild.example,             true
			a.b.wild.example,           false
			wild.example,               false
			.wild.example,              false
			xn--bcher-kva.example,      true
			mixed.example,              true
			127.0.0.1,                  true
			127.0.0.2,                  false
			::1,                        true
			0:0:0:0:0:0:0:1,            true
			2001:db8::1,                true
			2001:0db8:0:0::1,           true
			2001:db8::2,                false
			subject.example,            false
			mail.example,               false
			'',                         false
			""")
	void coversItsAlternativeNamesOnly(String host, boolean covered) throws Exception {
		GeneralNames alternatives = new GeneralNames(new GeneralName[] { dns("shop.example"), dns("*.wild.example"),
				dns("xn--bcher-kva.example"), dns("MIXED.example"),
				new GeneralName(GeneralName.rfc822Name, "mail.example"),
				new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.iPAddress, "::1"),
				new GeneralName(GeneralName.iPAddress, "2001:db8::1") });
		CertificateNames names = CertificateNames.of(List.of(new CertificateBuilder().ecp256()
			.subject("CN=subject.example")
			.setIsCertificateAuthority(true)
			.addExtensionOctetString("2.5.29.17", false, alternatives.getEncoded())
			.buildSelfSigned()
			.getCertificate()));
		assertThat(names.cover(host)).isEqualTo(covered);
	}

	private static GeneralName dns(String name) {
		return new GeneralName(GeneralName.dNSName, name);
	}

	@Test
	void withoutAlternativeNamesNothingIsCovered() throws Exception {
		CertificateNames names = CertificateNames.of(List.of(new CertificateBuilder().ecp256()
			.subject("CN=subject.example")
			.setIsCertificateAuthority(true)
			.buildSelfSigned()
			.getCertificate()));
		assertThat(names.cover("subject.example")).isFalse();
		assertThat(CertificateNames.of(List.of()).cover("subject.example")).isFalse();
	}

}
