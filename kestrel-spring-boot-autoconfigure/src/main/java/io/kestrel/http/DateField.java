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

import io.kestrel.time.HttpDate;
import io.netty.util.AsciiString;

/**
 * The field Date (RFC 9110 section 6.6.1), made once a second for all connections.
 */
public final class DateField {

	private static volatile DateField latest = new DateField("");

	private final String date;

	private final byte[] line;

	private final AsciiString value;

	private DateField(String date) {
		this.date = date;
		this.value = new AsciiString(date);
		this.line = ("date: " + date + "\r\n").getBytes(StandardCharsets.US_ASCII);
	}

	/*
	 * The whole line, as HTTP/1.1 has it.
	 */
	static byte[] line() {
		return latest().line;
	}

	/**
	 * Return the value for a response that begins now.
	 * @return the date
	 */
	public static AsciiString value() {
		return latest().value;
	}

	private static DateField latest() {
		String now = HttpDate.now();
		DateField latest = DateField.latest;
		if (!latest.date.equals(now)) {
			latest = new DateField(now);
			DateField.latest = latest;
		}
		return latest;
	}

}
