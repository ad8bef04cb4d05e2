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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.server.KestrelServer;
import io.kestrel.server.KestrelServerCustomizer;
import io.kestrel.server.ReloadResult;
import io.kestrel.testing.Http;
import io.kestrel.testing.Ports;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the bean {@link KestrelServer}: what a reload reads again, and what the
 * application sees of it.
 */
class KestrelServerIntegrationTests {

	/** What a configuration server would change. */
	private final Map<String, Object> changes = new HashMap<>();

	private TestApplication start(TestApplication.Builder builder, String... arguments) {
		TestApplication application = builder.run(arguments);
		application.context()
			.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("changes", this.changes));
		return application;
	}

	private static KestrelServer server(TestApplication application) {
		return application.context().getBean(KestrelServer.class);
	}

	@ParameterizedTest
	@CsvSource({ "server.urls, http://127.0.0.1:%s", "ASPNETCORE_URLS, http://127.0.0.1:%s", "HTTP_PORTS, %s",
			"server.http-ports, %s", "server.endpoints.web.url, http://127.0.0.1:%s" })
	void everyWayToNameAnAddressIsReadAgain(String key, String value) {
		try (TestApplication application = start(TestApplication.with().property("server.http-ports", "0"))) {
			for (int reload = 1; reload <= 2; reload++) {
				int port = Ports.free();
				this.changes.put(key, String.format(value, port));
				server(application).reload();
				assertThat(application.port(0)).isEqualTo(port);
				assertThat(Http.get("http://127.0.0.1:" + port + "/hello")).isEqualTo("hello");
			}
			this.changes.clear();
			int port = application.port(0);
			server(application).reload();
			assertThat(Ports.isListening("127.0.0.1", port)).isFalse();
		}
	}

	@Test
	void portsOfEndpointsFollow() {
		try (TestApplication application = start(TestApplication.with()
			.property("server.endpoints.web.url", "http://127.0.0.1:0")
			.property("server.endpoints.admin.url", "http://127.0.0.1:0"))) {
			String web = application.property("local.server.web.port");
			int port = Ports.free();
			this.changes.put("server.endpoints.admin.url", "http://127.0.0.1:" + port);
			this.changes.put("server.endpoints.extra.url", "http://127.0.0.1:0");
			ReloadResult result = server(application).reload();
			assertThat(result.unchanged()).containsExactly("http://127.0.0.1:" + web + " (web)");
			assertThat(result.started()).hasSize(2);
			assertThat(application.property("local.server.web.port")).isEqualTo(web);
			assertThat(application.property("local.server.admin.port")).isEqualTo("" + port);
			assertThat(application.property("local.server.extra.port")).isNotNull();
			this.changes.remove("server.endpoints.extra.url");
			server(application).reload();
			assertThat(application.property("local.server.extra.port")).isNull();
		}
	}

	@Test
	void firstPortFollows() {
		try (TestApplication application = start(
				TestApplication.with().property("server.urls", "http://127.0.0.1:0"))) {
			int port = Ports.free();
			this.changes.put("server.urls", "http://127.0.0.1:" + port);
			server(application).reload();
			assertThat(application.property("local.server.port")).isEqualTo("" + port);
		}
	}

	@Test
	void drainTakesThePortOfTheEndpointAway() throws Exception {
		try (TestApplication application = start(TestApplication.with()
			.property("server.endpoints.web.url", "http://127.0.0.1:0")
			.property("server.endpoints.admin.url", "http://127.0.0.1:0"))) {
			int port = Integer.parseInt(application.property("local.server.admin.port"));
			server(application).drain("admin").toCompletableFuture().get(30, TimeUnit.SECONDS);
			assertThat(Ports.isListening("127.0.0.1", port)).isFalse();
			assertThat(application.property("local.server.admin.port")).isNull();
			assertThat(application.addresses()).hasSize(1);
			assertThatIllegalArgumentException().isThrownBy(() -> server(application).drain("nobody"))
				.withMessageContaining("(web)")
				.withMessageContaining("(admin)");
		}
	}

	@Test
	void allProblemsAreNamedAndNothingChanges() {
		try (TestApplication application = start(
				TestApplication.with().property("server.urls", "http://127.0.0.1:0"))) {
			List<String> addresses = application.addresses();
			this.changes.put("server.urls", "http://127.0.0.1:0/base");
			this.changes.put("server.limits.max-request-body-size", "-5");
			this.changes.put("server.limits.max-requezt-body-size", "5");
			assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(server(application)::reload)
				.satisfies((ex) -> assertThat(ex.getProblems()).hasSize(3)
					.extracting((problem) -> problem.key().name())
					.containsExactlyInAnyOrder("server.urls", "server.limits.max-request-body-size",
							"server.limits.max-requezt-body-size"));
			assertThat(application.addresses()).isEqualTo(addresses);
			assertThat(Http.get(addresses.get(0) + "/hello")).isEqualTo("hello");
		}
	}

	@Test
	void valueOfTheWrongTypeIsAProblemWithItsKey() {
		try (TestApplication application = start(
				TestApplication.with().property("server.urls", "http://127.0.0.1:0"))) {
			this.changes.put("server.limits.max-request-body-size", "much");
			assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(server(application)::reload)
				.withMessageContaining("server.limits.max-request-body-size=much")
				.withMessageContaining("can't be read");
			assertThat(Http.get(application.addresses().get(0) + "/hello")).isEqualTo("hello");
		}
	}

	@Test
	void customizersAreAskedAgain() {
		try (TestApplication application = start(TestApplication.with(PortFromEnvironment.class))) {
			int port = Ports.free();
			this.changes.put("my.port", "" + port);
			server(application).reload();
			assertThat(Http.get("http://127.0.0.1:" + port + "/hello")).isEqualTo("hello");
		}
	}

	@Test
	void stoppedServerIsNotReloaded() {
		TestApplication application = start(TestApplication.with().property("server.urls", "http://127.0.0.1:0"));
		KestrelServer server = server(application);
		application.close();
		assertThatIllegalStateException().isThrownBy(server::reload).withMessageContaining("does not run");
		assertThatIllegalStateException().isThrownBy(() -> server.drain("web")).withMessageContaining("does not run");
	}

	@Test
	void serverCanBeInjectedBeforeItRuns() {
		try (TestApplication application = start(
				TestApplication.with(EarlyReload.class).property("server.urls", "http://127.0.0.1:0"))) {
			assertThat(application.context().getBean(EarlyReload.class).failure)
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("not started yet");
			assertThat(server(application).reload().isChanged()).isFalse();
		}
	}

	@Test
	void switchedOffStarterHasNoSuchBean() {
		try (TestApplication application = start(TestApplication.with(), "--kestrel.enabled=false",
				"--server.port=0")) {
			assertThat(application.context().getBeansOfType(KestrelServer.class)).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class PortFromEnvironment {

		@Bean
		KestrelServerCustomizer port(Environment environment) {
			return (options) -> options.listen("127.0.0.1", environment.getProperty("my.port", Integer.class, 0));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyReload {

		private Exception failure;

		@Autowired
		void reload(KestrelServer server) {
			try {
				server.reload();
			}
			catch (IllegalStateException ex) {
				this.failure = ex;
			}
		}

	}

}
