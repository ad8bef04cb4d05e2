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

/**
 * How a client says where the body of its request ends.
 */
enum Framing {

	CONTENT_LENGTH {

		@Override
		String head(long length) {
			return "Content-Length: " + length + "\r\n";
		}

		@Override
		String body(String text) {
			return text;
		}

	},

	CHUNKED {

		@Override
		String head(long length) {
			return "Transfer-Encoding: chunked\r\n";
		}

		@Override
		String body(String text) {
			// In pieces of several sizes.
			int half = text.length() / 2;
			return chunk(text.substring(0, half)) + chunk(text.substring(half)) + "0\r\n\r\n";
		}

	};

	/**
	 * Return a request up to its body.
	 */
	String request(String path, long length, String... fields) {
		StringBuilder request = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
		for (String field : fields) {
			request.append(field).append("\r\n");
		}
		return request.append(head(length)).append("\r\n").toString();
	}

	/**
	 * Return a request with its body.
	 */
	String whole(String path, String text) {
		return request(path, text.length()) + body(text);
	}

	abstract String head(long length);

	abstract String body(String text);

	static String chunk(String text) {
		return text.isEmpty() ? "" : Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
	}

}
