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

package io.kestrel.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses that are encoded, by our encoder or by Netty's.
 */
final class Encoding {

	private final EmbeddedChannel channel;

	private final List<String> metered = new ArrayList<>();

	private final List<Object> written = new ArrayList<>();

	private Encoding() {
		this.channel = new EmbeddedChannel(new HttpServerCodec());
	}

	private Encoding(@Nullable String server, HttpMethod method) {
		ResponseEncoder encoder = new ResponseEncoder(server, new RecordingMeter());
		encoder.begin(method);
		this.channel = new EmbeddedChannel(new ChannelDuplexHandler() {

			@Override
			public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
				encoder.write(context, message, promise);
			}

		});
	}

	static Encoding ours(String method) {
		return ours(method, null);
	}

	static Encoding ours(String method, @Nullable String server) {
		return new Encoding(server, HttpMethod.valueOf(method));
	}

	static Encoding netty(String method) {
		Encoding encoding = new Encoding();
		String target = method.equals("CONNECT") ? "a:1" : "/";
		encoding.channel.writeInbound(Unpooled.copiedBuffer(method + ' ' + target + " HTTP/1.1\r\nHost: a\r\n\r\n",
				StandardCharsets.US_ASCII));
		encoding.channel.releaseInbound();
		return encoding;
	}

	/**
	 * Write messages, all of which must get through.
	 */
	Encoding write(List<?> messages) {
		messages.forEach(this::write);
		return this;
	}

	Encoding write(Object message) {
		ChannelFuture sent = this.channel.writeAndFlush(message);
		this.channel.checkException();
		assertThat(sent.isSuccess()).as("promise of %s", message).isTrue();
		assertThat(sent.cause()).isNull();
		this.written.add(message);
		return this;
	}

	/**
	 * Return what has left, an element for each buffer.
	 */
	List<String> buffers() {
		List<String> buffers = new ArrayList<>();
		for (Object out = this.channel.readOutbound(); out != null; out = this.channel.readOutbound()) {
			if (out instanceof ByteBuf octets) {
				assertThat(octets.refCnt()).isPositive();
				buffers.add(octets.toString(StandardCharsets.ISO_8859_1));
			}
			else {
				buffers.add(out.toString());
				assertThat(out).isInstanceOf(FileRegion.class);
			}
			ReferenceCountUtil.release(out);
		}
		// Whatever was passed on was released as it left.
		assertThat(this.written).allSatisfy((message) -> {
			if (message instanceof ReferenceCounted counted && counted != Unpooled.EMPTY_BUFFER) {
				assertThat(isReleased(counted)).as("%s is released", message).isTrue();
			}
		});
		return buffers;
	}

	private static boolean isReleased(ReferenceCounted counted) {
		return counted.refCnt() == 0 || counted == LastHttpContent.EMPTY_LAST_CONTENT;
	}

	String text() {
		return String.join("", buffers());
	}

	/**
	 * Return what the meter has heard.
	 */
	List<String> metered() {
		return this.metered;
	}

	EmbeddedChannel channel() {
		return this.channel;
	}

	private final class RecordingMeter implements ResponseEncoder.Meter {

		@Override
		public void written(long octets) {
			Encoding.this.metered.add(String.valueOf(octets));
		}

		@Override
		public void sending(FileRegion file) {
			Encoding.this.metered.add(file.toString());
		}

	}

}
