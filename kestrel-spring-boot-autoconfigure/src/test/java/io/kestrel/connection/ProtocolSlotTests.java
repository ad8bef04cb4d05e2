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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProtocolSlot}: where the handler of HTTP/1.1 stands.
 */
class ProtocolSlotTests {

	private static final String REQUEST = "POST /1 HTTP/1.1\r\nHost: a\r\n\r\n";

	private final TestSocket channel = new TestSocket();

	private final ChannelPipeline pipeline = this.channel.pipeline();

	private final HttpConnection connection = new HttpConnection(new Connections(), this.channel,
			TestConnection.SETTINGS);

	private final Http2 http2 = new Http2();

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void clearTextHasItsHandlerAtOnce() {
		this.pipeline.addLast(NettyPipeline.HttpCodec, new HttpServerCodec());
		add(NettyPipeline.HttpTrafficHandler, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		assertHttp1();
		receive(REQUEST);
		assertThat(requests()).isOne();
	}

	@Test
	void tlsHasItsHandlerOnceHttp1IsNegotiated() {
		installBehindTls();
		this.pipeline.addBefore(NettyPipeline.ReactiveBridge, NettyPipeline.HttpCodec, new HttpServerCodec());
		this.pipeline.addBefore(NettyPipeline.ReactiveBridge, NettyPipeline.HttpTrafficHandler,
				new ChannelDuplexHandler());
		this.pipeline.fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
		receive(REQUEST);
		assertHttp1();
		assertThat(requests()).isOne();
	}

	@Test
	void tlsHasNoHandlerOnceHttp2IsNegotiated() {
		installBehindTls();
		this.pipeline.fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
		receive("frame");
		assertThat(this.channel.inboundMessages()).hasSize(1);
		assertNoHttp1();
		this.connection.drain();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void drainDuringHandshakeCloses() {
		installBehindTls();
		this.connection.drain();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void http2AloneHasNoSlot() {
		add(NettyPipeline.SslHandler, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		assertNoHttp1();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { REQUEST, "P", "\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\rx", "PRI * HTTP/1.1\r\nHost: a\r\n\r\n" })
	void clearTextThatIsNotHttp2HasItsHandlerAfterTheFirstOctetsThatShowIt(String octets) {
		installWhereBothAreSpoken();
		receive(octets);
		if (octets.equals("P")) {
			assertThat(this.pipeline.get(Http1Handler.class)).isNull();
			receive("OST / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(requests()).isOne();
		}
		assertHttp1();
		assertThat(this.pipeline.get(HttpServerUpgradeHandler.class)).isNull();
		assertThat(this.pipeline.get(CleartextHttp2ServerUpgradeHandler.class)).isNull();
		assertThat(this.http2.seen).isEmpty();
	}

	@Test
	void requestInTwoPiecesWhereBothAreSpoken() {
		for (int i = 1; i < REQUEST.length(); i++) {
			ProtocolSlotTests test = new ProtocolSlotTests();
			test.installWhereBothAreSpoken();
			test.receive(REQUEST.substring(0, i));
			test.receive(REQUEST.substring(i));
			assertThat(test.requests()).as("split at " + i).isOne();
			test.close();
		}
	}

	@Test
	void upgradeToHttp2IsIgnored() {
		installWhereBothAreSpoken();
		receive("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
				+ "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
		assertHttp1();
		assertThat(requests()).isOne();
		assertThat(this.channel.outboundMessages()).isEmpty();
	}

	@Test
	void prefaceOfHttp2PassesInWhateverPieces() {
		ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
		for (int i = 1; i <= preface.readableBytes(); i++) {
			ProtocolSlotTests test = new ProtocolSlotTests();
			test.installWhereBothAreSpoken();
			test.channel.writeInbound(preface.copy(0, i));
			test.channel.writeInbound(preface.copy(i, preface.readableBytes() - i));
			assertThat(String.join("", test.http2.seen)).isEqualTo(preface.toString(StandardCharsets.US_ASCII));
			test.assertNoHttp1();
			test.close();
		}
		preface.release();
	}

	private void installBehindTls() {
		add(NettyPipeline.SslHandler, NettyPipeline.H2OrHttp11Codec, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		assertThat(this.pipeline.get(Http1Handler.class)).isNull();
	}

	/**
	 * Install as Reactor Netty makes a pipeline of both protocols in clear text.
	 */
	private void installWhereBothAreSpoken() {
		HttpServerCodec codec = new HttpServerCodec();
		this.pipeline.addLast(NettyPipeline.H2CUpgradeHandler, new CleartextHttp2ServerUpgradeHandler(codec,
				new HttpServerUpgradeHandler(codec, (protocol) -> null), this.http2));
		add(NettyPipeline.HttpTrafficHandler, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		assertThat(this.pipeline.get(Http1Handler.class)).isNull();
	}

	private void add(String... names) {
		for (String name : names) {
			this.pipeline.addLast(name, new ChannelDuplexHandler());
		}
	}

	private void receive(String octets) {
		this.channel.writeInbound(TestMessages.buffer(octets));
	}

	private long requests() {
		return this.channel.inboundMessages().stream().filter(HttpRequest.class::isInstance).count();
	}

	private void assertHttp1() {
		assertThat(this.pipeline.get(NettyPipeline.HttpCodec)).isInstanceOf(Http1Handler.class);
		assertThat(this.pipeline.get(HttpServerCodec.class)).isNull();
		assertThat(this.pipeline.names()).containsSubsequence(NettyPipeline.HttpCodec, NettyPipeline.HttpTrafficHandler,
				NettyPipeline.ReactiveBridge);
		assertThat(this.pipeline.get("kestrel.protocolSlot")).isNull();
	}

	private void assertNoHttp1() {
		assertThat(this.pipeline.get(Http1Handler.class)).isNull();
		assertThat(this.pipeline.get("kestrel.protocolSlot")).isNull();
	}

	/**
	 * Sees what HTTP/2 gets.
	 */
	private static final class Http2 extends ChannelInboundHandlerAdapter {

		private final List<String> seen = new ArrayList<>();

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.seen.addAll(TestMessages.describe(message));
			((ByteBuf) message).release();
		}

	}

}
