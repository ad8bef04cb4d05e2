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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Frame;
import io.kestrel.testing.Http2FrameClient.Type;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rules of requests of HTTP/2, frame by frame. The same table was sent to
 * the original.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2RequestRulesIntegrationTests {

	@AutoClose
	private static TestServer server;

	@BeforeAll
	static void start() throws Exception {
		server = new TestServer(Uploads.handledBy(Uploads::echo))
			.options((options) -> options.urls("http://127.0.0.1:0", "https://127.0.0.1:0"))
			.secure()
			.start();
	}

	static Stream<Arguments> rows() throws IOException {
		return Http2RequestRow.all().flatMap((row) -> Stream.of(Arguments.of("http", row), Arguments.of("https", row)));
	}

	private static Http2FrameClient connect(String scheme) throws Exception {
		return new Http2FrameClient(server.connect(scheme.equals("https") ? 1 : 0, "h2"));
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("rows")
	void requestIsAnsweredAsTheTableSays(String scheme, Http2RequestRow row, CapturedOutput output) throws Exception {
		try (Http2FrameClient client = connect(scheme)) {
			row.send(client, scheme);
			boolean ends = row.answer().startsWith("GOAWAY");
			if (!ends) {
				client.send(Type.PING, 0, 0, new byte[8]);
			}
			assertThat(answer(client, ends)).isEqualTo(row.answer());
		}
		assertNothingLogged(output);
	}

	/*
	 * But by Spring, where a body is cut off that the application reads.
	 */
	private static void assertNothingLogged(CapturedOutput output) {
		assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN ") || line.contains(" ERROR ")))
			.allMatch((line) -> line.contains("HttpWebHandlerAdapter"));
	}

	/* Up to the end of the stream, and of what was written with it. */
	private static String answer(Http2FrameClient client, boolean ends) throws IOException {
		List<String> answer = new ArrayList<>();
		boolean over = false;
		boolean written = false;
		while (!over || !(written || ends)) {
			Frame frame = client.receive();
			switch (frame.type()) {
				case PING -> written = true;
				case RST_STREAM -> answer.add("RST " + frame.content());
				case HEADERS -> answer.add(frame.content());
				case GOAWAY -> {
					answer.add("GOAWAY " + frame.content().getBytes(StandardCharsets.ISO_8859_1)[7]);
					return String.join(", ", answer);
				}
				default -> {
				}
			}
			over |= frame.end() || frame.type() == Type.RST_STREAM;
		}
		return String.join(", ", answer);
	}

	@Test
	void refusedRequestHarmsNoOther(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = connect("http")) {
			for (int stream = 1; stream < 400; stream += 4) {
				client.get(stream, "no slash");
				assertThat(client.receive()).isEqualTo(Frame.reset(stream, 1));
				// Sent before the client knew.
				client.send(Type.RST_STREAM, 0, stream, new byte[] { 0, 0, 0, 8 });
				client.send(Type.WINDOW_UPDATE, 0, stream, new byte[] { 0, 0, 0, 8 });
				client.data(stream, "late", true).get(stream + 2, "/");
				assertThat(client.receiveResponse()).isEqualTo((stream + 2) + ": 200 echo");
			}
		}
		assertNothingLogged(output);
	}

}
