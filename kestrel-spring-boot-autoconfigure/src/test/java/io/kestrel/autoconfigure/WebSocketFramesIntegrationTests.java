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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.kestrel.testing.TestApplication;
import io.kestrel.testing.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The frames of RFC 6455, right and wrong, in the manner of the Autobahn test suite: the
 * same table on HTTP/1.1 and on a stream of HTTP/2.
 */
class WebSocketFramesIntegrationTests {

	private static final int CONTINUATION = 0;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private static final int FINAL = 0x80;

	private static final byte[] END = WebSocketWire.close(1000, "");

	private static TestApplication application;

	@BeforeAll
	static void start() {
		application = TestApplication.with(Echo.class)
			.run("--server.urls=http://127.0.0.1:0", "--server.http2.enabled=true");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void frameIsAnswered(Case test) throws Exception {
		for (boolean http2 : new boolean[] { false, true }) {
			try (WebSocketWire socket = WebSocketWire.open(http2, application.port(0), "/echo", Map.of())) {
				assertThat(socket.send(test.sent()).receiveAll()).as("HTTP/2: " + http2)
					.containsExactlyElementsOf(test.received());
			}
		}
	}

	static Stream<Case> cases() {
		return Stream.of(sizes(), fragments(), control(), utf8(), violations(), closes()).flatMap((cases) -> cases);
	}

	private static Stream<Case> sizes() {
		return Stream.concat(IntStream.of(0, 21, 125, 126, 65_535, 65_536).boxed().flatMap((size) -> {
			String echo = (size == 0) ? "" : size + " bytes";
			return Stream.of(echo("text of " + size + " bytes", "text " + echo, whole(TEXT, "*".repeat(size))),
					echo("binary of " + size + " bytes", "binary " + echo, whole(BINARY, "*".repeat(size))));
		}), Stream.of(refused("frame over the limit", 1009, whole(BINARY, "*".repeat(65_537))),
				refused("frame over the limit, of which only the head comes", 1009,
						WebSocketWire.head(FINAL | BINARY, 1 << 30, 0x80)),
				refused("fragments over the limit together", 1009, part(BINARY, "*".repeat(40_000)),
						whole(CONTINUATION, "*".repeat(25_537))),
				echo("fragments at the limit together", "binary 65536 bytes", part(BINARY, "*".repeat(40_000)),
						whole(CONTINUATION, "*".repeat(25_536)))));
	}

	private static Stream<Case> fragments() {
		return Stream.of(echo("two fragments", "text one two", part(TEXT, "one "), whole(CONTINUATION, "two")),
				new Case("ping between fragments",
						concat(part(TEXT, "one "), whole(PING, "now"), whole(CONTINUATION, "two"), END),
						List.of("pong now", "text one two", "close 1000", "end")),
				echo("empty fragments", "text ", part(TEXT, ""), part(CONTINUATION, ""), whole(CONTINUATION, "")),
				refused("continuation of nothing", 1002, whole(CONTINUATION, "one")),
				refused("message within a message", 1002, part(TEXT, "one"), whole(TEXT, "two")));
	}

	private static Stream<Case> control() {
		return Stream.of(
				new Case("ping of 125 bytes", concat(whole(PING, "*".repeat(125)), END),
						List.of("pong 125 bytes", "close 1000", "end")),
				new Case("pong nobody asked for", concat(whole(PONG, "yes"), END), List.of("close 1000", "end")),
				refused("ping of 126 bytes", 1002, whole(PING, "*".repeat(126))),
				refused("fragmented ping", 1002, part(PING, "one")));
	}

	private static Stream<Case> utf8() {
		return Stream.of(echo("text of many bytes per character", "text κόσμε 𐍈", whole(TEXT, "κόσμε 𐍈")),
				echo("character over two fragments", "text é", frame(TEXT, 0xc3), frame(FINAL, 0xa9)),
				refused("text that is not UTF-8", 1007, frame(FINAL | TEXT, 0xce, 0xba, 0xff)),
				refused("surrogate", 1007, frame(FINAL | TEXT, 0xed, 0xa0, 0x80)),
				refused("longer than needed", 1007, frame(FINAL | TEXT, 0xc0, 0xaf)),
				refused("beyond the last character", 1007, frame(FINAL | TEXT, 0xf4, 0x90, 0x80, 0x80)),
				refused("half a character at the end", 1007, frame(FINAL | TEXT, 0xc3)),
				refused("half a character at the end of the last fragment", 1007, part(TEXT, "a"), frame(FINAL, 0xc3)),
				refused("wrong bytes in the first fragment", 1007, frame(TEXT, 0xff)),
				new Case("binary is not looked at", concat(frame(FINAL | BINARY, 0x00), END),
						List.of("binary \0", "close 1000", "end")));
	}

	private static Stream<Case> violations() {
		return Stream.concat(
				IntStream.of(0x10, 0x20, 0x40, 0x70)
					.boxed()
					.flatMap((bits) -> IntStream.of(TEXT, BINARY, PING, CLOSE)
						.mapToObj((opcode) -> refused("reserved bits " + bits + " of " + opcode, 1002,
								frame(FINAL | bits | opcode)))),
				Stream.concat(
						IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
							.mapToObj((opcode) -> refused("reserved opcode " + opcode, 1002, whole(opcode, "x"))),
						Stream.of(
								refused("frame without a mask", 1002,
										concat(WebSocketWire.head(FINAL | TEXT, 1, 0), new byte[] { 'a' })),
								refused("length in more bytes than needed", 1002,
										new byte[] { (byte) (FINAL | TEXT), (byte) 0xfe, 0, 1, 0, 0, 0, 0, 'a' }))));
	}

	private static Stream<Case> closes() {
		return Stream.of(
				IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
					.mapToObj((code) -> new Case("close " + code, WebSocketWire.close(code, "why"),
							List.of("close " + code, "end"))),
				IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32_768, 65_535)
					.mapToObj((code) -> refused("close " + code, 1002, WebSocketWire.close(code, ""))),
				Stream.of(new Case("close without a code", whole(CLOSE, ""), List.of("close", "end")),
						refused("close of one byte", 1002, whole(CLOSE, "x")),
						refused("close of 126 bytes", 1002, WebSocketWire.close(1000, "*".repeat(124))),
						new Case("close of 125 bytes", WebSocketWire.close(1000, "*".repeat(123)),
								List.of("close 1000", "end")),
						refused("reason that is not UTF-8", 1007, frame(FINAL | CLOSE, 0x03, 0xe8, 0xff)),
						new Case("nothing counts behind close", concat(END, whole(TEXT, "late")),
								List.of("close 1000", "end"))))
			.flatMap((cases) -> cases);
	}

	private static Case echo(String name, String received, byte[]... sent) {
		return new Case(name, concat(concat(sent), END), List.of(received, "close 1000", "end"));
	}

	private static Case refused(String name, int code, byte[]... sent) {
		return new Case(name, concat(sent), List.of("close " + code, "end"));
	}

	private static byte[] whole(int opcode, String text) {
		return WebSocketWire.frame(FINAL | opcode, text.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] part(int opcode, String text) {
		return WebSocketWire.frame(opcode, text.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] frame(int first, int... payload) {
		byte[] bytes = new byte[payload.length];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) payload[i];
		}
		return WebSocketWire.frame(first, bytes);
	}

	private static byte[] concat(byte[]... pieces) {
		return WebSocketWire.concat(pieces);
	}

	private record Case(String name, byte[] sent, List<String> received) {

		@Override
		public String toString() {
			return this.name + " -> " + this.received;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@Bean
		HandlerMapping sockets() {
			WebSocketHandler echo = (session) -> session.send(session.receive()
				.filter((message) -> message.getType() != WebSocketMessage.Type.PONG)
				.doOnNext(WebSocketMessage::retain));
			return new SimpleUrlHandlerMapping(Map.of("/echo", echo), 1);
		}

	}

}
