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

package io.kestrel.testing;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bodies of requests of an exact length, in the formats that applications take. Each
 * carries a text of as many letters as fit.
 */
public enum SizedBody {

	TEXT("text/plain", "", ""),

	JSON("application/json", "{\"text\":\"", "\"}"),

	FORM("application/x-www-form-urlencoded", "text=", ""),

	MULTIPART_FIELD("multipart/form-data; boundary=feather",
			"--feather\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n", "\r\n--feather--\r\n"),

	MULTIPART_FILE("multipart/form-data; boundary=feather",
			"--feather\r\nContent-Disposition: form-data; name=\"file\"; filename=\"kes.txt\"\r\n"
					+ "Content-Type: text/plain\r\n\r\n",
			"\r\n--feather--\r\n"),

	NDJSON("application/x-ndjson",
			Stream.generate(() -> "{\"text\":\"\"}\n").limit(5).collect(Collectors.joining()) + "{\"text\":\"",
			"\"}\n");

	private final String contentType;

	private final String before;

	private final String after;

	SizedBody(String contentType, String before, String after) {
		this.contentType = contentType;
		this.before = before;
		this.after = after;
	}

	public String contentType() {
		return this.contentType;
	}

	/**
	 * Return a body.
	 * @param length its length, or at least that of an empty one
	 */
	public byte[] ofLength(int length) {
		return (this.before + "k".repeat(letters(length)) + this.after).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Return how many letters the text in a body has.
	 */
	public int letters(int length) {
		return length - this.before.length() - this.after.length();
	}

}
