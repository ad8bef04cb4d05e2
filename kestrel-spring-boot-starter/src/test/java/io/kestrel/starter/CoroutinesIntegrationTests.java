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
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kotlin's coroutines, which take bodies as suspending functions and flows. The
 * application is in {@code src/test/kotlin}.
 */
@TestPropertySource(properties = "server.limits.max-request-body-size=100")
@ContextConfiguration(classes = CoroutineApplication.class)
class CoroutinesIntegrationTests extends AbstractApplicationIntegrationTests {

	private final ForeignClient client = new ForeignClient();

	Stream<Arguments> handlers() {
		return addresses().stream()
			.flatMap((address) -> Stream.of(Arguments.of(address + "/suspend", 50), Arguments.of(address + "/flow", 50),
					Arguments.of(address + "/feature", 50), Arguments.of(address + "/router", 100)));
	}

	@ParameterizedTest
	@MethodSource("handlers")
	void limitOfTheHandlerHolds(String url, int limit) {
		for (int length : List.of(limit - 1, limit)) {
			HttpResponse<String> response = this.client.post(url, "k".repeat(length));
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("" + length);
			assertThat(this.client.postChunked(url, "k".repeat(length)).body()).isEqualTo("" + length);
		}
		HttpResponse<String> refusal = this.client.post(url, "k".repeat(limit + 1));
		assertThat(refusal.statusCode()).isEqualTo(413);
		assertThat(refusal.headers().firstValue("Connection")).hasValue("close");
		assertThat(this.client.postChunked(url, "k".repeat(limit + 1)).statusCode()).isEqualTo(413);
	}

}
