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
import java.util.List;

import io.kestrel.address.UrlPrefix;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import io.kestrel.limits.LimitOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpsRules}.
 */
class HttpsRulesTests {

	private static final ConfigurationKey KEY = ConfigurationKey.of("server.endpoints.web.url");

	private static final CertificateSettings CERTIFICATE = new CertificateSettings(
			ConfigurationKey.of("server.certificates.default"), null, "tls.p12", null, null);

	@ParameterizedTest
	@CsvSource({ "PT10S, true", "PT0.001S, true", "PT0S, false", "PT-0.001S, false", "PT-1S, true", "PT-1.001S, false",
			"PT-2S, false", ", true" })
	void handshakeTimeout(Duration timeout, boolean valid) {
		TlsSettings tls = tls(CERTIFICATE, timeout);
		assertThat(check(true, tls, List.of()).isEmpty()).isEqualTo(valid);
		assertThat(check(true, tls(CERTIFICATE, null), List.of(name(tls))).isEmpty()).isEqualTo(valid);
		assertThat(check(false, tls, List.of())).isEmpty();
	}

	@Test
	void certificateOfTheEndpointOrOfEachName() {
		TlsSettings with = tls(CERTIFICATE, null);
		assertThat(check(true, TlsSettings.NONE, List.of())).hasSize(1);
		assertThat(check(true, TlsSettings.NONE, List.of(name(with)))).isEmpty();
		assertThat(check(true, TlsSettings.NONE, List.of(name(with), name(TlsSettings.NONE)))).singleElement()
			.satisfies((problem) -> assertThat(problem.toString()).contains("sni[a.example]"));
		assertThat(new HttpsRules(true).check(endpoint(true, TlsSettings.NONE, List.of()))).isEmpty();
	}

	@Test
	void keysOfAClearEndpoint() {
		ConfigurationKey trust = ConfigurationKey.of("server.endpoints.web.trust");
		ConfigurationKey sni = ConfigurationKey.of("server.endpoints.web.sni");
		HttpsSettings https = new HttpsSettings(TlsSettings.NONE, List.of(), null, null, List.of(trust, sni));
		Endpoint endpoint = new Endpoint("web", UrlPrefix.parse("http://*:80"),
				new EndpointOptions(List.of(), SocketOptions.DEFAULT, LimitOverrides.NONE, https), KEY);
		assertThat(new HttpsRules(false).check(endpoint)).extracting(ConfigurationProblem::key)
			.containsExactly(trust, sni);
	}

	private static List<ConfigurationProblem> check(boolean secure, TlsSettings tls, List<ServerNameSettings> names) {
		return new HttpsRules(false).check(endpoint(secure, tls, names));
	}

	private static Endpoint endpoint(boolean secure, TlsSettings tls, List<ServerNameSettings> names) {
		HttpsSettings https = new HttpsSettings(tls, names, null, null, List.of());
		return new Endpoint("web", UrlPrefix.parse((secure ? "https" : "http") + "://*:443"),
				new EndpointOptions(List.of(), SocketOptions.DEFAULT, LimitOverrides.NONE, https), KEY);
	}

	private static ServerNameSettings name(TlsSettings tls) {
		return new ServerNameSettings("a.example", List.of(), tls,
				ConfigurationKey.of("server.endpoints.web.sni[a.example]"));
	}

	private static TlsSettings tls(CertificateSettings certificate, Duration timeout) {
		return new TlsSettings(certificate, null, null, List.of(), List.of(), timeout);
	}

}
