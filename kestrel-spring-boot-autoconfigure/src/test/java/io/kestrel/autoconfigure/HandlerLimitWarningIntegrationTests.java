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

import io.kestrel.annotation.DisableRequestSizeLimit;
import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.testing.Http;
import io.kestrel.testing.SizedBody;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Limits of handlers where they can't be enforced, come too late, or are impossible.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerLimitWarningIntegrationTests {

	private static final String LIMITED = "@RequestSizeLimit on " + Handlers.class.getName() + "#limited";

	@Test
	void stockServerIsWarnedOfAndRuns(CapturedOutput output) {
		try (TestApplication application = TestApplication.with(Handlers.class)
			.run("--kestrel.enabled=false", "--server.port=0")) {
			assertThat(post("http://127.0.0.1:" + application.property("local.server.port") + "/limited", 50))
				.isEqualTo("50 10");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("Not enforced"))).singleElement()
			.asString()
			.contains("because NettyWebServer is not the Kestrel server", LIMITED,
					"@DisableRequestSizeLimit on " + Handlers.class.getName() + "#disabled", "kestrel.enabled=false");
	}

	@Test
	void stockServerWithoutLimitedHandlersIsNotWarnedOf(CapturedOutput output) {
		TestApplication.run("--kestrel.enabled=false", "--server.port=0").close();
		assertThat(output).doesNotContain("Not enforced");
	}

	@Test
	void filterThatReadsTheBodyKeepsTheDefaultLimit(CapturedOutput output) {
		try (TestApplication application = TestApplication.with(Handlers.class, ReadingFilter.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.limits.max-request-body-size=100")) {
			String url = application.addresses().get(0) + "/limited";
			assertThat(post(url, 100)).isEqualTo("100 100");
			assertThat(post(url, 50)).isEqualTo("50 100");
			assertThat(Http.post(url, "text/plain", SizedBody.TEXT.ofLength(101)).statusCode()).isEqualTo(413);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("is not applied"))).singleElement()
			.asString()
			.contains(LIMITED + " is not applied to POST /limited", "The limit of 100 bytes holds");
	}

	@Test
	void hiddenMethodFilterReadsForms(CapturedOutput output) {
		try (TestApplication application = TestApplication.with(Handlers.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.limits.max-request-body-size=100",
					"--spring.webflux.hiddenmethod.filter.enabled=true")) {
			String url = application.addresses().get(0) + "/form";
			String form = SizedBody.FORM.contentType();
			assertThat(Http.post(url, form, SizedBody.FORM.ofLength(100)).body()).isEqualTo("95");
			assertThat(Http.post(url, form, SizedBody.FORM.ofLength(101)).statusCode()).isEqualTo(413);
			assertThat(post(application.addresses().get(0) + "/limited", 10)).isEqualTo("10 10");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("is not applied"))).singleElement()
			.asString()
			.contains("#form is not applied to POST /form");
	}

	@Test
	void impossibleLimitsAreReportedTogether(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> TestApplication.with(Impossible.class).run("--server.urls=http://127.0.0.1:0"));
		String name = Impossible.class.getName();
		assertThat(output)
			.containsSubsequence("APPLICATION FAILED TO START",
					name + "#both has both @RequestSizeLimit and @DisableRequestSizeLimit", "Action:")
			.contains("@RequestSizeLimit on " + name + "#none says no size",
					"@RequestSizeLimit on " + name + "#two says both 5 and size \"1MB\"",
					"@RequestSizeLimit on " + name + "#negative has the size -5, which is negative",
					"@RequestSizeLimit on " + name + "#negativeSize has the size \"-5MB\", which is negative",
					"@RequestSizeLimit on " + name + "#wrong has the size \"much\", which is none",
					"@RequestSizeLimit(size = \"${uploads.gone}\") on " + name + "#gone")
			.doesNotContain("Now listening on", "\tat ");
	}

	private static String post(String url, int length) {
		return Http.post(url, "text/plain", SizedBody.TEXT.ofLength(length)).body();
	}

	@Nested
	@SpringBootTest(classes = MockApplication.class)
	@AutoConfigureWebTestClient
	class Mock {

		@Autowired
		WebTestClient client;

		@Test
		void featureKeepsWhatItIsTold(CapturedOutput output) {
			this.client.post()
				.uri("/limited")
				.bodyValue("k".repeat(50))
				.exchange()
				.expectBody(String.class)
				.isEqualTo("50 10");
			assertThat(output).doesNotContain("Not enforced", "is not applied");
		}

	}

	@Nested
	@WebFluxTest
	@ContextConfiguration(classes = Handlers.class)
	class Slice {

		@Autowired
		WebTestClient client;

		@Test
		void featureIsAnArgument() {
			this.client.post()
				.uri("/limited")
				.bodyValue("k".repeat(50))
				.exchange()
				.expectBody(String.class)
				.isEqualTo("50 10");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handlers.class)
	static class MockApplication {

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@PostMapping("/limited")
		@RequestSizeLimit(10)
		String limited(@RequestBody String body, MaxRequestBodySizeFeature feature) {
			return body.length() + " " + feature.getMaxRequestBodySize();
		}

		@PostMapping("/form")
		@RequestSizeLimit(10)
		Mono<Integer> form(ServerWebExchange exchange) {
			return exchange.getFormData().map((form) -> String.valueOf(form.getFirst("text")).length());
		}

		@PostMapping("/disabled")
		@DisableRequestSizeLimit
		int disabled(@RequestBody String body) {
			return body.length();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadingFilter {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebFilter bodyReader() {
			return (exchange, chain) -> DataBufferUtils.join(exchange.getRequest().getBody())
				.flatMap((body) -> chain
					.filter(exchange.mutate().request(new ServerHttpRequestDecorator(exchange.getRequest()) {

						@Override
						public Flux<DataBuffer> getBody() {
							return Flux.just(body);
						}

					}).build()));
		}

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Impossible {

		@PostMapping("/both")
		@RequestSizeLimit(5)
		@DisableRequestSizeLimit
		void both() {
		}

		@PostMapping("/none")
		@RequestSizeLimit
		void none() {
		}

		@PostMapping("/two")
		@RequestSizeLimit(value = 5, size = "1MB")
		void two() {
		}

		@PostMapping("/negative")
		@RequestSizeLimit(-5)
		void negative() {
		}

		@PostMapping("/negative-size")
		@RequestSizeLimit(size = "-5MB")
		void negativeSize() {
		}

		@PostMapping("/wrong")
		@RequestSizeLimit(size = "much")
		void wrong() {
		}

		@PostMapping("/gone")
		@RequestSizeLimit(size = "${uploads.gone}")
		void gone() {
		}

	}

}
