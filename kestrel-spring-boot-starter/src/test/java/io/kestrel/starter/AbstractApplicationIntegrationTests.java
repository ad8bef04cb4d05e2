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

import java.util.List;

import io.kestrel.feature.ServerAddressesFeature;
import io.kestrel.server.KestrelWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that listens at two addresses and does the same at both. The class path
 * has all libraries of this module's tests; everything but the starter is off, and each
 * application turns on what it is about.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.urls=http://127.0.0.1:5000;http://localhost:5001",
				"spring.main.web-application-type=reactive", "spring.cloud.gateway.server.webflux.enabled=false",
				"springdoc.api-docs.enabled=false", "springdoc.swagger-ui.enabled=false",
				"spring.autoconfigure.exclude=" + AbstractApplicationIntegrationTests.SECURITY })
@TestInstance(Lifecycle.PER_CLASS)
abstract class AbstractApplicationIntegrationTests {

	static final String SECURITY = "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration";

	@Autowired
	private ReactiveWebServerApplicationContext context;

	@Autowired
	private ServerAddressesFeature server;

	List<String> addresses() {
		return this.server.getAddresses();
	}

	@Test
	void runsOnKestrelAtBothAddresses() {
		assertThat(this.context.getWebServer()).isInstanceOf(KestrelWebServer.class);
		assertThat(addresses()).hasSize(2).doesNotHaveDuplicates();
	}

}
