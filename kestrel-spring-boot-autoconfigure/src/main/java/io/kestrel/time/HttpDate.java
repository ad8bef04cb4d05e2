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

package io.kestrel.time;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time as the field Date has it (RFC 9110 sections 5.6.7 and 6.6.1), made once a
 * second for all who ask.
 */
public final class HttpDate {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private static final HttpDate SYSTEM = new HttpDate(InstantSource.system());

	private final InstantSource clock;

	private volatile Second second = new Second(Long.MIN_VALUE, "");

	HttpDate(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Return the present time.
	 * @return for instance {@code Sun, 06 Nov 1994 08:49:37 GMT}
	 */
	public static String now() {
		return SYSTEM.get();
	}

	String get() {
		long now = Math.floorDiv(this.clock.millis(), 1000);
		Second current = this.second;
		if (current.number != now) {
			current = new Second(now, FORMAT.format(Instant.ofEpochSecond(now)));
			this.second = current;
		}
		return current.text;
	}

	private record Second(long number, String text) {

	}

}
