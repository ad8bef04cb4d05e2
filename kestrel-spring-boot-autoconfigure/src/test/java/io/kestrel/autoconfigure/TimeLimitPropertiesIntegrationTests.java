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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits of time by property: of one endpoint beside another, and by the property of
 * Spring Boot. All clients wait at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class TimeLimitPropertiesIntegrationTests {

	private static final String GET = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@AutoClose
	private static TestApplication application;

	@BeforeAll
	static void start() {
		List<String> arguments = new ArrayList<>(List.of("--server.endpoints.patient.url=http://127.0.0.1:0"));
		Map.of("idle", "keep-alive-timeout=1s", "idle-fraction", "keep-alive-timeout=1500ms", "head",
				"request-headers-timeout=1s", "body",
				"min-request-body-data-rate.bytes-per-second=1000, min-request-body-data-rate.grace-period=2s")
			.forEach((name, limits) -> {
				arguments.add("--server.endpoints." + name + ".url=http://127.0.0.1:0");
				for (String limit : limits.split(", ")) {
					arguments.add("--server.endpoints." + name + ".limits." + limit);
				}
			});
		application = TestApplication.with(Echo.class).run(arguments.toArray(String[]::new));
	}

	/* What the patient endpoint has taken meanwhile is as good as ever. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "idle | 0 | ", "idle-fraction | 0 | ", "head | 1 | HTTP/1.1 408 ",
			"head | 30 | HTTP/1.1 408 ", "body | 70 | HTTP/1.1 408 " })
	void ofOneEndpoint(String endpoint, int sent, String answer) throws IOException {
		String request = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n" + "x".repeat(20);
		try (RawHttpConnection patient = connect(application, "patient");
				RawHttpConnection hasty = connect(application, endpoint)) {
			patient.send(request.substring(0, sent));
			hasty.send(request.substring(0, sent));
			String end = hasty.receiveToOrderlyEnd();
			assertThat(end).startsWith((answer != null) ? answer : "");
			assertThat(end.isEmpty()).isEqualTo(answer == null);
			patient.send(request.substring(sent));
			assertThat(patient.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("x".repeat(20));
		}
	}

	@Test
	void idleTimeoutOfSpringBootIsTheKeepAliveTimeout() throws IOException {
		try (TestApplication other = TestApplication.run("--server.endpoints.short.url=http://127.0.0.1:0",
				"--server.endpoints.patient.url=http://127.0.0.1:0", "--server.netty.idle-timeout=1s",
				"--server.endpoints.patient.limits.keep-alive-timeout=-1");
				RawHttpConnection patient = connect(other, "patient")) {
			assertThat(patient.send(GET).receiveResponse()).startsWith("HTTP/1.1 200 ");
			for (int i = 0; i < 2; i++) {
				try (RawHttpConnection hasty = connect(other, "short")) {
					assertThat(hasty.send(GET).receiveResponse()).startsWith("HTTP/1.1 200 ");
					assertThat(hasty.receiveToOrderlyEnd()).isEmpty();
				}
			}
			// Two times were over meanwhile: what Reactor Netty has for it is not in
			// force.
			assertThat(patient.send(GET).receiveResponse()).startsWith("HTTP/1.1 200 ");
		}
	}

	private static RawHttpConnection connect(TestApplication application, String endpoint) throws IOException {
		return new RawHttpConnection("127.0.0.1", application.port(endpoint));
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@PostMapping("/echo")
		Mono<String> echo(@RequestBody Mono<String> body) {
			return body;
		}

	}

}
