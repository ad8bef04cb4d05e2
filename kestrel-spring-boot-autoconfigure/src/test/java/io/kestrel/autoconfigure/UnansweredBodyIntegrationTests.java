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

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the error of a body that comes too slowly or not at all, in a whole
 * application: no error page, no line of Spring's in the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnansweredBodyIntegrationTests {

	private static final String HALF_A_BODY = """
			POST /notes HTTP/1.1\r
			Host: localhost\r
			Accept: text/html\r
			Content-Length: 10\r
			\r
			12345""";

	@Test
	void slowBodyGetsTheStatusAlone(CapturedOutput output) throws Exception {
		try (TestApplication application = run(Notes.class); RawHttpConnection client = connect(application)) {
			assertThat(client.send(HALF_A_BODY).receiveToOrderlyEnd()).startsWith("HTTP/1.1 408 ")
				.containsIgnoringCase("\r\ncontent-length: 0\r\n")
				.containsIgnoringCase("\r\nconnection: close\r\n")
				.endsWith("\r\n\r\n");
			Notes notes = application.context().getBean(Notes.class);
			assertThat(notes.next()).isEqualTo("begun");
			assertThat(notes.next()).isEqualTo("RequestBodyTimeoutException");
		}
		assertThat(output).doesNotContain(" ERROR ", "\tat ");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientThatLeavesIsNoErrorInTheLog(boolean reset, CapturedOutput output) throws Exception {
		try (TestApplication application = run(Notes.class)) {
			Notes notes = application.context().getBean(Notes.class);
			RawHttpConnection client = connect(application).send(HALF_A_BODY);
			assertThat(notes.next()).isEqualTo("begun");
			if (reset) {
				client.reset();
			}
			client.close();
			assertThat(notes.next()).isEqualTo("RequestBodyAbortedException");
		}
		assertThat(output).doesNotContain(" ERROR ", " WARN ", "\tat ");
	}

	@Test
	void handlerOfTheApplicationForAllErrorsSeesThem() throws Exception {
		try (TestApplication application = run(Notes.class, Errors.class);
				RawHttpConnection client = connect(application)) {
			assertThat(client.send(HALF_A_BODY).receiveToOrderlyEnd()).startsWith("HTTP/1.1 418 ");
		}
	}

	private static TestApplication run(Class<?>... configuration) {
		return TestApplication.with(configuration)
			.run("--server.urls=http://127.0.0.1:0", "--server.limits.min-request-body-data-rate.grace-period=2s");
	}

	private static RawHttpConnection connect(TestApplication application) throws IOException {
		return new RawHttpConnection("127.0.0.1", application.port(0));
	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Notes {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		@PostMapping("/notes")
		Mono<String> note(@RequestBody Mono<String> note) {
			return note.doOnSubscribe((subscription) -> this.events.add("begun"))
				.doOnError((ex) -> this.events.add(ex.getClass().getSimpleName()));
		}

		String next() throws InterruptedException {
			return this.events.poll(30, TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Errors {

		@Bean
		@Order(-1)
		ErrorWebExceptionHandler teapots() {
			return (exchange, error) -> {
				exchange.getResponse().setStatusCode(HttpStatus.I_AM_A_TEAPOT);
				return exchange.getResponse().setComplete();
			};
		}

	}

}
