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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.kestrel.testing.Http2FrameClient;
import io.kestrel.testing.Http2FrameClient.Frame;
import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.Http2Frames;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of HTTP/2 that send many frames beside their requests, and do no harm: none is
 * taken for an attacker.
 */
@ExtendWith(OutputCaptureExtension.class)
class Http2BusyClientsIntegrationTests {

	private static final int MESSAGES = 10_000;

	private static final int UNDER_WAY = 100;

	/** Of gRPC: five octets in front of a message, here of one octet. */
	private static final byte[] MESSAGE = { 0, 0, 0, 0, 1, 'a' };

	private final TestServer server = new TestServer(Uploads.handledBy(this::handle)).http2();

	@TempDir
	private Path directory;

	@BeforeEach
	void start() {
		// A message at a time may be slow on a busy machine.
		this.server.limits("http://127.0.0.1:0", (limits) -> limits.minRequestBodyDataRate(null)).start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		return switch (exchange.getRequest().getPath().value()) {
			case "/messages" -> exchange.getResponse().writeAndFlushWith(messages(exchange).map(Mono::just));
			case "/never" -> Mono.never();
			case "/count" -> Uploads.count(exchange);
			default -> Uploads.answer(exchange, "a".repeat(10_000));
		};
	}

	/* One for each that comes. */
	private static Flux<DataBuffer> messages(ServerWebExchange exchange) {
		return exchange.getRequest().getBody();
	}

	private static byte[] withMessages(Http2Frames frames, int count) {
		for (int i = 0; i < count; i++) {
			frames.frame(0, 0, 1, MESSAGE);
		}
		return frames.toByteArray();
	}

	private String url() {
		return "http://127.0.0.1:" + this.server.port(0) + "/";
	}

	private Http2FrameClient connect() throws IOException {
		return new Http2FrameClient(this.server.connect());
	}

	private static void assertNotRefused(CapturedOutput output) {
		assertThat(output.getOut()).doesNotContain("Request refused").doesNotContain(" ERROR ");
	}

	/* Over TLS, for curl 7.88 can't use a connection without it again. */
	@Test
	void curlWithManyFiles(CapturedOutput output) throws Exception {
		Tool.require("curl");
		try (TestServer secure = new TestServer(Uploads.handledBy(this::handle))) {
			secure.secure().urls("https://127.0.0.1:0").start();
			List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", "50", "--http2", "--insecure",
					"--parallel", "--parallel-max", "100", "-w", "%{http_version} %{http_code} %{size_download}\\n"));
			for (int i = 0; i < 300; i++) {
				command.addAll(List.of("-o", this.directory.resolve("file" + i).toString(),
						"https://127.0.0.1:" + secure.port(0) + "/" + i));
			}
			assertThat(Tool.run(command).lines().filter("2 200 10000"::equals)).hasSize(300);
		}
		assertNotRefused(output);
	}

	/* PRIORITY of five streams at first, and priority in each HEADERS. */
	@Test
	void nghttpWithPrioritiesAndWindows(CapturedOutput output) throws Exception {
		Tool.require("nghttp");
		List<String> command = List.of("nghttp", "-n", "-s", "-m", "200", "-w", "14", "-W", "14", "-p", "200", url());
		assertThat(Tool.run(command).lines().filter((line) -> line.contains(" 200 "))).hasSize(200);
		assertNotRefused(output);
	}

	@Test
	void h2loadWithManyStreams(CapturedOutput output) throws Exception {
		Tool.require("h2load");
		assertThat(Tool.run(List.of("h2load", "-c", "2", "-m", "100", "-n", "20000", url())))
			.contains("20000 succeeded, 0 failed, 0 errored, 0 timeout");
		assertNotRefused(output);
	}

	/* Each message a frame, both ways, and the windows opened again at once. */
	@Test
	void rpcOfManySmallMessages(CapturedOutput output) throws Exception {
		try (RawHttpConnection connection = this.server.connect()) {
			Http2FrameClient client = new Http2FrameClient(connection).openWindows().post(1, "/messages", Map.of());
			connection.send(withMessages(new Http2Frames(), UNDER_WAY));
			int sent = UNDER_WAY;
			int received = 0;
			while (received < MESSAGES) {
				Frame frame = client.receive();
				if (frame.type() != Type.DATA) {
					continue;
				}
				int count = frame.content().length() / MESSAGE.length;
				received += count;
				int more = Math.min(count, MESSAGES - sent);
				sent += more;
				// The last one is how gRPC measures how much is on the way.
				Http2Frames frames = new Http2Frames().windowUpdate(0, frame.content().length())
					.windowUpdate(1, frame.content().length())
					.frame(6, 0, 0, new byte[8]);
				connection.send(withMessages(frames, more));
			}
			client.data(1, new byte[0], true);
			Frame last = client.receive();
			while (last.type() == Type.PING) {
				last = client.receive();
			}
			assertThat(last.end()).isTrue();
		}
		assertNotRefused(output);
	}

	/*
	 * Without a response meanwhile, so that nothing but the messages pays for the rest.
	 */
	@Test
	void uploadOfManySmallMessages(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = connect()) {
			client.post(1, "/count", Map.of());
			for (int i = 0; i < MESSAGES; i++) {
				client.data(1, MESSAGE, false);
			}
			client.data(1, new byte[0], true);
			assertThat(client.receiveResponse()).isEqualTo("1: 200 counted " + MESSAGES * MESSAGE.length);
		}
		assertNotRefused(output);
	}

	/* As a browser does whose page is left, twice in a row, and that goes on. */
	@Test
	void browserThatLeavesItsPageTwice(CapturedOutput output) throws Exception {
		try (Http2FrameClient client = connect()) {
			for (int page = 0; page < 2; page++) {
				int first = 1 + page * 200;
				for (int stream = first; stream < first + 200; stream += 2) {
					client.get(stream, "/never");
				}
				for (int stream = first; stream < first + 200; stream += 2) {
					client.send(Type.RST_STREAM, 0, stream, new byte[] { 0, 0, 0, 8 });
				}
			}
			assertThat(client.get(1001, "/").receiveResponse()).startsWith("1001: 200 aaa");
		}
		assertNotRefused(output);
	}

}
