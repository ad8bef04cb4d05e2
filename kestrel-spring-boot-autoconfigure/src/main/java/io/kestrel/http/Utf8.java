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

/**
 * Well-formed UTF-8 (RFC 3629 section 4).
 */
final class Utf8 {

	private Utf8() {
	}

	/**
	 * Return whether octets are UTF-8.
	 * @param octets the octets
	 * @param from the first one
	 * @param to behind the last one
	 * @return whether they are
	 */
	static boolean isValid(byte[] octets, int from, int to) {
		int i = from;
		while (i < to) {
			int length = length(octets, i, to);
			if (length == 0) {
				return false;
			}
			i += length;
		}
		return true;
	}

	/* Returns the octets of the next character, 0 if it is none. */
	private static int length(byte[] octets, int at, int to) {
		int first = octets[at] & 0xff;
		if (first < 0x80) {
			return 1;
		}
		int length = (first >= 0xf0) ? 4 : (first >= 0xe0) ? 3 : 2;
		if (first < 0xc2 || first > 0xf4 || at + length > to || !isSecond(first, octets[at + 1] & 0xff)) {
			return 0;
		}
		for (int i = at + 2; i < at + length; i++) {
			if ((octets[i] & 0xc0) != 0x80) {
				return 0;
			}
		}
		return length;
	}

	/* Neither longer than needed, nor a surrogate, nor beyond the last character. */
	private static boolean isSecond(int first, int second) {
		int lowest = switch (first) {
			case 0xe0 -> 0xa0;
			case 0xf0 -> 0x90;
			default -> 0x80;
		};
		int highest = switch (first) {
			case 0xed -> 0x9f;
			case 0xf4 -> 0x8f;
			default -> 0xbf;
		};
		return second >= lowest && second <= highest;
	}

}
