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

import java.util.List;
import java.util.stream.Stream;

import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.server.KestrelServerCustomizer;
import io.kestrel.testing.Http;
import io.kestrel.testing.Ports;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the places that can name an address, and which of them wins, in whole
 * applications.
 */
@ExtendWith(OutputCaptureExtension.class)
class AddressSourcesIntegrationTests {

	private static final String WINNER = "http://127.0.0.2:0";

	private static final String LOSER = "http://127.0.0.3:0";

	@Test
	void nothingSetListensAtLocalhost5000(CapturedOutput output) {
		Ports.assumeFree(5000);
		try (TestApplication application = TestApplication.run()) {
			assertThat(application.addresses()).containsExactly("http://localhost:5000");
			assertThat(Http.get("http://localhost:5000/hello")).isEqualTo("hello");
			assertThat(Http.get("http://[::1]:5000/hello")).isEqualTo("hello");
			assertThat(application.property("local.server.port")).isEqualTo("5000");
			assertThat(output).containsOnlyOnce("Now listening on: http://localhost:5000");
			assertThat(output).doesNotContain("Overriding");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ASPNETCORE_URLS", "DOTNET_URLS", "SERVER_URLS" })
	void urlsComeFromVariables(String variable) {
		try (TestApplication application = TestApplication.with().variable(variable, WINNER).run()) {
			assertThat(application.addresses().get(0)).startsWith("http://127.0.0.2:");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP_PORTS", "ASPNETCORE_HTTP_PORTS", "DOTNET_HTTP_PORTS", "SERVER_HTTP_PORTS" })
	void portsComeFromVariables(String variable) {
		int port = Ports.free();
		try (TestApplication application = TestApplication.with().variable(variable, " " + port + ";;").run()) {
			assertThat(application.addresses()).containsExactly("http://[::]:" + port);
		}
	}

	static Stream<Arguments> precedence() {
		return Stream.of(
				Arguments.argumentSet("the command line over the environment", List.of("--urls=" + WINNER),
						List.of("ASPNETCORE_URLS=" + LOSER)),
				Arguments.argumentSet("an alias in the environment over a property in a file", List.of(),
						List.of("DOTNET_URLS=" + WINNER, "file:server.urls=" + LOSER)),
				Arguments.argumentSet("a property over the alias beside it",
						List.of("--server.urls=" + WINNER, "--urls=" + LOSER), List.of()),
				Arguments.argumentSet("DOTNET_ over ASPNETCORE_", List.of(),
						List.of("DOTNET_URLS=" + WINNER, "ASPNETCORE_URLS=" + LOSER)),
				Arguments.argumentSet("a variable in lower case", List.of(),
						List.of("aspnetcore_urls=" + WINNER, "file:server.urls=" + LOSER)),
				Arguments.argumentSet("an empty option masks a variable", List.of("--urls=", "--server.http-ports="),
						List.of("ASPNETCORE_URLS=" + LOSER, "file:server.endpoints.web.url=" + WINNER)),
				Arguments.argumentSet("a variable over a name with a dash", List.of(),
						List.of("SERVER_ENDPOINTS_MYWEB_URL=" + WINNER, "file:server.endpoints.my-web.url=" + LOSER)),
				Arguments.argumentSet("a property of the command line over an alias in the environment",
						List.of("--server.urls=" + WINNER), List.of("ASPNETCORE_URLS=" + LOSER)));
	}

	@ParameterizedTest
	@MethodSource("precedence")
	void strongerSourceWins(List<String> arguments, List<String> others) {
		TestApplication.Builder builder = TestApplication.with();
		for (String other : others) {
			String[] pair = other.split("=", 2);
			if (pair[0].startsWith("file:")) {
				builder.property(pair[0].substring("file:".length()), pair[1]);
			}
			else {
				builder.variable(pair[0], pair[1]);
			}
		}
		try (TestApplication application = builder.run(arguments.toArray(String[]::new))) {
			assertThat(application.addresses()).hasSize(1).first().asString().startsWith("http://127.0.0.2:");
		}
	}

	@Test
	void indexedListIsRead() {
		try (TestApplication application = TestApplication.with()
			.property("server.urls[0]", "http://127.0.0.1:0")
			.property("server.urls[1]", "http://127.0.0.2:0,http://127.0.0.3:0")
			.run()) {
			assertThat(application.addresses()).hasSize(3);
		}
	}

	@Test
	void urlsWinOverPortAndAWarningNamesBoth(CapturedOutput output) {
		try (TestApplication application = TestApplication.run("--server.urls=" + WINNER, "--server.port=8099")) {
			assertThat(application.addresses().get(0)).startsWith("http://127.0.0.2:");
			assertThat(output).containsOnlyOnce(" WARN ")
				.contains("Overriding server.port=8099: listening at server.urls=" + WINNER + " instead.");
		}
	}

	@Test
	void urlsWinOverPortsAndAWarningNamesBoth(CapturedOutput output) {
		try (TestApplication application = TestApplication.with()
			.variable("HTTP_PORTS", "8098")
			.run("--urls=" + WINNER)) {
			assertThat(application.addresses().get(0)).startsWith("http://127.0.0.2:");
			assertThat(output).contains("Overriding HTTP_PORTS=8098: listening at --urls=" + WINNER + " instead.");
		}
	}

	@Test
	void namedEndpointsWinOverUrlsAndPublishTheirPorts(CapturedOutput output) {
		try (TestApplication application = TestApplication.run("--server.urls=" + LOSER,
				"--server.endpoints.web.url=http://127.0.0.1:0", "--server.endpoints.admin.url=http://127.0.0.2:0")) {
			assertThat(application.addresses()).hasSize(2);
			assertThat(application.property("local.server.web.port")).isEqualTo("" + application.port(0));
			assertThat(application.property("local.server.admin.port")).isEqualTo("" + application.port(1));
			assertThat(output).contains("Overriding server.urls=" + LOSER);
		}
	}

	@Test
	void urlsWinOverEndpointsIfPreferred(CapturedOutput output) {
		try (TestApplication application = TestApplication.run("--server.urls=" + WINNER,
				"--server.endpoints.web.url=" + LOSER, "--server.prefer-hosting-urls=true")) {
			assertThat(application.addresses()).hasSize(1).first().asString().startsWith("http://127.0.0.2:");
			assertThat(output).contains("Overriding server.endpoints.web.url=" + LOSER)
				.contains("because server.prefer-hosting-urls is true");
		}
	}

	@Test
	void customizerReplacesUrlsAndAddsEndpoints(CapturedOutput output) {
		try (TestApplication application = TestApplication.with(UrlsCustomizer.class).run("--server.urls=" + LOSER)) {
			assertThat(output).contains("Overriding server.urls=" + LOSER);
			assertThat(application.addresses()).hasSize(1).first().asString().startsWith("http://127.0.0.2:");
		}
		try (TestApplication application = TestApplication.with(ListenCustomizer.class)
			.run("--server.endpoints.web.url=http://127.0.0.1:0")) {
			assertThat(application.addresses()).hasSize(2);
			assertThat(application.addresses().get(0)).startsWith("http://127.0.0.2:");
			assertThat(application.property("local.server.code.port")).isEqualTo("" + application.port(0));
		}
	}

	@Test
	void stockKeysAloneListenAsStock() {
		try (TestApplication application = TestApplication.run("--server.port=0", "--server.address=127.0.0.2")) {
			assertThat(application.addresses()).containsExactly("http://127.0.0.2:" + application.port(0));
		}
		try (TestApplication application = TestApplication.run("--server.port=0")) {
			assertThat(application.addresses()).containsExactly("http://[::]:" + application.port(0));
		}
	}

	@Test
	void portOfAFactoryCustomizerListensAsStock() {
		try (TestApplication application = TestApplication.with(EarlyPortCustomizer.class).run()) {
			assertThat(application.addresses()).containsExactly("http://[::]:" + EarlyPortCustomizer.PORT);
		}
	}

	@Test
	void urlsBehindABlankAreExplained() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> TestApplication.run("--urls", WINNER))
			.withMessageContaining("--urls=" + WINNER);
	}

	@Test
	void problemsNameTheAlias() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> TestApplication.with().variable("ASPNETCORE_URLS", "http://a:b").run())
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationException.class)
			.withMessageContaining("ASPNETCORE_URLS=http://a:b: the port 'b' is not a number");
	}

	@Test
	void unknownKeysBelowEndpointsAreRefused() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> TestApplication.run("--server.endpoints.web.url=http://127.0.0.1:0",
					"--server.endpoints.web.prot=1", "--server.endpoints.web.socket.mod=0600"))
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationException.class)
			.withMessageContaining("server.endpoints.web.prot=******")
			.withMessageContaining("server.endpoints.web.socket.mod=0600");
	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyPortCustomizer {

		static final int PORT = Ports.free();

		@Bean
		WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory> port() {
			return new EarlyCustomizer();
		}

	}

	/**
	 * Comes before ours.
	 */
	private static final class EarlyCustomizer
			implements WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory>, Ordered {

		@Override
		public int getOrder() {
			return -1;
		}

		@Override
		public void customize(ConfigurableReactiveWebServerFactory factory) {
			factory.setPort(EarlyPortCustomizer.PORT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UrlsCustomizer {

		@Bean
		KestrelServerCustomizer urls() {
			return (options) -> options.urls(WINNER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenCustomizer {

		@Bean
		KestrelServerCustomizer listen() {
			return (options) -> options.listen("127.0.0.2", 0).name("code");
		}

	}

}
