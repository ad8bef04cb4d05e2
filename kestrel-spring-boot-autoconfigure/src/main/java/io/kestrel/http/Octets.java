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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What each octet may be. One look-up says it all.
 */
final class Octets {

	/** An octet of a method or of the name of a field (RFC 9110 section 5.6.2). */
	static final int TOKEN = 1;

	/** An octet of a request target: visible, and no {@code #} (RFC 9112 section 3.2). */
	static final int TARGET = 1 << 1;

	/** An octet of the value of a field (RFC 9110 section 5.5). */
	static final int VALUE = 1 << 2;

	/**
	 * An octet of the name of a host. Fewer than RFC 3986 section 3.2.2 has: those that
	 * ASP.NET Core and Windows take.
	 */
	static final int HOST = 1 << 3;

	/** An octet of an IPv6 address. */
	static final int IPV6 = 1 << 4;

	static final int DIGIT = 1 << 5;

	/** Space and tab. */
	static final int BLANK = 1 << 6;

	/** An octet of a text in quotes but for the backslash (RFC 9110 section 5.6.4). */
	static final int QUOTED = 1 << 7;

	/** An octet of a target that is a host and a port (RFC 9112 section 3.2.3). */
	static final int AUTHORITY = 1 << 8;

	/** An octet of the name of a field of HTTP/2 (RFC 9113 section 8.2.1). */
	static final int LOWER_TOKEN = 1 << 9;

	private static final short[] KINDS = new short[256];

	/** Eight octets as one number, the first of them lowest. */
	private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long EACH_ONE = 0x0101010101010101L;

	private static final long EACH_SPACE = ' ' * EACH_ONE;

	private static final long EACH_HIGH_BIT = 0x8080808080808080L;

	static {
		allow(TOKEN, "!#$%&'*+-.^_`|~");
		allow(HOST, "!$&'()-._~");
		allow(AUTHORITY, "-.:[]@");
		for (int octet = '0'; octet <= '9'; octet++) {
			allow(TOKEN | HOST | IPV6 | DIGIT | AUTHORITY, octet);
		}
		for (int octet = 'A'; octet <= 'Z'; octet++) {
			allow(TOKEN | HOST | AUTHORITY, octet);
			allow(TOKEN | HOST | AUTHORITY, octet + ' ');
		}
		allow(IPV6, "ABCDEFabcdef:.");
		for (int octet = 0x21; octet <= 0x7e; octet++) {
			allow(TARGET | VALUE | QUOTED, octet);
		}
		for (int octet = 0; octet <= 0x7e; octet++) {
			if (is((byte) octet, TOKEN) && (octet < 'A' || octet > 'Z')) {
				allow(LOWER_TOKEN, octet);
			}
		}
		forbid(TARGET, '#');
		forbid(QUOTED, '"');
		forbid(QUOTED, '\\');
		for (int octet = 0x80; octet <= 0xff; octet++) {
			allow(VALUE, octet);
		}
		allow(VALUE | BLANK | QUOTED, ' ');
		allow(VALUE | BLANK | QUOTED, '\t');
	}

	private Octets() {
	}

	private static void allow(int kinds, String octets) {
		octets.chars().forEach((octet) -> allow(kinds, octet));
	}

	private static void allow(int kinds, int octet) {
		KINDS[octet] |= (short) kinds;
	}

	private static void forbid(int kinds, int octet) {
		KINDS[octet] &= (short) ~kinds;
	}

	/**
	 * Return whether an octet is of a kind.
	 * @param octet the octet, negative above 7F
	 * @param kind one of the constants
	 * @return whether it is
	 */
	static boolean is(byte octet, int kind) {
		return (KINDS[octet & 0xff] & kind) != 0;
	}

	/**
	 * Return where a run of one kind ends.
	 * @param kind the kind
	 * @param octets the octets
	 * @param from the first one
	 * @param to behind the last one
	 * @return the first octet of another kind, {@code to} if there is none
	 */
	static int endOf(int kind, byte[] octets, int from, int to) {
		int i = from;
		while (i < to && (KINDS[octets[i] & 0xff] & kind) != 0) {
			i++;
		}
		return i;
	}

	/**
	 * Return where a text of visible US-ASCII and spaces ends: the greater part of every
	 * head, and so looked at eight octets at a time.
	 * @param octets the octets
	 * @param from the first one
	 * @param to behind the last one
	 * @return the first octet below 20 or above 7E, {@code to} if there is none
	 */
	static int endOfText(byte[] octets, int from, int to) {
		int i = from;
		while (i <= to - Long.BYTES) {
			long word = word(octets, i);
			// In an octet below 20 the subtraction sets the high bit, in 7F the addition.
			long others = ((word - EACH_SPACE) | (word + EACH_ONE) | word) & EACH_HIGH_BIT;
			if (others != 0) {
				// Only octets behind the first of them may be wrong, by its carry.
				return i + Long.numberOfTrailingZeros(others) / Byte.SIZE;
			}
			i += Long.BYTES;
		}
		while (i < to && octets[i] >= ' ' && octets[i] != 0x7f) {
			i++;
		}
		return i;
	}

	/**
	 * Return eight octets as a number, to compare them at once.
	 * @param octets the octets
	 * @param from the first one
	 * @return the number
	 */
	static long word(byte[] octets, int from) {
		return (long) WORDS.get(octets, from);
	}

	/**
	 * Return a text of eight octets as a number.
	 * @param text the text
	 * @return the number that {@link #word(byte[], int)} returns for it
	 */
	static long word(String text) {
		return word(text.getBytes(StandardCharsets.US_ASCII), 0);
	}

	/**
	 * Return whether all characters are of one kind.
	 * @param kind the kind
	 * @param text characters, each an octet
	 * @param from the first one
	 * @param to behind the last one
	 * @return whether there is no other
	 */
	static boolean are(int kind, CharSequence text, int from, int to) {
		for (int i = from; i < to; i++) {
			if (text.charAt(i) > 0xff || (KINDS[text.charAt(i)] & kind) == 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return the value of a hexadecimal digit.
	 * @param octet the octet
	 * @return 0 to 15, -1 if it is none
	 */
	static int hexadecimal(byte octet) {
		if (is(octet, DIGIT)) {
			return octet - '0';
		}
		int lower = octet | 0x20;
		return (lower >= 'a' && lower <= 'f') ? lower - 'a' + 10 : -1;
	}

}
