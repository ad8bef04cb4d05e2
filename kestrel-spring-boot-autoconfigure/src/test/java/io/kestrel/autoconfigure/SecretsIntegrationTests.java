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

import io.kestrel.testing.Http;
import io.kestrel.testing.Pki;
import io.kestrel.testing.Pki.Issued;
import io.kestrel.testing.TestApplication;
import io.kestrel.testing.TlsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Looks for passwords and private keys wherever an operator, or somebody who should not,
 * could read them.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsIntegrationTests {

	private static final String PASSWORD = "hunter2-password";

	@TempDir
	Path directory;

	private Issued issued;

	@BeforeEach
	void issue() {
		this.issued = new Pki(this.directory, "Root").server("web", "localhost", "127.0.0.1");
	}

	@AfterEach
	void quiet() {
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GROUP.path=STORE GROUP.password=PASSWORD", "GROUP.path=STORE GROUP.passwrod=PASSWORD",
			"GROUP.path=CHAIN GROUP.key-path=ENCRYPTED GROUP.password=PASSWORD", "GROUP.path=CHAIN GROUP.key-path=HALF",
			"GROUP.path=CHAIN GROUP.key-path=BASE64", "GROUP.path=CHAIN GROUP.kye-path=KEY",
			"GROUP.path=CHAIN GROUP.key-path.x=KEY", "GROUP.path=KEY GROUP.key-path=CHAIN", "GROUP.path=KEY",
			"GROUP=KEY", "GROUP=PASSWORD", "GROUP.bundle=KEY", "GROUP.bundle=web GROUP.password=PASSWORD",
			"GROUP.password=PASSWORD" })
	void failedStart(String written, CapturedOutput output) throws Exception {
		for (String group : List.of("server.certificates.default", "server.endpoints.web.certificate",
				"server.endpoint-defaults.certificate", "server.endpoints.web.sni[a.example].certificate")) {
			assertFails(output, Arrays.stream(written.split(" ")).map((word) -> fill(word, group)).toList());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.endpoints.web.password=PASSWORD", "server.endpoints.web.passwrod=PASSWORD",
			"server.endpoints.web.key-path=KEY", "server.endpoint-defaults.password=PASSWORD",
			"server.endpoints.web.trust.path=STORE server.endpoints.web.trust.password=PASSWORD",
			"server.endpoints.web.trust.passwrod=PASSWORD", "server.endpoints.web.trust.path=HALF",
			"server.endpoints.web.trust=PASSWORD", "server.endpoints.web.sni[a.example].password=PASSWORD",
			"server.ssl.certificate=CHAIN server.ssl.certificate-private-key=HALF",
			"server.ssl.key-store=STORE server.ssl.key-store-password=PASSWORD",
			"server.ssl.bundle=web spring.ssl.bundle.pem.web.keystore.certificate=CHAIN"
					+ " spring.ssl.bundle.pem.web.keystore.private-key=HALF",
			"server.certificates.default.bundle=web spring.ssl.bundle.jks.web.keystore.location=STORE"
					+ " spring.ssl.bundle.jks.web.keystore.password=PASSWORD" })
	void failedStartForOtherKeys(String written, CapturedOutput output) throws Exception {
		List<String> properties = new ArrayList<>(
				Arrays.stream(written.split(" ")).map((word) -> fill(word, "")).toList());
		if (written.contains(".trust") || !written.contains("certificate")) {
			properties.add("server.endpoints.web.client-auth=need");
		}
		assertFails(output, properties);
	}

	private void assertFails(CapturedOutput output, List<String> properties) {
		List<String> arguments = new ArrayList<>(List.of("logging.level.root=debug", "logging.level.io.kestrel=trace",
				"server.endpoints.web.url=https://127.0.0.1:0"));
		arguments.addAll(properties);
		String[] all = arguments.stream().map("--"::concat).toArray(String[]::new);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> TestApplication.run(all).close())
			.satisfies((ex) -> {
				for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
					assertNoSecret(cause.toString());
				}
			});
		if (properties.stream().noneMatch((property) -> property.startsWith("server.ssl"))) {
			assertThat(output).contains("APPLICATION FAILED TO START");
		}
		assertNoSecret(output.getAll());
	}

	@Test
	void goodStart(CapturedOutput output) throws Exception {
		Issued inline = new Pki(this.directory, "Root2").server("inline", "inline.example");
		String store = this.issued.keyStore(PASSWORD).toString();
		TestApplication.Builder builder = TestApplication.with()
			.variable("SERVER_ENDPOINTS_WEB_CERTIFICATE_PASSWORD", PASSWORD)
			.variable("SERVER_CERTIFICATES_B64_KEYPATH", base64(this.issued.keyText()))
			.property("server.endpoints.web.url", "https://127.0.0.1:0")
			.property("server.endpoints.web.certificate.path", store)
			.property("server.endpoints.web.sni[inline.example].certificate.path", inline.chainText())
			.property("server.endpoints.web.sni[inline.example].certificate.key-path", inline.keyText())
			.property("server.endpoints.web.sni[*].client-auth", "want")
			.property("server.endpoints.web.trust.path",
					new Pki(this.directory, "Root3").trustStore(PASSWORD).toString())
			.property("server.endpoints.web.trust.password", PASSWORD)
			.property("server.certificates.b64.path", this.issued.chain().toString())
			.property("spring.ssl.bundle.jks.other.keystore.location", store)
			.property("spring.ssl.bundle.jks.other.keystore.password", PASSWORD)
			.property("spring.ssl.bundle.pem.inline.keystore.certificate", inline.chainText())
			.property("spring.ssl.bundle.pem.inline.keystore.private-key", inline.keyText())
			.property("server.ssl.key-store", store)
			.property("server.ssl.key-store-password", PASSWORD)
			.property("server.ssl.key-password", PASSWORD)
			.property("logging.level.root", "debug")
			.property("logging.level.io.kestrel", "trace")
			.property("management.server.port", "0")
			.property("management.server.ssl.enabled", "false")
			.property("management.endpoints.web.exposure.include", "*")
			.property("management.endpoint.env.show-values", "always")
			.property("management.endpoint.configprops.show-values", "always")
			.property("management.endpoint.health.show-details", "always")
			.property("management.info.ssl.enabled", "true");
		try (TestApplication application = builder.run()) {
			TlsClient client = TlsClient.to(application.port(0));
			assertThat(client.get("localhost")).endsWith("hello");
			assertThat(client.serverName("inline.example").handshake().certificate()).isEqualTo("inline");
			String actuator = "http://127.0.0.1:" + application.property("local.management.port") + "/actuator/";
			for (String endpoint : List.of("env", "configprops", "info", "health", "beans", "conditions")) {
				String answer = Http.get(actuator + endpoint);
				assertThat(answer).as(endpoint).startsWith("{");
				assertNoSecret(answer);
				assertThat(answer).doesNotContain(part(inline)).doesNotContain(inline.keyText().split("\n")[1]);
			}
			assertThat(Http.get(actuator + "env")).contains("server.endpoints.web.certificate.path").contains(store);
		}
		assertNoSecret(output.getAll());
		assertThat(output.getAll()).doesNotContain(part(inline));
	}

	private String fill(String word, String group) {
		try {
			return word.replace("GROUP", group)
				.replaceFirst("=STORE$", "=" + this.issued.keyStore("another-password"))
				.replaceFirst("=ENCRYPTED$", "=" + this.issued.encryptedKey("another-password"))
				.replaceFirst("=CHAIN$", "=" + this.issued.chain())
				.replaceFirst("=BASE64$", "=" + base64(this.issued.keyText().substring(0, 100)))
				.replaceFirst("=HALF$", "=" + this.issued.keyText().substring(0, 100))
				.replaceFirst("=KEY$", "=" + this.issued.keyText())
				.replaceFirst("=PASSWORD$", "=" + PASSWORD);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String base64(String text) {
		return "base64:" + java.util.Base64.getEncoder().encodeToString(text.getBytes());
	}

	private static String part(Issued issued) {
		return issued.keyText().split("\n")[1].substring(20, 60);
	}

	private void assertNoSecret(String text) {
		assertThat(text.lines()
			.filter((line) -> line.contains(PASSWORD) || line.contains(part(this.issued))
					|| line.contains(base64(this.issued.keyText()).substring(30, 80)))
			.map((line) -> line.substring(0, Math.min(line.length(), 1500)))).isEmpty();
	}

}
