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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the octets of responses with those that Netty's own encoder makes.
 */
class NettyEncoderDifferentialTests {

	private static final int RESPONSES = 2_000;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void responsesBecomeTheSameOctets(long seed) {
		ValidResponses responses = new ValidResponses(seed);
		ValidResponses same = new ValidResponses(seed);
		for (int i = 0; i < RESPONSES; i++) {
			String method = responses.method();
			assertThat(same.method()).isEqualTo(method);
			List<Object> messages = responses.next();
			assertThat(Encoding.ours(method).write(messages).text()).as("%s %s", method, messages)
				.isEqualTo(Encoding.netty(method).write(same.next()).text());
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 6, 7 })
	void responsesOfAConnectionBecomeTheSameOctets(long seed) {
		ValidResponses responses = new ValidResponses(seed);
		ValidResponses same = new ValidResponses(seed);
		Encoding ours = Encoding.ours("GET");
		Encoding netty = Encoding.netty("GET");
		for (int i = 0; i < RESPONSES / 10; i++) {
			List<Object> messages = responses.next();
			assertThat(ours.write(messages).text()).as("%s", messages).isEqualTo(netty.write(same.next()).text());
		}
	}

}
