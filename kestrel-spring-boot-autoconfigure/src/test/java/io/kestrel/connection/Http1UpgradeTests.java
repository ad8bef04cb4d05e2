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

import java.util.ArrayList;
import java.util.List;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Http1Handler}: connections that turn to another protocol.
 */
class Http1UpgradeTests {

	private static final int LIMIT = 10;

	private final TestConnection connection = new TestConnection();

	private final TestHandler handler = TestHandler.behind(this.connection, LIMIT);

	private final ChannelPipeline pipeline = this.connection.channel().pipeline();

	@AfterEach
	void close() {
		this.connection.end();
	}

	@Test
	void upgradedConnectionHasNoLimitAndHoldsNothing() {
		this.connection.receiveRequest("/socket");
		MaxRequestBodySizeFeature feature = this.handler.latest().feature();
		this.connection.send(TestMessages.full(101));
		this.handler.latest().readAll();
		for (int i = 0; i < 3; i++) {
			ByteBuf frame = this.connection.receive("frame of more bytes than the limit");
			assertThat(frame.refCnt()).isZero();
		}
		assertThat(this.handler.latest().error()).isNull();
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(feature.isReadOnly()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> feature.setMaxRequestBodySize(1L))
			.withMessageContaining("after the request was upgraded");
		assertThat(this.handler.latest().feature().isReadOnly()).isTrue();
	}

	@Test
	void octetsThatCameEarlyAreForTheDecoderOfTheOtherProtocolAlone() {
		Frames network = new Frames("network");
		this.pipeline.addFirst(network);
		this.connection.receive(upgrade(), LastHttpContent.EMPTY_LAST_CONTENT, "early");
		Frames frames = new Frames("frames");
		// As Netty's WebSocketServerHandshaker does it.
		this.pipeline.replace(HttpRequestDecoder.class, "frames", frames);
		this.connection.send(TestMessages.full(101));
		this.pipeline.remove(HttpResponseEncoder.class);
		this.connection.run();
		assertThat(frames.seen).containsExactly("early");
		// It has decrypted them already, if it is TLS.
		assertThat(network.seen).hasSize(1);
		this.connection.receive("later");
		assertThat(frames.seen).containsExactly("early", "later");
		this.connection.send(TestMessages.buffer("frame"));
		assertThat(this.connection.sent()).containsExactly("101", "frame");
	}

	@Test
	void handlersThatMakeRoomForAnotherProtocolGoWithTheRequest() {
		this.connection.receive(upgrade(), LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.pipeline.get(HttpRequestDecoder.class)).isNotNull();
		assertThat(this.pipeline.get(HttpResponseEncoder.class)).isNotNull();
		this.connection.sendResponse();
		assertThat(this.pipeline.get(HttpRequestDecoder.class)).isNull();
		assertThat(this.pipeline.get(HttpResponseEncoder.class)).isNull();
		this.connection.receiveRequest("/next");
		assertThat(this.pipeline.get(HttpRequestDecoder.class)).isNull();
		this.connection.sendResponse();
		assertThat(this.connection.sent()).containsExactly("200", "200");
	}

	private static HttpRequest upgrade() {
		return TestMessages.head("/socket", "Connection", "upgrade", "Upgrade", "websocket");
	}

	/**
	 * Takes octets, and passes them on if it is the network.
	 */
	private static final class Frames extends ChannelInboundHandlerAdapter {

		private final List<String> seen = new ArrayList<>();

		private final boolean last;

		private Frames(String name) {
			this.last = name.equals("frames");
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.seen.addAll(TestMessages.describe(message));
			if (this.last) {
				((ByteBuf) message).release();
			}
			else {
				context.fireChannelRead(message);
			}
		}

	}

}
