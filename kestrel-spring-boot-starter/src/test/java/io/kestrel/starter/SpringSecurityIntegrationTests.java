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

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeatures;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security as Spring Boot configures it: basic and form login, CSRF tokens in the
 * session, the strict firewall.
 */
@TestPropertySource(properties = { "spring.autoconfigure.exclude=", "spring.security.user.name=kes",
		"spring.security.user.password=hovers", "server.forward-headers-strategy=framework",
		"server.limits.max-request-body-size=250000" })
@ExtendWith(OutputCaptureExtension.class)
class SpringSecurityIntegrationTests extends AbstractApplicationIntegrationTests {

	private static final String BASIC = "Basic "
			+ Base64.getEncoder().encodeToString("kes:hovers".getBytes(StandardCharsets.UTF_8));

	private static final Pattern CSRF_FIELD = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final String FORM = "application/x-www-form-urlencoded";

	/** Longer than all buffers on the way, so that the body comes in many pieces. */
	private static final String LONG_TEXT = "feather ".repeat(30_000);

	private static final int LIMIT = 250_000;

	private final ForeignClient client = new ForeignClient();

	@ParameterizedTest
	@MethodSource("addresses")
	void getWithoutCredentialsIsUnauthorized(String address) {
		HttpResponse<String> response = this.client.get(address + "/name");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"Realm\"");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void getWithWrongCredentialsIsUnauthorized(String address) {
		assertThat(this.client.get(address + "/name", "Authorization", "Basic a2VzOnRvdw==").statusCode())
			.isEqualTo(401);
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void getWithCredentialsAnswers(String address) {
		HttpResponse<String> response = this.client.get(address + "/name", "Authorization", BASIC);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("kes");
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void postWithoutCsrfTokenIsForbidden(String address) {
		assertThat(this.client.post(address + "/echo", LONG_TEXT, "Authorization", BASIC).statusCode()).isEqualTo(403);
		// The same connection, whose unread body must not be taken for a request.
		assertThat(this.client.get(address + "/name", "Authorization", BASIC).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void postAfterFormLoginKeepsItsBody(String address) {
		ForeignClient browser = new ForeignClient();
		String token = logIn(browser, address);
		HttpResponse<String> response = browser.post(address + "/echo", LONG_TEXT, "X-CSRF-TOKEN", token,
				"Content-Type", "text/plain");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("kes: " + LONG_TEXT);
	}

	/*
	 * The filter reads the whole form to find the token, and the handler reads it again.
	 */
	@ParameterizedTest
	@MethodSource("addresses")
	void formWithCsrfFieldKeepsItsFields(String address) {
		ForeignClient browser = new ForeignClient();
		String token = logIn(browser, address);
		HttpResponse<String> response = browser.post(address + "/form",
				"_csrf=" + encode(token) + "&text=" + encode(LONG_TEXT), "Content-Type", FORM);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(LONG_TEXT);
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void limitOfTheHandlerHoldsBehindTheFilters(String address) {
		ForeignClient browser = new ForeignClient();
		String[] headers = { "X-CSRF-TOKEN", logIn(browser, address), "Content-Type", "text/plain", "X-Forwarded-For",
				"203.0.113.9" };
		assertThat(browser.post(address + "/limited", "k".repeat(10), headers).body()).isEqualTo("10 of 10");
		assertThat(browser.post(address + "/limited", "k".repeat(11), headers).statusCode()).isEqualTo(413);
		assertThat(browser.postChunked(address + "/limited", "k".repeat(11), headers).statusCode()).isEqualTo(413);
	}

	/*
	 * With the token in a field the filter reads the form, before the handler is known.
	 */
	@ParameterizedTest
	@MethodSource("addresses")
	void formThatTheFilterReadsKeepsTheDefaultLimit(String address, CapturedOutput output) {
		ForeignClient browser = new ForeignClient();
		String form = "_csrf=" + encode(logIn(browser, address)) + "&text=";
		String within = form + "k".repeat(LIMIT - form.length());
		assertThat(browser.post(address + "/limited-form", within, "Content-Type", FORM).body())
			.isEqualTo("" + (LIMIT - form.length()));
		assertThat(browser.post(address + "/limited-form", within + "k", "Content-Type", FORM).statusCode())
			.isEqualTo(413);
		// Said for the first of the two addresses only.
		if (address.equals(addresses().get(0))) {
			assertThat(output)
				.containsOnlyOnce(Application.class.getName() + "#limitedForm is not applied to POST /limited-form");
		}
		else {
			assertThat(output).doesNotContain("is not applied");
		}
	}

	@ParameterizedTest
	@MethodSource("addresses")
	void firewallRefusesSuspiciousPath(String address) {
		assertThat(this.client.get(address + "/name;x=1", "Authorization", BASIC).statusCode()).isEqualTo(400);
	}

	private static String logIn(ForeignClient browser, String address) {
		String token = csrfToken(browser, address);
		HttpResponse<String> response = browser.post(address + "/login",
				"username=kes&password=hovers&_csrf=" + encode(token), "Content-Type", FORM);
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location")).hasValue("/");
		assertThat(browser.get(address + "/name").body()).isEqualTo("kes");
		return csrfToken(browser, address);
	}

	private static String csrfToken(ForeignClient browser, String address) {
		Matcher field = CSRF_FIELD.matcher(browser.get(address + "/login").body());
		assertThat(field.find()).isTrue();
		return field.group(1);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/name")
		String name(@AuthenticationPrincipal UserDetails user) {
			return user.getUsername();
		}

		@PostMapping("/echo")
		String echo(@AuthenticationPrincipal UserDetails user, @RequestBody String body) {
			return user.getUsername() + ": " + body;
		}

		@PostMapping("/limited")
		@RequestSizeLimit(10)
		String limited(ServerWebExchange exchange, @RequestBody String body) {
			return body.length() + " of "
					+ RequestFeatures.from(exchange.mutate().build())
						.find(MaxRequestBodySizeFeature.class)
						.map(MaxRequestBodySizeFeature::getMaxRequestBodySize)
						.orElse(null);
		}

		@PostMapping("/limited-form")
		@RequestSizeLimit(10)
		Mono<Integer> limitedForm(ServerWebExchange exchange) {
			return exchange.getFormData().map((form) -> String.valueOf(form.getFirst("text")).length());
		}

		@PostMapping("/form")
		Mono<String> form(ServerWebExchange exchange) {
			return exchange.getFormData().map((form) -> String.valueOf(form.getFirst("text")));
		}

	}

}
