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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes below Spring, by which RSocket shares the port of an application.
 */
class NettyRouteProviderIntegrationTests extends AbstractApplicationIntegrationTests {

	private final ForeignClient client = new ForeignClient();

	@ParameterizedTest
	@MethodSource("addresses")
	void providedRouteAnswers(String address) {
		assertThat(this.client.get(address + "/native").body()).isEqualTo("native");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void providedWebSocketAnswers(String address) throws Exception {
		assertThat(this.client.exchange(address + "/native/socket", "kee kee")).isEqualTo("kee kee");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void springComesAfterProvidedRoutes(String address) {
		assertThat(this.client.get(address + "/both").body()).isEqualTo("native");
		assertThat(this.client.post(address + "/both", "spring").body()).isEqualTo("spring");
		assertThat(this.client.get(address + "/neither").statusCode()).isEqualTo(404);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		NettyRouteProvider nativeRoutes() {
			return (routes) -> routes.get("/native", (request, response) -> response.sendString(Mono.just("native")))
				.get("/both", (request, response) -> response.sendString(Mono.just("native")))
				.ws("/native/socket", (in, out) -> out.sendString(in.receive().asString()));
		}

		@GetMapping("/both")
		String both() {
			return "spring";
		}

		@PostMapping("/both")
		String both(@RequestBody String body) {
			return body;
		}

	}

}
