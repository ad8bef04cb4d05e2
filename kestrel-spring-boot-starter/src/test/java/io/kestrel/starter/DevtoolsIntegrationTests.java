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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.kestrel.starter.ApplicationProcess.Library;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring Boot's developer tools, which start the application again in the same JVM: every
 * address must be free at that moment, the name of a Unix socket as well.
 */
class DevtoolsIntegrationTests {

	private final ForeignClient client = new ForeignClient();

	@TempDir
	private Path directory;

	@Test
	void restartListensAtAllAddressesAgain() throws IOException {
		Path trigger = Files.createFile(this.directory.resolve("restart.trigger"));
		List<String> addresses = addresses();
		try (ApplicationProcess process = start(addresses)) {
			process.awaitOutput("Started ");
			String life = life(addresses.get(0));
			assertThat(life).startsWith(process.pid() + "-");
			assertThat(addresses).allSatisfy((address) -> assertThat(life(address)).isEqualTo(life));
			for (int restart = 1; restart <= 2; restart++) {
				restart(process, trigger, addresses);
			}
			assertThat(process.output()).doesNotContain(" WARN ", " ERROR ", "in use");
		}
	}

	private void restart(ApplicationProcess process, Path trigger, List<String> addresses) throws IOException {
		String before = life(addresses.get(0));
		// The trigger alone does nothing: there must be a change that waits for it.
		Files.writeString(this.directory.resolve("Changed.class"), before);
		Files.writeString(trigger, before);
		await().atMost(ApplicationProcess.GUARD)
			.ignoreExceptions()
			.until(() -> addresses.stream().map(this::life).noneMatch(before::equals));
		String after = life(addresses.get(0));
		assertThat(after).startsWith(process.pid() + "-").isNotEqualTo(before);
		assertThat(addresses).allSatisfy((address) -> assertThat(life(address)).isEqualTo(after));
	}

	private List<String> addresses() throws IOException {
		int[] ports = { Ports.free(), Ports.free() };
		return List.of("http://127.0.0.1:" + ports[0], "http://localhost:" + ports[1],
				"http://unix:" + this.directory.resolve("app.sock"));
	}

	private ApplicationProcess start(List<String> addresses) throws IOException {
		return ApplicationProcess.start(Application.class, Set.of(Library.DEVTOOLS),
				"--server.urls=" + String.join(";", addresses), "--spring.devtools.livereload.enabled=false",
				"--spring.devtools.restart.additional-paths=" + this.directory,
				"--spring.devtools.restart.trigger-file=restart.trigger",
				"--spring.devtools.restart.poll-interval=200ms", "--spring.devtools.restart.quiet-period=100ms");
	}

	private String life(String address) {
		String response = this.client.getAnywhere(address, "/life");
		return response.substring(response.lastIndexOf('\n') + 1);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	public static class Application {

		/** A restart loads this class anew. */
		private static final String LIFE = ProcessHandle.current().pid() + "-" + UUID.randomUUID();

		public static void main(String[] args) {
			SpringApplication.run(Application.class, args);
		}

		@GetMapping("/life")
		String life() {
			return LIFE;
		}

	}

}
