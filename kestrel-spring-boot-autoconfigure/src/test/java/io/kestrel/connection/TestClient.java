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
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/**
 * The client of a {@link TestConnection}: makes octets of requests, and looks into the
 * octets of responses. Both are Netty's work.
 */
final class TestClient {

	private final EmbeddedChannel codec = new EmbeddedChannel(new HttpClientCodec());

	/**
	 * Write what the client sends.
	 * @param messages requests and pieces of their bodies, framed as their heads say;
	 * texts and buffers as they are
	 * @param octets where they are written
	 */
	void encode(Object[] messages, ByteBuf octets) {
		for (Object message : messages) {
			if (message instanceof String text) {
				octets.writeCharSequence(text, StandardCharsets.ISO_8859_1);
			}
			else if (message instanceof ByteBuf raw) {
				octets.writeBytes(raw);
				raw.release();
			}
			else {
				encode(message, octets);
			}
		}
	}

	private void encode(Object message, ByteBuf octets) {
		if (message instanceof HttpRequest head && !head.headers().contains(HttpHeaderNames.HOST)) {
			head.headers().set(HttpHeaderNames.HOST, "localhost");
		}
		this.codec.writeOutbound(message);
		for (ByteBuf part = this.codec.readOutbound(); part != null; part = this.codec.readOutbound()) {
			octets.writeBytes(part);
			part.release();
		}
	}

	/**
	 * Read what the client gets.
	 * @param octets the octets
	 * @return what they say, see {@link TestMessages#describe}
	 */
	List<String> decode(ByteBuf octets) {
		this.codec.writeInbound(octets);
		List<String> said = new ArrayList<>();
		for (Object message = this.codec.readInbound(); message != null; message = this.codec.readInbound()) {
			said.addAll(TestMessages.describe(message));
			ReferenceCountUtil.release(message);
		}
		return said;
	}

	void end() {
		this.codec.finishAndReleaseAll();
	}

}
