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

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.testing.Tool;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The conformance tests of h2spec 2.2.0 (RFC 7540 and RFC 7541), in strict mode.
 */
class H2specIntegrationTests {

	private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

	@TempDir
	static Path directory;

	@BeforeAll
	static void unpack() throws Exception {
		Assumptions.assumeTrue(
				"Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")),
				"h2spec runs on Linux with amd64 only");
		Path archive = directory.resolve("h2spec.tar.gz");
		try (InputStream packed = H2specIntegrationTests.class.getResourceAsStream(ARCHIVE)) {
			Files.copy(packed, archive);
		}
		Tool.run(List.of("tar", "-xzf", archive.toString(), "-C", directory.toString()));
	}

	@ParameterizedTest
	@CsvSource({ "http, true", "https, false" })
	void allOfThemPass(String scheme, boolean nio) throws Exception {
		boolean secure = "https".equals(scheme);
		try (TestServer server = new TestServer(Uploads.handledBy(Uploads::echo)).transport(nio)
			.options((options) -> options.urls(scheme + "://127.0.0.1:0"))) {
			server.http2(scheme).start();
			List<String> command = new ArrayList<>(List.of(directory.resolve("h2spec").toString(), "--strict", "--host",
					"127.0.0.1", "--port", String.valueOf(server.port(0)), "--timeout", "5"));
			if (secure) {
				command.addAll(List.of("--tls", "--insecure"));
			}
			assertThat(Tool.run(command)).endsWith("146 tests, 146 passed, 0 skipped, 0 failed\n");
		}
	}

}
