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
import java.net.ServerSocket;

import io.kestrel.testing.Http;
import io.kestrel.testing.Ports;
import io.kestrel.testing.TestApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the management endpoints on the same port and on a port of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class ManagementServerIntegrationTests {

	@Test
	void ownPortIsAServerOfItsOwn(CapturedOutput output) {
		try (TestApplication application = TestApplication.run("--server.urls=http://127.0.0.1:0;http://[::1]:0",
				"--management.server.port=0")) {
			String management = "http://127.0.0.1:" + application.property("local.management.port");
			assertThat(Http.get(management + "/actuator/health")).contains("UP");
			assertThat(Http.exchange(application.addresses().get(0) + "/actuator/health").statusCode()).isEqualTo(404);
			assertThat(Http.exchange(management + "/hello").statusCode()).isEqualTo(404);
			assertThat(application.addresses()).hasSize(2);
			assertThat(application.property("local.server.port")).isEqualTo("" + application.port(0));
			assertThat(output)
				.contains("Now listening on: http://[::]:" + application.property("local.management.port"))
				.doesNotContain("Overriding");
		}
	}

	@Test
	void portOfTheFirstAddressIsTheSameServer() {
		int port = Ports.free();
		try (TestApplication application = TestApplication.run("--server.urls=http://127.0.0.1:" + port,
				"--management.server.port=" + port)) {
			assertThat(Http.get(application.addresses().get(0) + "/actuator/health")).contains("UP");
			assertThat(application.addresses()).containsExactly("http://127.0.0.1:" + port);
		}
	}

	@Test
	void defaultPortOfBootIsAnotherServerThanOurDefaultAddress(CapturedOutput output) {
		Ports.assumeFree(5000, 8080);
		try (TestApplication application = TestApplication.run("--management.server.port=8080",
				"--management.server.address=127.0.0.1")) {
			assertThat(application.addresses()).containsExactly("http://localhost:5000");
			assertThat(Http.get("http://127.0.0.1:8080/actuator/health")).contains("UP");
			assertThat(Http.exchange("http://127.0.0.1:5000/actuator/health").statusCode()).isEqualTo(404);
			assertThat(output).doesNotContain("Overriding");
		}
	}

	@Test
	void portInUseIsNamedByItsKey(CapturedOutput output) throws IOException {
		try (ServerSocket occupied = new ServerSocket(0)) {
			assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> TestApplication.run("--server.urls=http://127.0.0.1:0",
						"--management.server.port=" + occupied.getLocalPort()))
				.withStackTraceContaining("AddressInUseException");
			assertThat(output).contains("Cannot listen at http://[::]:" + occupied.getLocalPort()
					+ " (set by management.server.port): it is in use already.");
		}
	}

	@Test
	void stockKeysAreUntouched() {
		int port = Ports.free();
		try (TestApplication application = TestApplication.run("--server.port=" + port,
				"--management.server.port=" + port)) {
			assertThat(Http.get("http://127.0.0.1:" + port + "/actuator/health")).contains("UP");
			assertThat(application.addresses()).containsExactly("http://[::]:" + port);
		}
	}

}
