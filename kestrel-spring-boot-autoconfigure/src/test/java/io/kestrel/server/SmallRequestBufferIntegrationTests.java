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

import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that requests go through a buffer that is no larger than it has to be for their
 * heads, whatever the length of their bodies.
 */
class SmallRequestBufferIntegrationTests {

	private static final int LENGTH = 20_000;

	@AutoClose
	private final TestServer server = new TestServer(Uploads.handledBy(Uploads::count));

	@ParameterizedTest
	@CsvSource({ "60, CONTENT_LENGTH, false", "60, CHUNKED, false", "60, CHUNKED, true", "64, CONTENT_LENGTH, false",
			"65, CHUNKED, false", "1000, CONTENT_LENGTH, true", "2048, CHUNKED, false", "65535, CHUNKED, false",
			"65536, CONTENT_LENGTH, false", "65537, CHUNKED, false" })
	void bodiesOfAnyLengthPass(int size, Framing framing, boolean tls) throws Exception {
		this.server.limits((tls ? "https" : "http") + "://127.0.0.1:0",
				(limits) -> limits.maxRequestLineSize(DataSize.ofBytes(40))
					.maxRequestHeadersTotalSize(DataSize.ofBytes(60))
					.maxRequestBufferSize(DataSize.ofBytes(size)));
		if (tls) {
			this.server.secure();
		}
		this.server.start();
		try (RawHttpConnection client = this.server.connect()) {
			client.send(framing.whole("/", "x".repeat(LENGTH)).repeat(2));
			for (int i = 0; i < 2; i++) {
				assertThat(client.receiveResponse()).startsWith("HTTP/1.1 200 ").endsWith("counted " + LENGTH);
			}
		}
	}

}
