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
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random requests that break no rule.
 */
final class ValidRequests {

	private static final String TOKEN = "!#$%&'*+-.^_`|~0189abcxyzABCXYZ";

	private static final String TARGET = "!$%&'()*+,-./:;=?@[]^_`{|}~\"<>\\09azAZ";

	private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS",
			"PATCH", "TRACE", "GETS", "P", "get");

	private static final List<String> NAMES = List.of("Accept", "accept", "ACCEPT", "Cookie", "User-Agent",
			"Sec-Fetch-Mode", "traceparent", "Via", "X-Forwarded-For", "Connection", "Expect", "Upgrade", "TE");

	private static final List<String> VALUES = List.of("", "a", "*/*", "gzip, deflate, br", "a b\tc", "\"q\"", "a: b",
			"\u00e9\u4e2d\ud83d\ude00", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)");

	private static final List<String> BLANKS = List.of("", " ", "\t", "  \t ");

	private final Random random;

	ValidRequests(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Return a request in octets.
	 */
	String next() {
		boolean http10 = chance(5);
		String method = pick(METHODS);
		StringBuilder request = new StringBuilder(chance(20) ? "\r\n" : "");
		request.append(method)
			.append(' ')
			.append(target(method))
			.append(http10 ? " HTTP/1.0" : " HTTP/1.1")
			.append("\r\n");
		int fields = this.random.nextInt(chance(10) ? 60 : 8);
		for (int i = 0; i < fields; i++) {
			field(request);
		}
		request.append(pick(List.of("Host", "host", "HOST"))).append(':').append(pick(BLANKS)).append("a.example\r\n");
		for (int i = 0; i < fields % 3; i++) {
			field(request);
		}
		body(request, http10 ? 1 : this.random.nextInt(3));
		return new String(request.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return octets in pieces.
	 */
	byte[][] split(byte[] octets) {
		int count = 1 + this.random.nextInt(6);
		byte[][] pieces = new byte[count][];
		int from = 0;
		for (int i = 0; i < count; i++) {
			int to = (i == count - 1) ? octets.length : from + this.random.nextInt(octets.length - from + 1);
			pieces[i] = Arrays.copyOfRange(octets, from, to);
			from = to;
		}
		return pieces;
	}

	private String target(String method) {
		if (method.equals("OPTIONS") && chance(3)) {
			return "*";
		}
		String path = "/" + word(TARGET, chance(30) ? 3000 : 40).replace("%00", "");
		return chance(8) ? "http://a.example" + path : path;
	}

	private void field(StringBuilder request) {
		String name = chance(2) ? pick(NAMES) : "x" + word(TOKEN, 20);
		String value = chance(2) ? pick(VALUES) : word(TARGET, chance(30) ? 300 : 30);
		request.append(name).append(':').append(pick(BLANKS)).append(value).append(pick(BLANKS)).append("\r\n");
	}

	private void body(StringBuilder request, int kind) {
		if (kind == 0) {
			request.append("\r\n");
		}
		else if (kind == 1) {
			int length = this.random.nextInt(chance(10) ? 5000 : 20);
			request.append("Content-Length: ").append(length).append("\r\n\r\n").append("b".repeat(length));
		}
		else {
			request.append("Transfer-Encoding: chunked\r\n\r\n");
			for (int i = this.random.nextInt(4); i > 0; i--) {
				int size = 1 + this.random.nextInt(chance(10) ? 3000 : 20);
				request.append(Integer.toHexString(size)).append(chance(4) ? ";a=\"b c\"" : "").append("\r\n");
				request.append("\r\n0c".charAt(this.random.nextInt(4))).append("c".repeat(size - 1)).append("\r\n");
			}
			request.append("0\r\n");
			for (int i = chance(3) ? 1 + this.random.nextInt(3) : 0; i > 0; i--) {
				request.append("t").append(word(TOKEN, 5)).append(": ").append(pick(VALUES)).append("\r\n");
			}
			request.append("\r\n");
		}
	}

	private String word(String characters, int length) {
		StringBuilder word = new StringBuilder();
		for (int i = this.random.nextInt(length); i > 0; i--) {
			word.append(characters.charAt(this.random.nextInt(characters.length())));
		}
		return word.toString();
	}

	private String pick(List<String> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	/* One in so many. */
	private boolean chance(int many) {
		return this.random.nextInt(many) == 0;
	}

}
