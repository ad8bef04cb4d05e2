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

import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the messages of valid requests with those that Netty's own decoder makes.
 */
class NettyDifferentialTests {

	private static final int REQUESTS = 2_000;

	private final HttpDecoderConfig config = new HttpDecoderConfig().setMaxInitialLineLength(8 * 1024)
		.setMaxHeaderSize(32 * 1024);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void validRequestsBecomeTheSameMessages(long seed) {
		ValidRequests requests = new ValidRequests(seed);
		for (int i = 0; i < REQUESTS; i++) {
			String request = requests.next();
			byte[] octets = Decoding.octets(request);
			List<String> expected = netty(octets);
			assertThat(Decoding.of(DecoderLimits.DEFAULT, octets)).as(request)
				.isEqualTo(expected)
				.last()
				.asString()
				.startsWith("end");
			assertThat(Decoding.of(DecoderLimits.DEFAULT, requests.split(octets))).as("split " + request)
				.isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 6, 7 })
	void requestsOfAConnectionBecomeTheSameMessages(long seed) {
		ValidRequests requests = new ValidRequests(seed);
		for (int i = 0; i < REQUESTS / 10; i++) {
			StringBuilder all = new StringBuilder();
			for (int j = 0; j < 10; j++) {
				all.append(requests.next());
			}
			byte[] octets = Decoding.octets(all.toString());
			assertThat(Decoding.of(DecoderLimits.DEFAULT, requests.split(octets))).isEqualTo(netty(octets));
		}
	}

	private List<String> netty(byte[] octets) {
		EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(this.config));
		Decoding.Description description = new Decoding.Description();
		channel.writeInbound(Unpooled.wrappedBuffer(octets));
		for (HttpObject message = channel.readInbound(); message != null; message = channel.readInbound()) {
			description.add(message);
		}
		channel.close();
		return description.end();
	}

}
