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

import java.util.HexFormat;
import java.util.function.Consumer;

import io.kestrel.testing.Http2FrameClient.Type;
import io.kestrel.testing.RawFrames;
import io.kestrel.testing.RawHttpConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits of HTTP/2, frame by frame: what the client is told, and what it
 * gets if it does not listen.
 */
class Http2LimitsIntegrationTests {

	private static final int FLOW_CONTROL_ERROR = 3;

	private static final int FRAME_SIZE_ERROR = 6;

	private static final int REFUSED_STREAM = 7;

	private static final int COMPRESSION_ERROR = 9;

	private static final String DEFAULTS = "000300000064" + "0004000c0000" + "000600008000" + "000800000001";

	private final Sinks.Empty<Void> release = Sinks.empty();

	@AutoClose
	private final TestServer server = new TestServer(Uploads.handledBy(this::handle));

	private Mono<Void> handle(ServerWebExchange exchange) {
		return switch (exchange.getRequest().getMethod().name()) {
			case "POST" -> this.release.asMono().then(Uploads.count(exchange));
			default -> this.release.asMono().then(Uploads.answer(exchange, "a".repeat(60_000)));
		};
	}

	private RawHttpConnection start(Consumer<Http2LimitOptions> limits) throws Exception {
		this.server.http2().limits("http://127.0.0.1:0", (all) -> all.http2(limits)).start();
		return this.server.connect();
	}

	private RawFrames connect(Consumer<Http2LimitOptions> limits) throws Exception {
		return new RawFrames(start(limits)).open();
	}

	@Test
	void clientIsToldWhatDiffersInTheOrderOfTheOriginal() throws Exception {
		RawFrames client = new RawFrames(start((limits) -> {
		}).send(RawFrames.HELLO));
		assertThat(client.receive()).isEqualTo("SETTINGS 0 0 " + DEFAULTS);
		assertThat(client.receive()).isEqualTo("WINDOW_UPDATE 0 0 000f0001");
		assertThat(client.receive()).isEqualTo("SETTINGS 1 0 ");
	}

	@Test
	void clientIsToldWhatIsSet() throws Exception {
		RawFrames client = new RawFrames(start((limits) -> limits.maxStreamsPerConnection(7)
			.headerTableSize(DataSize.ofBytes(100))
			.maxFrameSize(DataSize.ofKilobytes(17))
			.maxRequestHeaderFieldSize(DataSize.ofBytes(10))
			.initialConnectionWindowSize(DataSize.ofBytes(65_535))
			.initialStreamWindowSize(DataSize.ofBytes(65_536))).send(RawFrames.HELLO));
		assertThat(client.receive()).isEqualTo("SETTINGS 0 0 " + "000100000064" + "000300000007" + "000400010000"
				+ "000500004400" + "000600008000" + "000800000001");
		assertThat(client.receive()).isEqualTo("SETTINGS 1 0 ");
	}

	@Test
	void streamThatIsOneTooManyIsRefused() throws Exception {
		RawFrames client = connect((limits) -> limits.maxStreamsPerConnection(2)).get(1).get(3).get(5);
		assertThat(client.receive()).isEqualTo("RST_STREAM 0 5 %08x".formatted(REFUSED_STREAM));
		client.send(Type.RST_STREAM, 0, 1, "00000008").get(7).get(9);
		assertThat(client.receive()).isEqualTo("RST_STREAM 0 9 %08x".formatted(REFUSED_STREAM));
	}

	@ParameterizedTest
	@CsvSource({ "16384, 16384", "17408, 17408" })
	void frameThatIsTooLargeEndsTheConnection(int limit, int size) throws Exception {
		this.release.tryEmitEmpty();
		RawFrames client = connect((limits) -> limits.maxFrameSize(DataSize.ofBytes(limit))).send(Type.SETTINGS, 1, 0,
				"");
		client.send(Type.HEADERS, 0x4, 1, RawFrames.POST).send(Type.DATA, 0x1, 1, new byte[size]);
		assertThat(client.receive(Type.DATA)).contains(HexFormat.of().formatHex(("counted " + size).getBytes()));
		client.send(Type.HEADERS, 0x4, 3, RawFrames.POST).send(Type.DATA, 0x1, 3, new byte[size + 1]);
		assertGoAway(client, FRAME_SIZE_ERROR);
	}

	@Test
	void framesOfResponsesAreNoLargerThanThoseOfRequests() throws Exception {
		this.release.tryEmitEmpty();
		RawFrames client = connect((limits) -> {
		}).send(Type.SETTINGS, 0, 0, "000500ffffff").get(1);
		assertThat(client.receive(Type.DATA)).hasSize("DATA 0 1 ".length() + 2 * 16_384);
	}

	@ParameterizedTest
	@CsvSource({ "20, 20, false", "20, 21, true", "20000, 20000, false", "20000, 20001, true" })
	void fieldThatIsTooLongEndsTheConnection(int limit, int length, boolean refused) throws Exception {
		this.release.tryEmitEmpty();
		RawFrames client = connect((limits) -> limits.maxRequestHeaderFieldSize(DataSize.ofBytes(limit))
			.maxFrameSize(DataSize.ofKilobytes(64))).send(Type.SETTINGS, 1, 0, "");
		// x: a literal that is not indexed, its length in seven bits and more.
		client.send(Type.HEADERS, 0x5, 1,
				RawFrames.GET + "000178" + length(length) + HexFormat.of().formatHex("a".repeat(length).getBytes()));
		if (refused) {
			assertGoAway(client, COMPRESSION_ERROR);
		}
		else {
			assertThat(client.receive()).startsWith("HEADERS 4 1 ");
		}
	}

	private static String length(int length) {
		if (length < 127) {
			return "%02x".formatted(length);
		}
		StringBuilder hex = new StringBuilder("7f");
		int rest = length - 127;
		while (rest >= 128) {
			hex.append("%02x".formatted((rest & 127) | 128));
			rest >>= 7;
		}
		return hex.append("%02x".formatted(rest)).toString();
	}

	@Test
	void tableThatIsTooLargeEndsTheConnection() throws Exception {
		this.release.tryEmitEmpty();
		RawFrames client = connect((limits) -> limits.headerTableSize(DataSize.ofBytes(100))).send(Type.SETTINGS, 1, 0,
				"");
		// Dynamic table size update (RFC 7541 section 6.3): 100, then 101.
		client.send(Type.HEADERS, 0x5, 1, "3f45" + RawFrames.GET);
		assertThat(client.receive()).startsWith("HEADERS 4 1 ");
		client.send(Type.HEADERS, 0x5, 3, "3f46" + RawFrames.GET);
		assertGoAway(client, COMPRESSION_ERROR);
	}

	/**
	 * Whatever the client offers, nothing is kept for it beyond our own limit: the first
	 * section says that the table has no room at all.
	 */
	@Test
	void tableOfResponsesIsNoLargerThanThatOfRequests() throws Exception {
		this.release.tryEmitEmpty();
		RawFrames client = connect((limits) -> limits.headerTableSize(DataSize.ofBytes(0)))
			.send(Type.SETTINGS, 0, 0, "0001ffffffff")
			.get(1);
		assertThat(client.receive(Type.HEADERS)).startsWith("HEADERS 4 1 20");
	}

	@ParameterizedTest
	@CsvSource({ "65535, 1048576, 65535", "1048576, 65535, 65535", "70000, 80000, 70000", "80000, 70000, 70000" })
	void windowsHold(int connection, int stream, int most) throws Exception {
		RawFrames client = connect((limits) -> limits.initialConnectionWindowSize(DataSize.ofBytes(connection))
			.initialStreamWindowSize(DataSize.ofBytes(stream))).send(Type.SETTINGS, 1, 0, "");
		client.send(Type.HEADERS, 0x4, 1, RawFrames.POST);
		int left = most;
		while (left > 0) {
			int size = Math.min(left, 16_384);
			client.send(Type.DATA, 0, 1, new byte[size]);
			left -= size;
		}
		client.send(Type.PING, 0, 0, "0102030405060708");
		assertThat(client.receive()).startsWith("PING 1 0 ");
		client.send(Type.DATA, 0, 1, new byte[1]);
		assertGoAway(client, FLOW_CONTROL_ERROR);
	}

	@Test
	void settingsOfACustomizerHoldWhereOursSayNothing() throws Exception {
		this.server.factory((factory) -> factory.addServerCustomizers((http) -> http.http2Settings(
				(settings) -> settings.maxConcurrentStreams(5).maxFrameSize(20_000).initialWindowSize(1_000_000))));
		RawFrames client = new RawFrames(start((limits) -> limits.maxStreamsPerConnection(6)).send(RawFrames.HELLO));
		assertThat(client.receive()).isEqualTo(
				"SETTINGS 0 0 " + "000300000006" + "0004000f4240" + "000500004e20" + "000600008000" + "000800000001");
		assertThat(client.receive()).isEqualTo("WINDOW_UPDATE 0 0 %08x".formatted(2 * (1_000_000 - 65_535)));
	}

	private static void assertGoAway(RawFrames client, int code) throws Exception {
		assertThat(client.receive(Type.GOAWAY).substring("GOAWAY 0 0 01234567".length()))
			.startsWith("%08x".formatted(code));
	}

}
