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

import java.net.http.HttpResponse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Springdoc, which asks the server for its port and writes the address of the request
 * into the document.
 */
@TestPropertySource(properties = { "springdoc.api-docs.enabled=true", "springdoc.swagger-ui.enabled=true" })
class SpringdocIntegrationTests extends AbstractApplicationIntegrationTests {

	private final ForeignClient client = new ForeignClient();

	@ParameterizedTest
	@MethodSource("addresses")
	void documentNamesPathsAndTheAddressOfTheRequest(String address) {
		HttpResponse<String> response = this.client.get(address + "/v3/api-docs");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"/birds/{name}\"", "\"url\":\"" + address + "\"");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void userInterfaceIsServed(String address) {
		HttpResponse<String> page = this.client.get(address + "/swagger-ui.html");
		assertThat(page.statusCode()).isEqualTo(302);
		HttpResponse<String> script = this.client.get(address + "/webjars/swagger-ui/swagger-ui-bundle.js");
		assertThat(script.statusCode()).isEqualTo(200);
		assertThat(script.body()).hasSizeGreaterThan(1_000_000);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/birds/{name}")
		String bird(@PathVariable String name) {
			return name;
		}

	}

}
