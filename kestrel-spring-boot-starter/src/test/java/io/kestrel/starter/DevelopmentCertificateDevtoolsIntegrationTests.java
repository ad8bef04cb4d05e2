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
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

import io.kestrel.starter.ApplicationProcess.Library;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The development certificate under Spring Boot's real developer tools: there by itself,
 * and only with them.
 */
class DevelopmentCertificateDevtoolsIntegrationTests {

	private static final String FAILED = "APPLICATION FAILED TO START";

	private static final String IN_USE = "THE DEVELOPMENT CERTIFICATE IS IN USE";

	@TempDir
	private Path home;

	@Test
	void developerToolsBringIt() throws Exception {
		try (ApplicationProcess process = start(EnumSet.of(Library.DEVTOOLS))) {
			process.awaitOutput("Started ");
			assertThat(process.output()).contains("Now listening on: https://localhost:", IN_USE);
			assertThat(this.home.resolve(".kestrel/development/localhost.crt")).exists();
		}
	}

	@Test
	void falseWins() throws Exception {
		try (ApplicationProcess process = start(EnumSet.of(Library.DEVTOOLS),
				"--server.certificates.development.enabled=false")) {
			process.awaitOutput(FAILED);
			assertThat(process.output()).contains("https needs a certificate").doesNotContain(IN_USE);
			assertThat(this.home).isEmptyDirectory();
		}
	}

	@Test
	void withoutDeveloperToolsThereIsNone() throws Exception {
		try (ApplicationProcess process = start(EnumSet.noneOf(Library.class))) {
			process.awaitOutput(FAILED);
			assertThat(process.output()).contains("https needs a certificate").doesNotContain(IN_USE);
			assertThat(this.home).isEmptyDirectory();
		}
	}

	private ApplicationProcess start(Set<Library> libraries, String... arguments) throws IOException {
		String[] all = new String[arguments.length + 4];
		all[0] = this.home.toString();
		all[1] = "--server.port=0";
		all[2] = "--server.urls=http://localhost:5000;https://localhost:5001";
		all[3] = "--spring.devtools.livereload.enabled=false";
		System.arraycopy(arguments, 0, all, 4, arguments.length);
		return ApplicationProcess.start(Application.class, libraries, all);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static void main(String[] args) {
			System.setProperty("user.home", args[0]);
			SpringApplication.run(Application.class, args);
		}

	}

}
