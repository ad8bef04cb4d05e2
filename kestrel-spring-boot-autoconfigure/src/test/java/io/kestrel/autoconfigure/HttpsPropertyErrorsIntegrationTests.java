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

import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TestCertificates;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application says that can't start because of a property of HTTPS: the key to
 * correct, its value, and what can be written instead.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpsPropertyErrorsIntegrationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					server.endpoints.web.enabled-protocols=Tls12 | server.endpoints.web.enabled-protocols | Tls12 | TLSv1.3, TLSv1.2
					server.endpoints.web.enabled-protocols=TLSv1.3,TLSv1.4 | server.endpoints.web.enabled-protocols | TLSv1.4 | TLSv1.3, TLSv1.2
					server.endpoint-defaults.enabled-protocols=1.2 | enabled-protocols | 1.2 | TLSv1.3, TLSv1.2
					server.endpoints.web.sni[a.example].enabled-protocols=Tls12 | server.endpoints.web.sni[a.example].enabled-protocols | Tls12 | TLSv1.3, TLSv1.2
					server.endpoints.web.ciphers=ECDHE-AES | server.endpoints.web.ciphers | ECDHE-AES | TLS_AES_128_GCM_SHA256
					server.endpoints.web.client-auth=need | server.endpoints.web.client-auth | need | trust.path
					server.certificates.development.enable=true | server.certificates.development.enable | ****** | development.enabled
					""")
	void errorNamesKeyValueAndCure(String property, String key, String value, String cure, CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start("--server.certificates.default.path=" + TestCertificates.keyStore(),
					"--server.certificates.default.password=" + TestCertificates.PASSWORD, "--" + property));
		assertError(output, key, value, cure);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			server.ssl.enabled-protocols=Tls12 | server.ssl.enabled-protocols | Tls12 | TLSv1.3, TLSv1.2
			server.ssl.client-auth=need | server.ssl.client-auth | need | server.ssl.trust-certificate
			""")
	void errorNamesKeysOfSpringBootToo(String property, String key, String value, String cure, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--server.ssl.key-store=" + TestCertificates.keyStore().toUri(),
				"--server.ssl.key-store-password=" + TestCertificates.PASSWORD, "--" + property));
		assertError(output, key, value, cure);
	}

	private static void start(String... arguments) {
		TestApplication.with(Empty.class).property("server.endpoints.web.url", "https://127.0.0.1:0").run(arguments);
	}

	private static void assertError(CapturedOutput output, String key, String value, String cure) {
		assertThat(output).contains("APPLICATION FAILED TO START", "Property: ", key, "Value: \"" + value + "\"",
				"Cure: ", cure);
		assertThat(output).doesNotContain("Now listening on", TestCertificates.PASSWORD, "\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
