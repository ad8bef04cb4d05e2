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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is refused at start, each with its key, its value and the cure.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpsRefusalsIntegrationTests {

	@TempDir
	static Path directory;

	private static String certificate;

	@BeforeAll
	static void issue() throws Exception {
		Issued issued = new Pki(directory, "Root").server("web", "localhost");
		certificate = "path=" + issued.chain() + " {0}.key-path=" + issued.key();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			client-auth=need                     | server.endpoints.web.client-auth
			certificate.bundle=b                 | server.endpoints.web.certificate
			trust.path=ca.pem                    | server.endpoints.web.trust
			enabled-protocols=TLSv1.3            | server.endpoints.web.enabled-protocols
			ciphers=TLS_AES_256_GCM_SHA384       | server.endpoints.web.ciphers
			handshake-timeout=5s                 | server.endpoints.web.handshake-timeout
			plain-http=redirect                  | server.endpoints.web.plain-http
			reject-misdirected-requests=true     | server.endpoints.web.reject-misdirected-requests
			sni[a.example].certificate.bundle=b  | server.endpoints.web.sni
			sni[*].client-auth=need              | server.endpoints.web.sni
			""")
	void httpsKeyOfAClearEndpoint(String written, String key, CapturedOutput output) {
		refused(output, "server.endpoints.web.url=http://127.0.0.1:0", "server.endpoints.web." + written);
		assertThat(output).contains(key).contains("this has a meaning with https only").contains("Write https");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					server.urls=https://127.0.0.1:0                                                       | https needs a certificate, and none is configured
					server.https-ports=0                                                                  | https needs a certificate, and none is configured
					server.endpoints.a.url=https://127.0.0.1:0                                            | Property: server.endpoints.a.url
					server.endpoints.a.url=https://127.0.0.1:0 server.endpoints.a.sni[x.example].client-auth=none | Property: server.endpoints.a.sni[x.example]
					server.urls=https://127.0.0.1:0 CERT server.ssl.certificate=classpath:x server.ssl.enabled=false server.endpoint-defaults.client-auth=need | nothing says whose are accepted
					server.urls=https://127.0.0.1:0 CERT server.endpoint-defaults.handshake-timeout=0     | a handshake takes longer than that
					server.urls=https://127.0.0.1:0 CERT server.endpoint-defaults.handshake-timeout=-2    | a handshake takes longer than that
					server.urls=https://127.0.0.1:0 CERT server.endpoint-defaults.handshake-timeout=-1ms  | a handshake takes longer than that
					server.urls=https://127.0.0.1:0 CERT server.endpoint-defaults.enabled-protocols=TLSv9 | TLSv9
					server.urls=https://127.0.0.1:0 CERT server.endpoint-defaults.ciphers=TLS_NONSENSE    | TLS_NONSENSE
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.sni[1.2.3.4].client-auth=none | never an IP address
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.sni[*a.example].client-auth=none | * may only stand alone or as the first label
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.sni[A.example].client-auth=none server.endpoints.a.sni[a.example.].client-auth=none | stands there already
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.certificate.bundle=none | there is no SSL bundle of this name
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.certificate.bundle=default server.endpoints.a.certificate.path=x | bundle and path are both set
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.certificate.password=x | password is set without path
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.certificte.path=x  | server.endpoints.a.certificte.path
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.sni[x].certificate.pth=x | certificate.pth
					server.endpoints.a.url=https://127.0.0.1:0 CERT server.endpoints.a.sni.x.example.client-auth=need | sni
					server.urls=https://127.0.0.1:0 CERT server.endpoint-defaults.url=x                   | there is no such default
					""")
	void settings(String written, String message, CapturedOutput output) {
		refused(output,
				written
					.replaceFirst("CERT",
							"server.certificates.default." + certificate.replace("{0}", "server.certificates.default"))
					.split(" +"));
		assertThat(output).contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					server.urls=https://127.0.0.1:0 STOCK CERT                    | Remove one of the two: server.ssl or server.certificates.default
					server.port=0 STOCK server.ssl.client-auth=need               | client certificates are asked for, but nothing says whose are accepted
					server.port=0 STOCK server.ssl.client-auth=want               | client certificates are asked for, but nothing says whose are accepted
					server.port=0 STOCK server.ssl.enabled-protocols=TLSv9        | TLSv9
					""")
	void stockSettings(String written, String message, CapturedOutput output) {
		String stock = "server.ssl.certificate="
				+ certificate.replace("{0}.key-path=", "server.ssl.certificate-private-key=").substring(5);
		refused(output,
				written
					.replaceFirst("CERT",
							"server.certificates.default." + certificate.replace("{0}", "server.certificates.default"))
					.replaceFirst("STOCK", stock)
					.split(" +"));
		assertThat(output).contains(message);
	}

	private static void refused(CapturedOutput output, String... properties) {
		List<String> arguments = new ArrayList<>(Arrays.stream(properties).map("--"::concat).toList());
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> TestApplication.run(arguments.toArray(String[]::new)).close());
		assertThat(output).contains("APPLICATION FAILED TO START").contains("Action:").doesNotContain("\tat ");
	}

}
