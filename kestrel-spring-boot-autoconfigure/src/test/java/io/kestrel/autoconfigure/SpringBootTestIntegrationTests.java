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

import io.kestrel.feature.ServerAddressesFeature;
import io.kestrel.server.KestrelReactiveWebServerFactory;
import io.kestrel.testing.Http;
import io.kestrel.testing.Ports;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.test.AutoConfigureWebServer;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ways in which Spring Boot's test support starts a server, or none.
 */
class SpringBootTestIntegrationTests {

	private static final String URLS = "server.urls=http://localhost:5000;https://127.0.0.1:5001;http://*:5002";

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "server.urls=http://localhost:5000;http://127.0.0.1:5001;http://*:5002")
	@AutoConfigureWebTestClient
	@Import(Application.class)
	class RandomPort {

		@LocalServerPort
		int port;

		@Autowired
		ServerAddressesFeature addresses;

		@Autowired
		WebTestClient client;

		@Test
		void everyAddressGetsAFreePort() {
			assertThat(this.addresses.getAddresses()).hasSize(3)
				.noneMatch((url) -> url.matches(".*:(5000|5001|5002)"))
				.first()
				.isEqualTo("http://localhost:" + this.port);
			this.client.get().uri("/hello").exchange().expectBody(String.class).isEqualTo("hello");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
	@Import(Application.class)
	class RandomPortWithoutUrls {

		@LocalServerPort
		int port;

		@Test
		void stockAddressIsUsed() {
			assertThat(this.port).isPositive().isNotEqualTo(5000);
			assertThat(Http.get("http://127.0.0.1:" + this.port + "/hello")).isEqualTo("hello");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT)
	@Import(Application.class)
	class DefinedPort {

		static final int PORT = Ports.free();

		@Autowired
		ServerAddressesFeature addresses;

		@DynamicPropertySource
		static void urls(DynamicPropertyRegistry registry) {
			registry.add("server.urls", () -> "http://127.0.0.1:" + PORT);
		}

		@Test
		void addressIsTheConfiguredOne() {
			assertThat(this.addresses.getAddresses()).containsExactly("http://127.0.0.1:" + PORT);
			assertThat(Http.get("http://127.0.0.1:" + PORT + "/hello")).isEqualTo("hello");
		}

	}

	@Nested
	@SpringBootTest(properties = URLS)
	@AutoConfigureWebTestClient
	@Import(Application.class)
	class Mock {

		@Autowired
		WebTestClient client;

		@Autowired
		ServerAddressesFeature addresses;

		@Test
		void noServerIsMade() {
			this.client.get().uri("/hello").exchange().expectBody(String.class).isEqualTo("hello");
			assertThat(this.addresses.getAddresses()).isEmpty();
		}

	}

	@Nested
	@WebFluxTest(properties = URLS)
	@Import(Controller.class)
	class Slice {

		@Autowired
		WebTestClient client;

		@Autowired
		ApplicationContext context;

		@Test
		void sliceHasNoServer() {
			this.client.get().uri("/hello").exchange().expectBody(String.class).isEqualTo("hello");
			assertThat(this.context.getBeansOfType(ReactiveWebServerFactory.class)).isEmpty();
		}

	}

	@Nested
	@SpringBootTest(classes = Controller.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	@ImportAutoConfiguration(
			classes = { org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration.class,
					org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration.class })
	@AutoConfigureWebServer
	class WebServerSlice {

		@Autowired
		ReactiveWebServerFactory factory;

		@LocalServerPort
		int port;

		@Test
		void serverIsOurs() {
			assertThat(this.factory).isInstanceOf(KestrelReactiveWebServerFactory.class);
			assertThat(Http.get("http://127.0.0.1:" + this.port + "/hello")).isEqualTo("hello");
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	@RestController
	static class Controller {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
