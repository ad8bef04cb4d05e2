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

package io.kestrel.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kestrel.http.DecoderLimits;
import io.kestrel.http.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzz tests for {@link RequestDecoder}.
 */
class RequestDecoderFuzzTests {

	private static final int ENOUGH = 64 * 1024;

	/* Small ones, so that they are reached. */
	private static final DecoderLimits LIMITS = new DecoderLimits(64, 128, 4, 16);

	@FuzzTest(maxDuration = "10m")
	void piecesMakeNoDifference(byte[] octets) {
		for (DecoderLimits limits : List.of(DecoderLimits.DEFAULT, LIMITS)) {
			RequestDecoder whole = new RequestDecoder(limits);
			Messages expected = decode(whole, octets, Math.max(1, octets.length));
			for (int piece : new int[] { 1, 2, 7, 1 + octets.length / 2 }) {
				RequestDecoder split = new RequestDecoder(limits);
				Messages actual = decode(split, octets, piece);
				assertThat(actual.texts()).as("in pieces of %d", piece).isEqualTo(expected.texts());
				assertThat(actual.begun()).isEqualTo(expected.begun());
				assertThat(split.refusal()).isEqualTo(whole.refusal());
			}
		}
	}

	@FuzzTest(maxDuration = "10m")
	void nothingComesAfterRefusal(byte[] octets) {
		RequestDecoder decoder = new RequestDecoder(LIMITS);
		decode(decoder, octets, Math.max(1, octets.length));
		if (decoder.refusal() != null) {
			ByteBuf next = Unpooled.copiedBuffer("GET / HTTP/1.1\r\nHost: a\r\n\r\n", StandardCharsets.US_ASCII);
			assertThat(decoder.decode(next)).isNull();
			assertThat(decoder.refusal()).isNotNull();
		}
	}

	@FuzzTest(maxDuration = "10m")
	void whatBothAcceptIsTheSameForNetty(byte[] octets) {
		List<String> ours = decode(new RequestDecoder(DecoderLimits.DEFAULT), octets, Math.max(1, octets.length))
			.texts();
		Messages theirs = new Messages();
		EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(
				new HttpDecoderConfig().setMaxInitialLineLength(ENOUGH).setMaxHeaderSize(ENOUGH)));
		channel.writeInbound(Unpooled.copiedBuffer(octets));
		HttpObject message = channel.readInbound();
		while (message != null && !message.decoderResult().isFailure()) {
			theirs.add(message);
			message = channel.readInbound();
		}
		if (message != null) {
			theirs.add(message);
		}
		channel.finishAndReleaseAll();
		int both = Math.min(ours.size(), theirs.texts().size() - (theirs.isBroken() ? 1 : 0));
		assertThat(ours.subList(0, Math.max(0, both))).isEqualTo(theirs.texts().subList(0, Math.max(0, both)));
	}

	/*
	 * Every piece is there to the end, as in a connection, but seen only when it comes.
	 */
	private static Messages decode(RequestDecoder decoder, byte[] octets, int piece) {
		Messages messages = new Messages();
		ByteBuf in = Unpooled.wrappedBuffer(octets);
		in.writerIndex(0);
		while (in.writerIndex() < octets.length) {
			in.writerIndex(Math.min(octets.length, in.writerIndex() + piece));
			HttpObject message = decoder.decode(in);
			while (message != null) {
				messages.add(message);
				message = decoder.decode(in);
			}
		}
		return messages;
	}

}
