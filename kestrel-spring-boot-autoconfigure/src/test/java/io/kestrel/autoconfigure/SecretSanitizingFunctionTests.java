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

package io.kestrel.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretSanitizingFunction}.
 */
class SecretSanitizingFunctionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			server.certificates.default.password                 | x                          | true
			server.certificates.default.path                     | /etc/tls.crt               | false
			server.certificates.default.path                     | -----BEGIN CERTIFICATE----- | true
			server.certificates.default.keyPath                  | base64:TUlJ                | true
			server.certificates.default.key-path                 | -----BEGIN EC PRIV         | true
			server.certificates.default.key-path                 | MIIB EC PRIVATE KEY-----   | true
			SERVER_CERTIFICATES_DEFAULT_PASSWORD                 | x                          | true
			SERVER_ENDPOINTS_WEB_CERTIFICATE_KEYPATH             | -----BEGIN PRIVATE KEY     | true
			server.endpoints.web.trust.password                  | x                          | true
			server.endpoints.web.sni[a].certificate.password     | x                          | true
			server.endpointDefaults.certificate.password         | x                          | true
			server.ssl.key-store-password                        | x                          | true
			server.ssl.keyPassword                               | x                          | true
			server.ssl.certificate-private-key                   | -----BEGIN PRIVATE KEY     | true
			spring.ssl.bundle.jks.a.keystore.password            | x                          | true
			spring.ssl.bundle.pem.a.keystore.private-key         | -----BEGIN PRIVATE KEY     | true
			spring.ssl.bundle.pem.a.keystore.private-key         | classpath:a.key            | false
			SPRING_SSL_BUNDLE_PEM_A_KEYSTORE_PRIVATEKEY          | -----BEGIN PRIVATE KEY     | true
			server.urls                                          | https://*:443              | false
			server.endpoints.web.url                             | https://*:443              | false
			other.certificate.password                           | x                          | false
			""")
	void hidesSecretsOfCertificates(String key, String value, boolean hidden) {
		SanitizableData data = new SanitizableData(null, key, value);
		Object shown = new SecretSanitizingFunction().apply(data).getValue();
		assertThat(shown).isEqualTo(hidden ? SanitizableData.SANITIZED_VALUE : value);
	}

}
