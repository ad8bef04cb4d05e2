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

package io.kestrel.starter;

import java.io.IOException;
import java.util.Set;

import io.kestrel.starter.ApplicationProcess.Library;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has spring-webmvc on its class path too, which makes it a servlet
 * application unless it says otherwise.
 */
class ServletApplicationIntegrationTests {

	private static final String CURE = "spring.main.web-application-type=reactive";

	private final ForeignClient client = new ForeignClient();

	@Test
	void servletApplicationKeepsItsServerAndIsWarnedOnce() throws IOException {
		int[] ports = { Ports.free(), Ports.free() };
		try (ApplicationProcess process = start("--server.port=" + ports[0],
				"--server.urls=http://127.0.0.1:" + ports[1])) {
			process.awaitOutput("Started ");
			assertThat(this.client.get("http://127.0.0.1:" + ports[0] + "/name").body()).isEqualTo("kes");
			assertThat(process.output()).contains("Tomcat started on port " + ports[0])
				.containsOnlyOnce(CURE)
				.containsOnlyOnce(" WARN ")
				.doesNotContain("Now listening on");
		}
	}

	@Test
	void reactiveApplicationIsOursWithoutAWarning() throws IOException {
		int[] ports = { Ports.free(), Ports.free() };
		String first = "http://127.0.0.1:" + ports[0];
		String second = "http://127.0.0.1:" + ports[1];
		try (ApplicationProcess process = start("--server.urls=" + first + ";" + second, "--" + CURE)) {
			process.awaitOutput("Started ");
			assertThat(this.client.get(first + "/name").body()).isEqualTo("kes");
			assertThat(this.client.get(second + "/name").body()).isEqualTo("kes");
			assertThat(process.output()).contains("Now listening on: " + first, "Now listening on: " + second)
				.doesNotContain(" WARN ", "Tomcat");
		}
	}

	private static ApplicationProcess start(String... arguments) throws IOException {
		return ApplicationProcess.start(Application.class, Set.of(Library.SERVLET), arguments);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	public static class Application {

		public static void main(String[] args) {
			SpringApplication.run(Application.class, args);
		}

		@GetMapping("/name")
		String name() {
			return "kes";
		}

	}

}
