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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.kestrel.refusal.Refusal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A row of a table of rules: what comes, and what is made of it.
 *
 * @param octets what comes
 * @param limits the limits of the decoder
 * @param messages the messages, described by {@link Decoding}
 */
record Row(String octets, DecoderLimits limits, List<String> messages) {

	private static final String NEXT = "PUT /next HTTP/1.1\r\nHost: n\r\nContent-Length: 2\r\n\r\nok";

	private static final List<String> NEXT_MESSAGES = List.of("PUT /next HTTP/1.1 {Host=n, Content-Length=2}", "'ok'",
			"end");

	private static final int SHOWN = 100;

	static Row accepted(String octets, String... messages) {
		return new Row(octets, DecoderLimits.DEFAULT, List.of(messages));
	}

	static Row refused(Refusal reason, String octets, String... messages) {
		List<String> all = new ArrayList<>(List.of(messages));
		all.add("refused " + reason);
		return new Row(octets, DecoderLimits.DEFAULT, all);
	}

	Row with(DecoderLimits limits) {
		return new Row(this.octets, limits, this.messages);
	}

	/**
	 * Check that the row holds in whatever pieces the octets come, and whatever follows.
	 */
	void check() {
		checkPieces(this.octets, this.messages);
		List<String> glued = new ArrayList<>(this.messages);
		if (!isRefused()) {
			glued.addAll(NEXT_MESSAGES);
		}
		checkPieces(this.octets + NEXT, glued);
	}

	private boolean isRefused() {
		return this.messages.get(this.messages.size() - 1).startsWith("refused");
	}

	private void checkPieces(String text, List<String> expected) {
		byte[] all = Decoding.octets(text);
		assertThat(Decoding.of(this.limits, all)).as("whole").isEqualTo(expected);
		assertThat(Decoding.of(this.limits, oneByOne(all))).as("octet by octet").isEqualTo(expected);
		for (int i = 1; i < all.length; i++) {
			assertThat(Decoding.of(this.limits, Arrays.copyOf(all, i), Arrays.copyOfRange(all, i, all.length)))
				.as("split before octet %d", i)
				.isEqualTo(expected);
		}
	}

	static byte[][] oneByOne(byte[] all) {
		byte[][] pieces = new byte[all.length][];
		for (int i = 0; i < all.length; i++) {
			pieces[i] = new byte[] { all[i] };
		}
		return pieces;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (char octet : this.octets.substring(0, Math.min(SHOWN, this.octets.length())).toCharArray()) {
			switch (octet) {
				case '\r' -> text.append("\\r");
				case '\n' -> text.append("\\n");
				default -> text.append((octet > ' ' - 1 && octet < '\u007f') ? String.valueOf(octet)
						: String.format("\\x%02x", (int) octet));
			}
		}
		return text + " -> " + this.messages.get(this.messages.size() - 1);
	}

}
