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

package io.kestrel.server;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.limits.MinDataRate;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The attacks of slowhttptest, a foreign program: each of its clients is cut in time, and
 * meanwhile the server answers others.
 */
class SlowHttpTestIntegrationTests {

	private static final Duration GRACE = Duration.ofSeconds(2);

	private final TestServer server = new TestServer(Uploads.handledBy(Uploads::echo));

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-H -c 1000 -i 1", "-B -c 1000 -i 1 -s 100000 -x 2" })
	void allAreCutAndTheServiceStaysAvailable(String attack) throws Exception {
		Tool.require("slowhttptest");
		this.server
			.options((options) -> options.urls("http://127.0.0.1:0")
				.limits((limits) -> limits.keepAliveTimeout(Duration.ofSeconds(3))
					.requestHeadersTimeout(Duration.ofSeconds(3))
					.minRequestBodyDataRate(new MinDataRate(1000, GRACE))))

			.start();
		List<String> command = Stream
			.of("slowhttptest " + attack + " -r 500 -l 40 -p 5 -u http://127.0.0.1:" + this.server.port(0) + "/")
			.flatMap((line) -> Stream.of(line.split(" ")))
			.toList();
		String output = Tool.run(command).replaceAll("\\e\\[[0-9;]*m", "");
		assertThat(output).as(output).contains("Exit status: No open connections left");
		assertThat(output).doesNotContainPattern("service available: +NO");
		await().untilAsserted(() -> assertThat(this.server.server().openConnections()).isZero());
		await().untilAsserted(() -> assertThat(this.server.server().heartbeats()).isZero());
	}

}
