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

import java.net.http.HttpResponse;

import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.RequestBodyTooLargeException;
import io.kestrel.testing.Http;
import io.kestrel.testing.SizedBody;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the error of a body over its limit: WebFlux's own answers, and those of
 * the application.
 */
class RequestBodyErrorIntegrationTests {

	private static final String DETAIL = "The request body of 101 bytes exceeds the limit of 100 bytes";

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void operatorLearnsTheReasonAndTheProperty(CapturedOutput output) {
		try (TestApplication application = run()) {
			assertThat(post(application, "/notes", 100).statusCode()).isEqualTo(200);
			assertThat(output.getOut()).doesNotContain("Request refused");
			assertThat(post(application, "/notes", 101).statusCode()).isEqualTo(413);
			assertThat(output.getOut()).contains("Request refused on http://127.0.0.1:0, client /127.0.0.1:",
					" with 413: the body is too large (RFC 9110 15.5.14); see server.limits.max-request-body-size");
		}
	}

	@Test
	void problemDetailsTellBothSizes() {
		try (TestApplication application = run("--spring.webflux.problemdetails.enabled=true")) {
			HttpResponse<String> response = post(application, "/notes", 101);
			assertThat(response.statusCode()).isEqualTo(413);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(response.body()).contains("\"status\":413", "\"detail\":\"" + DETAIL + "\"",
					"\"instance\":\"/notes\"");
		}
	}

	@Test
	void errorAttributesTellBothSizesWhereMessagesAreAllowed() {
		try (TestApplication application = run("--spring.web.error.include-message=always")) {
			HttpResponse<String> response = post(application, "/notes", 101);
			assertThat(response.statusCode()).isEqualTo(413);
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
			assertThat(response.headers().firstValue("Connection")).hasValue("close");
			assertThat(response.body()).contains("\"status\":413", "\"path\":\"/notes\"",
					"\"message\":\"" + DETAIL + "\"");
		}
	}

	@Test
	void errorAttributesKeepTheLimitToThemselves() {
		try (TestApplication application = run()) {
			HttpResponse<String> response = post(application, "/notes", 101);
			assertThat(response.statusCode()).isEqualTo(413);
			assertThat(response.body()).contains("\"status\":413").doesNotContain("server.limits", "of 100 bytes");
		}
	}

	@Test
	void controllerAnswersItself() {
		try (TestApplication application = run()) {
			HttpResponse<String> response = post(application, "/handled", 101);
			assertThat(response.statusCode()).isEqualTo(422);
			assertThat(response.body()).isEqualTo("controller: 101 > 50, set by @RequestSizeLimit on "
					+ HandlingController.class.getName() + "#handled");
			assertThat(response.headers().firstValue("Connection")).hasValue("close");
			assertThat(post(application, "/handled", 50).body()).isEqualTo("50");
		}
	}

	@Test
	void adviceAnswersItself() {
		try (TestApplication application = TestApplication.with(Controller.class, Advice.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.limits.max-request-body-size=100")) {
			HttpResponse<String> response = post(application, "/notes", 101);
			assertThat(response.statusCode()).isEqualTo(507);
			assertThat(response.body()).isEqualTo("advice: server.limits.max-request-body-size");
			assertThat(response.headers().firstValue("Connection")).hasValue("close");
		}
	}

	@Test
	void handlerRecoversByItself() {
		try (TestApplication application = run()) {
			HttpResponse<String> response = post(application, "/recovered", 101);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("recovered: " + DETAIL);
			assertThat(response.headers().firstValue("Connection")).hasValue("close");
		}
	}

	private static TestApplication run(String... arguments) {
		return TestApplication.with(Controller.class, HandlingController.class)
			.property("server.urls", "http://127.0.0.1:0")
			.property("server.limits.max-request-body-size", "100")
			.run(arguments);
	}

	private static HttpResponse<String> post(TestApplication application, String path, int length) {
		return Http.post(application.addresses().get(0) + path, SizedBody.TEXT.contentType(),
				SizedBody.TEXT.ofLength(length));
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Controller {

		@PostMapping("/notes")
		int note(@RequestBody String note) {
			return note.length();
		}

		@PostMapping("/recovered")
		Mono<String> recovered(@RequestBody Mono<String> note) {
			return note.onErrorResume(RequestBodyTooLargeException.class,
					(ex) -> Mono.just("recovered: " + ex.getBody().getDetail()));
		}

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class HandlingController {

		@PostMapping("/handled")
		@RequestSizeLimit(50)
		int handled(@RequestBody String note) {
			return note.length();
		}

		@ExceptionHandler
		ResponseEntity<String> tooLarge(RequestBodyTooLargeException ex) {
			return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
				.body("controller: " + ex.getSize() + " > " + ex.getLimit() + ", set by " + ex.getSource());
		}

	}

	@RestControllerAdvice
	@Configuration(proxyBeanMethods = false)
	static class Advice {

		@ExceptionHandler
		ResponseEntity<String> tooLarge(RequestBodyTooLargeException ex) {
			return ResponseEntity.status(HttpStatus.INSUFFICIENT_STORAGE).body("advice: " + ex.getSource());
		}

	}

}
