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

package io.kestrel.endpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.ClientAuth;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.PlainHttp;
import io.kestrel.https.Protocol;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import io.kestrel.limits.LimitOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what counts where several say something: {@link EndpointDefaults},
 * {@link EndpointOptions}, {@link HttpsSettings}.
 */
class EndpointDefaultsTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			true,  ,            ,      false, HTTP1 HTTP2
			true,  ,            ,      true,  HTTP1
			true,  HTTP2,       ,      true,  HTTP2
			true,  ,            HTTP2, true,  HTTP2
			true,  HTTP1,       HTTP2, false, HTTP1
			true,  HTTP1 HTTP2, HTTP1, true,  HTTP1 HTTP2
			false, ,            ,      false, ''
			false, ,            HTTP2, false, HTTP2
			false, HTTP1,       HTTP2, false, HTTP1
			""")
	void protocols(boolean secure, String own, String defaults, boolean http2Disabled, String expected) {
		EndpointDefaults endpointDefaults = new EndpointDefaults(protocols(defaults), HttpsSettings.NONE, Map.of(),
				false, http2Disabled);
		EndpointOptions options = new EndpointOptions(protocols(own), SocketOptions.DEFAULT, LimitOverrides.NONE,
				HttpsSettings.NONE);
		assertThat(options.over(endpointDefaults, secure).protocols()).isEqualTo(protocols(expected));
	}

	private static List<Protocol> protocols(String names) {
		return (names == null || names.isEmpty()) ? List.of()
				: Arrays.stream(names.split(" ")).map(Protocol::valueOf).toList();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			own,        defaults, default, true,  own
			,           defaults, default, true,  defaults
			,           ,         default, true,  default
			,           ,         ,        true,  development
			,           ,         ,        false, none
			bundle:web, ,         default, true,  web
			,           ,         bundle:web, false, web
			bundle:x,   ,         default, true,  bundle:x
			bundle:self, ,        default, true,  bundle:self
			both:web,   ,         default, true,  both:web
			""")
	void certificate(String own, String defaults, String byName, boolean development, String expected) {
		Map<String, CertificateSettings> certificates = new HashMap<>();
		certificates.put("web", certificate("web"));
		certificates.put("self", certificate("bundle:self"));
		if (byName != null) {
			certificates.put("default", certificate(byName));
		}
		EndpointDefaults endpointDefaults = new EndpointDefaults(List.of(), https(certificate(defaults)), certificates,
				development, false);
		CertificateSettings found = over(https(certificate(own)), endpointDefaults, List.of()).tls().certificate();
		assertThat(found).isEqualTo(switch (expected) {
			case "none" -> null;
			case "development" -> CertificateSettings.DEVELOPMENT;
			default -> certificate(expected);
		});
	}

	@Test
	void nameThenEndpointThenDefaultsFieldByField() {
		TlsSettings name = new TlsSettings(certificate("name"), null, null, List.of(), List.of("A"), null);
		TlsSettings endpoint = new TlsSettings(certificate("endpoint"), null, ClientAuth.WANT, List.of("TLSv1.3"),
				List.of("B"), null);
		TlsSettings defaults = new TlsSettings(null, null, ClientAuth.NEED, List.of("TLSv1.2"), List.of("C"),
				Duration.ofSeconds(3));
		HttpsSettings https = new HttpsSettings(endpoint,
				List.of(new ServerNameSettings("a.example", List.of(Protocol.HTTP1), name, ConfigurationKey.of("a")),
						new ServerNameSettings("b.example", List.of(), TlsSettings.NONE, ConfigurationKey.of("b"))),
				null, true, List.of());
		HttpsSettings merged = over(https, new EndpointDefaults(List.of(),
				new HttpsSettings(defaults, List.of(), PlainHttp.REDIRECT, false, List.of()), Map.of(), true, false),
				List.of(Protocol.HTTP2));
		assertThat(merged.serverNames().get(0).tls()).isEqualTo(new TlsSettings(certificate("name"), null,
				ClientAuth.WANT, List.of("TLSv1.3"), List.of("A"), Duration.ofSeconds(3)));
		assertThat(merged.serverNames().get(0).protocols()).containsExactly(Protocol.HTTP1);
		assertThat(merged.serverNames().get(1).tls()).isEqualTo(merged.tls());
		assertThat(merged.serverNames().get(1).protocols()).containsExactly(Protocol.HTTP2);
		assertThat(merged.plainHttp()).isEqualTo(PlainHttp.REDIRECT);
		assertThat(merged.rejectMisdirected()).isTrue();
	}

	@Test
	void aNameThatIsABundleMeansTheSameForEndpointAndServerName() {
		Map<String, CertificateSettings> certificates = Map.of("one", certificate("bundle:two"), "two",
				certificate("two"));
		HttpsSettings https = new HttpsSettings(https(certificate("bundle:one")).tls(),
				List.of(new ServerNameSettings("a.example", List.of(), TlsSettings.NONE, ConfigurationKey.of("a"))),
				null, null, List.of());
		HttpsSettings merged = over(https,
				new EndpointDefaults(List.of(), HttpsSettings.NONE, certificates, false, false), List.of());
		assertThat(merged.serverNames().get(0).tls().certificate()).isEqualTo(merged.tls().certificate());
	}

	private static HttpsSettings https(CertificateSettings certificate) {
		return new HttpsSettings(new TlsSettings(certificate, null, null, List.of(), List.of(), null), List.of(), null,
				null, List.of());
	}

	private static CertificateSettings certificate(String text) {
		if (text == null) {
			return null;
		}
		String[] parts = text.split(":");
		String bundle = (parts.length > 1) ? parts[1] : null;
		return new CertificateSettings(ConfigurationKey.of(text), bundle, (!parts[0].equals("bundle")) ? text : null,
				null, null);
	}

	private static HttpsSettings over(HttpsSettings own, EndpointDefaults defaults, List<Protocol> protocols) {
		return new EndpointOptions(protocols, SocketOptions.DEFAULT, LimitOverrides.NONE, own).over(defaults, true)
			.https();
	}

}
