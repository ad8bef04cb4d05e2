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

import java.nio.charset.StandardCharsets;

import io.kestrel.testing.Http;
import io.kestrel.testing.SizedBody;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The limit of request bodies by property: how it can be written, for all endpoints, for
 * one, and for the management server.
 */
@ExtendWith(OutputCaptureExtension.class)
class LimitPropertiesIntegrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "server.limits.max-request-body-size=100", "server.limits.maxRequestBodySize=100B",
			"server.limits.max_request_body_size=100" })
	void nameIsRelaxed(String property) {
		try (TestApplication application = run("--" + property)) {
			assertLimit(application, 0, 100);
		}
	}

	@Test
	void environmentVariableSetsTheLimit() {
		try (TestApplication application = TestApplication.with(Handlers.class)
			.variable("SERVER_LIMITS_MAXREQUESTBODYSIZE", "1KB")
			.run("--server.urls=http://127.0.0.1:0")) {
			assertLimit(application, 0, 1024);
		}
	}

	@Test
	void zeroAllowsNoBody() {
		try (TestApplication application = run("--server.limits.max-request-body-size=0")) {
			assertThat(post(application.addresses().get(0) + "/length", 1)).isEqualTo(413);
			assertThat(Http.get(application.addresses().get(0) + "/hello")).isEqualTo("hello");
		}
	}

	@Test
	void minusOneAllowsAnyBody() {
		try (TestApplication application = run("--server.limits.max-request-body-size=-1",
				"--spring.http.codecs.max-in-memory-size=-1")) {
			assertThat(post(application.addresses().get(0) + "/length", 31_000_000)).isEqualTo(200);
		}
	}

	@Test
	void thirtyMillionIsTheDefault() {
		try (TestApplication application = run("--spring.http.codecs.max-in-memory-size=-1")) {
			assertLimit(application, 0, 30_000_000);
		}
	}

	@Test
	void endpointWinsOverAll() {
		try (TestApplication application = TestApplication.with(Handlers.class)
			.run("--server.endpoints.a.url=http://127.0.0.1:0", "--server.endpoints.b.url=http://127.0.0.1:0",
					"--server.limits.max-request-body-size=100",
					"--server.endpoints.b.limits.max-request-body-size=200")) {
			assertLimit(application, 0, 100);
			assertLimit(application, 1, 200);
		}
	}

	@Test
	void managementServerHasTheLimitToo() {
		try (TestApplication application = run("--management.server.port=0", "--management.server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=loggers",
				"--management.endpoint.loggers.access=unrestricted", "--server.limits.max-request-body-size=100")) {
			String url = "http://127.0.0.1:" + application.property("local.management.port")
					+ "/actuator/loggers/io.kestrel.nobody";
			String change = "{\"configuredLevel\":\"INFO\"}";
			assertThat(Http.post(url, "application/json", padded(change, 100)).statusCode()).isEqualTo(204);
			assertThat(Http.post(url, "application/json", padded(change, 101)).statusCode()).isEqualTo(413);
			assertThat(Http.postChunked(url, "application/json", padded(change, 101)).statusCode()).isEqualTo(413);
		}
	}

	private static byte[] padded(String json, int length) {
		return (json + " ".repeat(length - json.length())).getBytes(StandardCharsets.US_ASCII);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "server.limits.max-request-body-size=-2 | a size is not negative",
			"server.endpoints.a.limits.max-request-body-size=-5 | a size is not negative",
			"server.limits.max-request-body-size=much | Failed to bind properties under 'server.limits.max-request-body-size'",
			"server.limits.max-request-body-sise=5 | there is no such limit",
			"server.endpoints.a.limits.max-body=5 | an endpoint has no such key" })
	void impossiblePropertyIsExplained(String property, String reason, CapturedOutput output) {
		String[] parts = property.split("=");
		assertThatException().isThrownBy(() -> TestApplication.with(Handlers.class)
			.run("--server.endpoints.a.url=http://127.0.0.1:0", "--" + property));
		assertThat(output).contains("APPLICATION FAILED TO START", parts[0], parts[1], reason)
			.doesNotContain("Now listening on", "\tat ");
	}

	private static TestApplication run(String... arguments) {
		return TestApplication.with(Handlers.class).property("server.urls", "http://127.0.0.1:0").run(arguments);
	}

	private static void assertLimit(TestApplication application, int endpoint, int limit) {
		String url = application.addresses().get(endpoint) + "/length";
		assertThat(post(url, limit)).isEqualTo(200);
		assertThat(post(url, limit + 1)).isEqualTo(413);
	}

	private static int post(String url, int length) {
		return Http.post(url, "application/octet-stream", SizedBody.TEXT.ofLength(length)).statusCode();
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@PostMapping("/length")
		int length(@RequestBody byte[] body) {
			return body.length;
		}

	}

}
