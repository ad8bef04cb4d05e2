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

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProtocolSlot}: where the handler of HTTP/1.1 stands.
 */
class ProtocolSlotTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final ChannelPipeline pipeline = this.channel.pipeline();

	private final HttpConnection connection = new HttpConnection(this.channel, TestConnection.SETTINGS);

	@Test
	void clearTextHasItsHandlerAtOnce() {
		add(NettyPipeline.HttpCodec, NettyPipeline.HttpTrafficHandler, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		assertThat(this.pipeline.names()).containsSubsequence(NettyPipeline.HttpCodec, "kestrel.http1",
				NettyPipeline.HttpTrafficHandler, NettyPipeline.ReactiveBridge);
		assertThat(this.pipeline.get("kestrel.protocolSlot")).isNull();
	}

	@Test
	void tlsHasItsHandlerOnceHttp1IsNegotiated() {
		add(NettyPipeline.SslHandler, NettyPipeline.H2OrHttp11Codec, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		assertThat(this.pipeline.get(Http1Handler.class)).isNull();
		this.pipeline.addBefore(NettyPipeline.ReactiveBridge, NettyPipeline.HttpCodec, new ChannelDuplexHandler());
		this.pipeline.addBefore(NettyPipeline.ReactiveBridge, NettyPipeline.HttpTrafficHandler,
				new ChannelDuplexHandler());
		receive();
		assertThat(this.pipeline.names()).containsSubsequence(NettyPipeline.H2OrHttp11Codec, NettyPipeline.HttpCodec,
				"kestrel.http1", NettyPipeline.HttpTrafficHandler, NettyPipeline.ReactiveBridge);
		assertThat(this.pipeline.get("kestrel.protocolSlot")).isNull();
	}

	@Test
	void tlsHasNoHandlerOnceHttp2IsNegotiated() {
		add(NettyPipeline.SslHandler, NettyPipeline.H2OrHttp11Codec, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		receive();
		assertThat(this.pipeline.get(Http1Handler.class)).isNull();
		assertThat(this.pipeline.get("kestrel.protocolSlot")).isNull();
		this.connection.drain();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void drainDuringHandshakeCloses() {
		add(NettyPipeline.SslHandler, NettyPipeline.H2OrHttp11Codec, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		this.connection.drain();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void http2AloneHasNoSlot() {
		add(NettyPipeline.SslHandler, NettyPipeline.ReactiveBridge);
		ProtocolSlot.install(this.pipeline, this.connection);
		assertThat(this.pipeline.get(Http1Handler.class)).isNull();
		assertThat(this.pipeline.get("kestrel.protocolSlot")).isNull();
	}

	private void add(String... names) {
		for (String name : names) {
			ChannelHandler handler = new ChannelDuplexHandler();
			this.pipeline.addLast(name, handler);
		}
	}

	/**
	 * Receive one message, which must come through once.
	 */
	private void receive() {
		this.channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
		assertThat(this.channel.inboundMessages()).hasSize(1);
	}

}
