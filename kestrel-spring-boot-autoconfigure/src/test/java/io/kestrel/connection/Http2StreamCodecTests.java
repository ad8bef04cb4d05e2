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

package io.kestrel.connection;

import java.util.stream.Stream;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.AttributeKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http2StreamCodec}: what it decodes itself is what Netty's makes of it.
 */
class Http2StreamCodecTests {

	private final EmbeddedChannel own = new EmbeddedChannel(new Http2StreamCodec());

	private final EmbeddedChannel netty = new EmbeddedChannel(new Http2StreamFrameToHttpObjectCodec(true));

	static Stream<Http2Headers> requests() {
		return Stream.of(head("GET"), head("HEAD"), head("DELETE"), head("OPTIONS").path("*"), head("BREW"),
				head("GET").add("cookie", "a=1").add("cookie", "b=2").add("accept", "*/*"),
				head("GET").add("host", "localhost"), head("GET").add("x", "1").add("x", "2"),
				head("POST").add("content-length", "0"), head("GET").add("te", "trailers").add("trailer", "x"));
	}

	private static Http2Headers head(String method) {
		return new DefaultHttp2Headers().method(method).scheme("https").authority("localhost").path("/a?b=c");
	}

	@ParameterizedTest
	@MethodSource("requests")
	void requestIsAsNettyMakesIt(Http2Headers head) {
		FullHttpRequest request = read(this.own, head, true);
		FullHttpRequest expected = read(this.netty, head, true);
		assertThat(request.protocolVersion()).isEqualTo(expected.protocolVersion());
		assertThat(request.uri()).isEqualTo(expected.uri());
		assertThat(request.method()).isEqualTo(expected.method());
		assertThat(request.headers().entries()).map(Object::toString)
			.isEqualTo(expected.headers().entries().stream().map(Object::toString).toList());
		assertThat(request.trailingHeaders()).isEmpty();
		assertThat(request.content().isReadable()).isFalse();
		expected.release();
	}

	/* Its class says that a body follows. */
	@Test
	void requestWithABodyIsNettys() {
		HttpRequest request = read(this.own, head("POST"), false);
		assertThat(request).isNotInstanceOf(FullHttpRequest.class);
		assertThat(request.headers().get("transfer-encoding")).isEqualTo("chunked");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "CONNECT" })
	void onlyConnectAsksForAProtocol(String method) {
		HttpRequest request = read(this.own, head(method).add(":protocol", "websocket"), method.equals("GET"));
		assertThat(request.method().name()).isEqualTo(method);
		boolean asked = method.equals("CONNECT");
		assertThat(attribute("PROTOCOL")).isEqualTo(asked ? "websocket" : null);
		assertThat(attribute("PATH")).isEqualTo(asked ? "/a?b=c" : null);
	}

	private Object attribute(String part) {
		return this.own
			.attr(AttributeKey.valueOf("reactor.netty.http.server.HttpServerOperations.EXTENDED_CONNECT_" + part))
			.get();
	}

	private static <T extends HttpRequest> T read(EmbeddedChannel channel, Http2Headers head, boolean end) {
		channel.writeInbound(new DefaultHttp2HeadersFrame(head, end).stream(new Numbered()));
		return channel.readInbound();
	}

	private static final class Numbered implements Http2FrameStream {

		@Override
		public int id() {
			return 7;
		}

		@Override
		public Http2Stream.State state() {
			return Http2Stream.State.OPEN;
		}

	}

}
