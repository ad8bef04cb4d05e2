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

/**
 * The line of the field Date (RFC 9110 section 6.6.1), made once a second for all
 * connections.
 */
final class DateLine {

	private static volatile DateLine latest = new DateLine("");

	private final String date;

	private final byte[] line;

	private DateLine(String date) {
		this.date = date;
		this.line = ("date: " + date + "\r\n").getBytes(StandardCharsets.US_ASCII);
	}

	static byte[] now() {
		String now = HttpDate.now();
		DateLine latest = DateLine.latest;
		if (!latest.date.equals(now)) {
			latest = new DateLine(now);
			DateLine.latest = latest;
		}
		return latest.line;
	}

}
