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
import java.util.StringJoiner;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a decoder makes of octets, as text: {@code GET / HTTP/1.1 {Host=a}} for a head,
 * {@code 'hello'} for a body in however many pieces, {@code end} or {@code end {X=1}} for
 * its end and trailers, {@code refused INVALID_METHOD} for a refusal.
 */
final class Decoding {

	private final RequestDecoder decoder;

	private final Description description = new Description();

	private final ByteBuf received = Unpooled.buffer();

	Decoding(DecoderLimits limits) {
		this.decoder = new RequestDecoder(limits);
	}

	/**
	 * Decode pieces that come one after the other.
	 */
	static List<String> of(DecoderLimits limits, byte[]... pieces) {
		Decoding decoding = new Decoding(limits);
		for (byte[] piece : pieces) {
			decoding.receive(piece);
		}
		return decoding.end();
	}

	static byte[] octets(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	Decoding receive(byte... octets) {
		this.received.discardReadBytes().writeBytes(octets);
		HttpObject message = this.decoder.decode(this.received);
		while (message != null) {
			this.description.add(message);
			message = this.decoder.decode(this.received);
		}
		return this;
	}

	RequestDecoder decoder() {
		return this.decoder;
	}

	/**
	 * Return everything, and check that no buffer is kept.
	 */
	List<String> end() {
		assertThat(this.received.refCnt()).as("holders of the buffer").isOne();
		this.received.release();
		List<String> described = this.description.end();
		if (this.decoder.refusal() != null) {
			described.add("refused " + this.decoder.refusal());
			assertThat(this.decoder.decode(Unpooled.EMPTY_BUFFER)).as("a message behind a refusal").isNull();
		}
		return described;
	}

	/**
	 * Describes messages, of our decoder or of another one.
	 */
	static final class Description {

		private final List<String> described = new ArrayList<>();

		private final StringBuilder body = new StringBuilder();

		void add(HttpObject message) {
			assertThat(message.decoderResult().isSuccess()).as("success of %s", message).isTrue();
			if (message instanceof HttpRequest request) {
				this.described.add(request.method() + " " + request.uri() + " " + request.protocolVersion() + " "
						+ describe(request.headers()));
			}
			if (message instanceof HttpContent content) {
				this.body.append(content.content().toString(StandardCharsets.ISO_8859_1));
				content.release();
			}
			if (message instanceof LastHttpContent last) {
				flush();
				HttpHeaders trailers = last.trailingHeaders();
				this.described.add(trailers.isEmpty() ? "end" : "end " + describe(trailers));
			}
		}

		private static String describe(HttpHeaders headers) {
			StringJoiner fields = new StringJoiner(", ", "{", "}");
			headers.forEach((field) -> fields.add(field.getKey() + "=" + field.getValue()));
			return fields.toString();
		}

		private void flush() {
			if (!this.body.isEmpty()) {
				this.described.add("'" + this.body + "'");
				this.body.setLength(0);
			}
		}

		List<String> end() {
			flush();
			return this.described;
		}

	}

}
