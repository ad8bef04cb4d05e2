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

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.configuration.Notice;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CertificateCheck}, with certificates made for each rule.
 */
class CertificateCheckTests {

	private static final Setting SETTING = Setting.of(ConfigurationKey.of("server.certificates.default"), "path",
			"/etc/tls.crt");

	private static final String START = "The certificate server.certificates.default.path=/etc/tls.crt"
			+ " (CN=shop.example) ";

	private final CertificateCheck check = new CertificateCheck(InstantSource.fixed(Authority.NOW), new TrustAnchors());

	@Test
	void nothingIsSaidAboutAGoodOne() throws Exception {
		assertThat(check(Authority.self(Authority.server()))).isEmpty();
	}

	@ParameterizedTest(name = "begins in {0} s, ends in {1} s: {2}")
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					-1       | 8640000 | -    | -
					0        | 8640000 | -    | -
					1        | 8640000 | WARN | IS NOT YET VALID: it begins on 2026-06-01T00:00:01Z, now it is 2026-06-01T00:00:00Z.
					-8640000 | -1      | WARN | HAS EXPIRED: it ended on 2026-05-31T23:59:59Z, now it is 2026-06-01T00:00:00Z.
					-8640000 | 0       | WARN | ends on 2026-06-01T00:00:00Z, in less than 1 days.
					-8640000 | 604799  | WARN | ends on 2026-06-07T23:59:59Z, in less than 7 days.
					-8640000 | 604800  | INFO | ends on 2026-06-08T00:00:00Z, in less than 8 days.
					-8640000 | 2591999 | INFO | ends on 2026-06-30T23:59:59Z, in less than 30 days.
					-8640000 | 2592000 | -    | -
					""")
	void validity(long begin, long end, @Nullable String level, @Nullable String text) throws Exception {
		List<Notice> notices = check(Authority.self(Authority.server()
			.notBefore(Authority.NOW.plusSeconds(begin))
			.notAfter(Authority.NOW.plusSeconds(end))));
		if (level == null) {
			assertThat(notices).isEmpty();
			return;
		}
		assertThat(notices).singleElement().satisfies((notice) -> {
			assertThat(notice.level()).isEqualTo(Notice.Level.valueOf(level));
			assertThat(notice.text()).startsWith(START + text);
		});
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			none                | true
			serverAuth          | true
			serverAuth, client  | true
			any                 | true
			client              | false
			codeSigning, client | false
			""")
	void extendedKeyUsage(String usages, boolean accepted) throws Exception {
		CertificateBuilder builder = Authority.server();
		for (String usage : usages.split(", ")) {
			switch (usage) {
				case "serverAuth" -> builder.addExtendedKeyUsageServerAuth();
				case "client" -> builder.addExtendedKeyUsageClientAuth();
				case "codeSigning" -> builder.addExtendedKeyUsageCodeSigning();
				case "any" -> builder.addExtendedKeyUsage("2.5.29.37.0");
				default -> assertThat(usage).isEqualTo("none");
			}
		}
		X509Bundle bundle = Authority.self(builder);
		if (accepted) {
			assertThat(check(bundle)).isEmpty();
			return;
		}
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> check(bundle))
			.withMessageContaining("is not made for a server")
			.withMessageContaining("1.3.6.1.5.5.7.3.2")
			.withMessageContaining("server.certificates.default.path=/etc/tls.crt");
	}

	@Test
	void noAlternativeName() throws Exception {
		X509Bundle bundle = Authority.self(new CertificateBuilder().ecp256()
			.subject("CN=shop.example")
			.notBefore(Authority.NOW)
			.notAfter(Authority.NOW.plus(Duration.ofDays(90))));
		assertThat(check(bundle)).singleElement().satisfies((notice) -> {
			assertThat(notice.level()).isEqualTo(Notice.Level.WARN);
			assertThat(notice.text()).startsWith(START + "has no subject alternative name");
		});
	}

	@Test
	void chains() throws Exception {
		X509Bundle root = Authority.self(Authority.authority("root"));
		X509Bundle intermediate = Authority.authority("intermediate").buildIssuedBy(root);
		X509Bundle server = Authority.server().buildIssuedBy(intermediate);
		X509Certificate one = server.getCertificate();
		X509Certificate two = intermediate.getCertificate();
		X509Certificate three = root.getCertificate();
		assertThat(check(List.of(one, two, three), List.of())).isEmpty();
		assertThat(check(List.of(one, two), List.of(store(root)))).isEmpty();
		assertThat(check(List.of(one, two), List.of())).singleElement().satisfies((notice) -> {
			assertThat(notice.level()).isEqualTo(Notice.Level.WARN);
			assertThat(notice.text()).startsWith(START + "may come with an incomplete chain: \"CN=root\"");
		});
		assertThat(check(List.of(one), List.of(store(root)))).singleElement()
			.satisfies((notice) -> assertThat(notice.text()).contains("incomplete chain: \"CN=intermediate\""));
		assertOutOfOrder(List.of(one, three, two), "no. 2 (CN=root) did not issue no. 1 (CN=shop.example)");
		assertOutOfOrder(List.of(one, two, two), "no. 3 (CN=intermediate) did not issue no. 2 (CN=intermediate)");
	}

	@Test
	void authorityOfTheSameNameButAnotherKeyIsNoIssuer() throws Exception {
		X509Bundle server = Authority.server().buildIssuedBy(Authority.self(Authority.authority("root")));
		X509Bundle impostor = Authority.self(Authority.authority("root"));
		assertOutOfOrder(List.of(server.getCertificate(), impostor.getCertificate()), "did not issue");
		assertThat(check(List.of(server.getCertificate()), List.of(store(impostor)))).hasSize(1);
	}

	@Test
	void issuerThatHasExpired() throws Exception {
		X509Bundle root = Authority
			.self(Authority.authority("root").notAfter(Authority.NOW.minus(Duration.ofSeconds(1))));
		X509Bundle server = Authority.server().buildIssuedBy(root);
		assertThat(check(List.of(server.getCertificate(), root.getCertificate()), List.of())).singleElement()
			.satisfies((notice) -> assertThat(notice.text())
				.startsWith(START + "has the issuer \"CN=root\", which HAS EXPIRED: it ended on 2026-05-31T23:59:59Z"));
	}

	@Test
	void authorityThatJavaKnowsNeedsNotBeSent() throws Exception {
		TrustAnchors anchors = new TrustAnchors();
		KeyStore none = KeyStore.getInstance("PKCS12");
		none.load(null, null);
		X509Certificate builtIn = builtIn();
		assertThat(anchors.haveIssuerOf(builtIn, List.of(none))).isTrue();
	}

	private static X509Certificate builtIn() throws Exception {
		TrustManagerFactory factory = javax.net.ssl.TrustManagerFactory
			.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init((KeyStore) null);
		return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
	}

	private void assertOutOfOrder(List<X509Certificate> chain, String text) {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> check(chain, List.of()))
			.withMessageContaining("its chain is not in order")
			.withMessageContaining(text);
	}

	private List<Notice> check(X509Bundle bundle) {
		return check(List.of(bundle.getCertificatePath()), List.of());
	}

	private List<Notice> check(List<X509Certificate> chain, List<KeyStore> trusted) {
		return this.check.check(SETTING, chain, trusted);
	}

	private static KeyStore store(X509Bundle authority) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("ca", authority.getCertificate());
		return store;
	}

}
