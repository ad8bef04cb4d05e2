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

package io.kestrel.server;

import java.util.List;
import java.util.Random;

/**
 * Makes hostile requests out of known ones. The same seed makes the same requests.
 */
final class RequestMutator {

	private static final List<String> PIECES = List.of("\r", "\n", "\r\n", "\r\n\r\n", "\0", " ", "\t", ":", ";", ",",
			"\"", "%00", "%", "#", "?", "*", "/", "//", "http://", "HTTP://", "https://HOST", "@", "[", "]", "[::1]",
			"[0:0::1]", "\u0001", "\u000b", "\u001f", "\u007f", "\u0080", "\u00c3\u00a9", "\u00ff", "+", "-", "0", "1",
			"9", "a", "F", "0x", "1.2.3", ":80", ":080", ":99999", "_", "$", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0",
			"http/1.1", "CONNECT ", "OPTIONS ", "HEAD ", "PRI * HTTP/2.0\r\n\r\n", "\r\nHost: HOST", "\r\nHost: a",
			"\r\nHost:", "\r\nContent-Length: 5", "\r\nContent-Length: 0", "\r\nContent-Length: +5",
			"\r\nContent-Length: 5,5", "\r\nTransfer-Encoding: chunked", "\r\nTransfer-Encoding: gzip",
			"\r\nTransfer-Encoding:\u000bchunked", "\r\nTransfer-Encoding: chunked, chunked",
			"\r\nTransfer-Encoding : chunked", "\r\n Content-Length: 5", "\r\nConnection: close",
			"\r\nConnection: Content-Length", "\r\nExpect: 100-continue", "5\r\nhello\r\n", "5;a\r\nhello\r\n",
			"5;a=\"b\"\r\nhello\r\n", "0\r\n\r\n", "0\r\nX: 1\r\n\r\n", "0\r\nHost: a\r\n\r\n", "7fffffff\r\n",
			"80000000\r\n", "000000005\r\n", "GET /echo HTTP/1.1\r\nHost: HOST\r\n\r\n");

	private final List<String> requests;

	private final Random random;

	RequestMutator(List<String> requests, long seed) {
		this.requests = requests;
		this.random = new Random(seed);
	}

	String next() {
		StringBuilder request = new StringBuilder(pick(this.requests));
		for (int i = 1 + this.random.nextInt(3); i > 0; i--) {
			mutate(request);
		}
		return request.toString();
	}

	private void mutate(StringBuilder request) {
		int at = this.random.nextInt(request.length() + 1);
		int end = Math.min(request.length(), at + 1 + this.random.nextInt(4));
		switch (this.random.nextInt(6)) {
			case 0 -> request.insert(at, pick(PIECES));
			case 1 -> request.replace(at, end, pick(PIECES));
			case 2 -> request.delete(at, end);
			case 3 ->
				request.insert(at, request.substring(at, Math.min(request.length(), at + this.random.nextInt(40))));
			case 4 -> {
				String other = pick(this.requests);
				request.replace(at, request.length(), other.substring(Math.min(at, other.length())));
			}
			default -> {
				if (at < request.length()) {
					request.setCharAt(at, (char) this.random.nextInt(256));
				}
			}
		}
	}

	private String pick(List<String> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
