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

import java.util.Arrays;
import java.util.Locale;

import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The names of common fields, so that a request with these makes no objects for them.
 * Each stands here as it is in documents and in lower case; any other spelling is a name
 * like any other.
 */
final class FieldNames {

	private static final String[] COMMON = { "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language",
			"Access-Control-Request-Headers", "Access-Control-Request-Method", "Authorization", "Cache-Control",
			"Connection", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "Cookie", "DNT",
			"Date", "Expect", "Forwarded", "From", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
			"If-Unmodified-Since", "Keep-Alive", "Origin", "Pragma", "Priority", "Range", "Referer", "Sec-CH-UA",
			"Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site",
			"Sec-Fetch-User", "Sec-WebSocket-Extensions", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol",
			"Sec-WebSocket-Version", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Upgrade-Insecure-Requests",
			"User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
			"X-Real-IP", "X-Request-ID", "X-Requested-With", "traceparent", "tracestate" };

	private static final int SLOTS = 1024;

	/* An odd number with bits everywhere: that of the golden ratio. */
	private static final long MIXER = 0x9e3779b97f4a7c15L;

	private static final int MIXED_BITS = Long.SIZE - Integer.numberOfTrailingZeros(SLOTS);

	/** By a hash; of those that share a slot only the first is here. */
	private static final AsciiString[] TABLE = new AsciiString[SLOTS];

	private static final int MAX_RECENT_LENGTH = 40;

	/**
	 * Other names that came lately, by their hash. Clients send the same ones again and
	 * again, and to hash a name for the headers takes longer than to parse its line. What
	 * a client can put here is bounded, and gone as soon as another name has the slot.
	 */
	private static final FastThreadLocal<AsciiString[]> RECENT = new FastThreadLocal<>() {

		@Override
		protected AsciiString[] initialValue() {
			return new AsciiString[SLOTS];
		}

	};

	private static final AsciiString HOST = AsciiString.cached("host");

	private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

	private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");

	private static final AsciiString UPGRADE = AsciiString.cached("upgrade");

	static {
		for (String name : COMMON) {
			put(name);
			put(name.toLowerCase(Locale.ROOT));
		}
	}

	private FieldNames() {
	}

	private static void put(String name) {
		AsciiString text = AsciiString.cached(name);
		int slot = slot(text.array(), 0, text.length());
		if (TABLE[slot] == null) {
			TABLE[slot] = text;
		}
	}

	private static int slot(byte[] octets, int from, int to) {
		int length = to - from;
		if (length < Long.BYTES) {
			return (length * 61 + octets[from] * 7 + octets[to - 1] * 31 + octets[from + (length >> 1)]) & (SLOTS - 1);
		}
		long ends = Octets.word(octets, from) * 31 + Octets.word(octets, to - Long.BYTES) + length;
		// The highest bits depend on all others.
		return (int) (ends * MIXER >>> MIXED_BITS);
	}

	/**
	 * Return a name as text.
	 * @param octets where it is
	 * @param from its first octet
	 * @param to behind its last octet
	 * @return the name as it was sent
	 */
	static AsciiString of(byte[] octets, int from, int to) {
		int slot = slot(octets, from, to);
		AsciiString known = TABLE[slot];
		return is(known, octets, from, to) ? known : recent(slot, octets, from, to);
	}

	private static AsciiString recent(int slot, byte[] octets, int from, int to) {
		if (to - from > MAX_RECENT_LENGTH) {
			return new AsciiString(octets, from, to - from, true);
		}
		AsciiString[] names = RECENT.get();
		AsciiString name = names[slot];
		if (!is(name, octets, from, to)) {
			name = new AsciiString(octets, from, to - from, true);
			names[slot] = name;
		}
		return name;
	}

	private static boolean is(@Nullable AsciiString name, byte[] octets, int from, int to) {
		return name != null && Arrays.equals(name.array(), 0, name.length(), octets, from, to);
	}

	/**
	 * Return what a field means for the reading of the request.
	 * @param name its name
	 * @return its part
	 */
	static Part partOf(AsciiString name) {
		return switch (name.length()) {
			case 4 -> is(name, HOST, Part.HOST);
			case 7 -> is(name, UPGRADE, Part.UPGRADE);
			case 14 -> is(name, CONTENT_LENGTH, Part.CONTENT_LENGTH);
			case 17 -> is(name, TRANSFER_ENCODING, Part.TRANSFER_ENCODING);
			default -> Part.NONE;
		};
	}

	private static Part is(AsciiString name, AsciiString lowerCase, Part part) {
		return lowerCase.contentEqualsIgnoreCase(name) ? part : Part.NONE;
	}

	/**
	 * What a field decides.
	 */
	enum Part {

		/** Nothing here. */
		NONE,
		/** Whom the request is for. */
		HOST,
		/** Where the body ends. */
		CONTENT_LENGTH,
		/** Where the body ends. */
		TRANSFER_ENCODING,
		/** What may be spoken after the response. */
		UPGRADE

	}

}
