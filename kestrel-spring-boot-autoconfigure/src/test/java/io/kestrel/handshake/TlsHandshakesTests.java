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

package io.kestrel.handshake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.kestrel.https.PlainHttp;
import io.kestrel.time.Heartbeats;
import io.kestrel.time.TestClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TlsHandshakes} in virtual time.
 */
class TlsHandshakesTests {

	private static final long BEAT_MILLIS = 1_000;

	private final Heartbeats heartbeats = TestClock.heartbeats();

	private static SslContext context;

	private final HandshakeFailures failures = new HandshakeFailures();

	private final List<Object> heardBehind = new ArrayList<>();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	@BeforeAll
	static void makeContext() throws Exception {
		context = TestAuthority.context(SslProvider.JDK, new TestAuthority(Algorithm.ecp256).server("localhost"))
			.build();
	}

	@Test
	void silentClientIsClosedInTime() {
		install((name) -> null);
		advance(10_000);
		assertThat(this.channel.isOpen()).isTrue();
		advance(1_000);
		assertFailed(HandshakeFailure.TIMEOUT);
	}

	@Test
	void slowClientIsClosedInTime() {
		install((name) -> null);
		byte[] hello = hello("0000" + name("a.example")).array();
		for (int i = 0; i < 10; i++) {
			advance(1_000);
			this.channel.writeInbound(Unpooled.copiedBuffer(hello, i, 1));
		}
		assertThat(this.channel.isOpen()).isTrue();
		advance(1_000);
		assertFailed(HandshakeFailure.TIMEOUT);
	}

	@ParameterizedTest
	@CsvSource({ "5000, 2000, 3000, 1000", "4001, 2000, 3000, 1000", "30000, 2000, 28000, 1000",
			"1000, 2000, 0, 1000" })
	void timeoutOfHostCountsFromTheStart(long timeout, long helloAt, long open, long closed) throws Exception {
		install((name) -> new TlsHost("*", context, true, Duration.ofMillis(timeout)));
		advance(helloAt);
		this.channel.writeInbound(Unpooled.wrappedBuffer(ClientHellos.of("a.example")));
		if (timeout > helloAt) {
			advance(open);
			assertThat(this.channel.isOpen()).isTrue();
		}
		advance(closed);
		assertFailed(HandshakeFailure.TIMEOUT);
	}

	@Test
	void tlsHandlerTakesThePlaceUnderItsName() throws Exception {
		TlsHost host = new TlsHost("*", context, true, Duration.ofSeconds(10));
		install((name) -> host);
		this.channel.writeInbound(Unpooled.wrappedBuffer(ClientHellos.of("A.Example")));
		assertThat(this.channel.pipeline().get(NettyPipeline.SslHandler)).isInstanceOfSatisfying(SslHandler.class,
				(ssl) -> assertThat(ssl.getHandshakeTimeoutMillis()).isZero());
		assertThat(this.channel.attr(NegotiatedTls.KEY).get()).isEqualTo(new NegotiatedTls("a.example", host));
		this.channel.finishAndReleaseAll();
	}

	@Test
	void unknownNameGetsTheAlert() {
		install((name) -> null);
		this.channel.writeInbound(hello("0000" + name("a.example")));
		assertThat(written()).isEqualTo("15030300020270");
		assertFailed(HandshakeFailure.UNKNOWN_SERVER_NAME);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "000a00020000" })
	void missingNameGetsTheAlert(String extensions) {
		install((name) -> null);
		this.channel.writeInbound(hello(extensions));
		assertThat(written()).isEqualTo("15030300020270");
		assertFailed(HandshakeFailure.NO_SERVER_NAME);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			0000 0000,                          32
			0000 0002 0000,                     32
			0000 0005 0003 00 0000,             32
			0000 0006 0004 01 0001 61,          32
			0000 0006 0004 00 0002 61,          32
			0000 0007 0004 00 0001 61 00,       32
			0000 000a 0008 00 0001 61 00 0001 62, 32
			0000 0006 0004 00 0001 00,          2f
			0000 0006 0004 00 0001 80,          2f
			0000 0006 0004 00 0001 0a,          2f
			0000 0007 0005 00 0002 612e,        2f
			0000 0006 0004 00 0001 61 0000 0006 0004 00 0001 61, 2f
			0000 ffff,                          32
			00,                                 32
			""")
	void malformedNameGetsItsAlert(String extensions, String alert) {
		install((name) -> {
			throw new AssertionError("asked for " + name);
		});
		this.channel.writeInbound(hello(extensions.replace(" ", "")));
		assertThat(written()).isEqualTo("150303000202" + alert);
		assertFailed(HandshakeFailure.MALFORMED);
	}

	@Test
	void failingLookupClosesQuietly() {
		install((name) -> {
			throw new IllegalStateException("lookup");
		});
		this.channel.writeInbound(hello("0000" + name("a.example")));
		assertFailed(HandshakeFailure.OTHER);
	}

	@Test
	void tooLongHelloIsRefused() {
		install((name) -> null);
		this.channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("16030100040100ffff")));
		assertFailed(HandshakeFailure.MALFORMED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "15030100020100", "1403010001", "16020000050100000000", "1603010000" })
	void whatIsNoHelloIsRefused(String bytes) {
		install((name) -> null);
		this.channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes)));
		this.channel.releaseOutbound();
		assertThat(count(HandshakeFailure.NOT_TLS) + count(HandshakeFailure.MALFORMED)).isEqualTo(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void goneClientIsCountedOnce() {
		install((name) -> null);
		this.channel.writeInbound(Unpooled.wrappedBuffer(new byte[] { 22 }));
		this.channel.close();
		assertFailed(HandshakeFailure.CLIENT_CLOSED);
	}

	@Test
	void tlsIsRefusedOnPlainEndpoint() {
		TlsHandshakes.refuse(this.channel, "http://test", this.failures);
		this.channel.writeInbound(hello(""));
		assertThat(written()).isEqualTo("15030300020228");
		assertFailed(HandshakeFailure.TLS_ON_PLAIN_ENDPOINT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "47", "1602", "0d" })
	void otherBytesPassOnPlainEndpoint(String bytes) {
		TlsHandshakes.refuse(this.channel, "http://test", this.failures);
		this.channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes)));
		ByteBuf read = this.channel.readInbound();
		assertThat(ByteBufUtil.hexDump(read)).isEqualTo(bytes);
		read.release();
		assertThat(this.channel.pipeline().get(TlsOnPlainEndpoint.class)).isNull();
	}

	private void install(TlsHosts hosts) {
		this.channel.freezeTime();
		this.channel.pipeline()
			.addLast(NettyPipeline.SslHandler, new ChannelInboundHandlerAdapter())
			.addLast(NettyPipeline.SslReader, new ChannelInboundHandlerAdapter())
			.addLast(new Behind());
		TlsHandshakes.install(this.channel,
				new TlsEndpoint("https://test", hosts, Duration.ofSeconds(10), PlainHttp.REJECT, this.failures),
				this.heartbeats);
	}

	private void advance(long millis) {
		for (long left = millis; left > 0; left -= BEAT_MILLIS) {
			this.channel.advanceTimeBy(Math.min(left, BEAT_MILLIS), TimeUnit.MILLISECONDS);
			this.channel.runScheduledPendingTasks();
		}
	}

	private String written() {
		ByteBuf written = this.channel.readOutbound();
		try {
			return ByteBufUtil.hexDump(written);
		}
		finally {
			written.release();
		}
	}

	/* Closed, counted once, no timer left, and those behind heard of the close only. */
	private void assertFailed(HandshakeFailure expected) {
		assertThat(this.failures.counts()).isEqualTo(Map.of(expected, 1L));
		this.channel.runPendingTasks();
		this.channel.releaseOutbound();
		assertThat(this.channel.isOpen()).isFalse();
		// A heartbeat that nobody hears ends by itself, one that was never needed is
		// none.
		advance(BEAT_MILLIS);
		assertThat(this.channel.runScheduledPendingTasks()).as("next timer").isEqualTo(-1);
		assertThat(this.heardBehind).isEmpty();
		this.channel.checkException();
	}

	private long count(HandshakeFailure failure) {
		return this.failures.count(failure);
	}

	private static String name(String name) {
		String hex = ByteBufUtil.hexDump(name.getBytes(StandardCharsets.US_ASCII));
		int length = name.length();
		return String.format("%04x%04x00%04x%s", length + 5, length + 3, length, hex);
	}

	private static ByteBuf hello(String extensions) {
		String list = extensions.isEmpty() ? "" : String.format("%04x%s", extensions.length() / 2, extensions);
		String body = "0303" + "00".repeat(32) + "00" + "00021301" + "0100" + list;
		int length = body.length() / 2;
		return Unpooled
			.wrappedBuffer(ByteBufUtil.decodeHexDump(String.format("160301%04x01%06x%s", length + 4, length, body)));
	}

	private final class Behind extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			TlsHandshakesTests.this.heardBehind.add("active");
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			TlsHandshakesTests.this.heardBehind.add(message);
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			TlsHandshakesTests.this.heardBehind.add(event);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			TlsHandshakesTests.this.heardBehind.add(cause);
		}

	}

}
