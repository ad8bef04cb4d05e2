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

package io.kestrel.connection;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of connections: numbers that go up, written so that text sorts alike. As those
 * of ASP.NET Core's {@code CorrelationIdGenerator}.
 */
final class ConnectionId {

	private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV".toCharArray();

	private static final int BITS_PER_DIGIT = 5;

	/** Digits of a number of 64 bits. */
	private static final int LENGTH = 13;

	/** Numbers for one second, more than there will be connections. */
	private static final long PER_SECOND = 10_000_000;

	/**
	 * The one of the JVM, since all servers in it write to the same log. It begins where
	 * the one of the last process can't have come to.
	 */
	private static final AtomicLong LAST = new AtomicLong(
			ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH).getEpochSecond() * PER_SECOND);

	private ConnectionId() {
	}

	static long next() {
		return LAST.incrementAndGet();
	}

	static String print(long number) {
		char[] text = new char[LENGTH];
		long rest = number;
		for (int i = LENGTH - 1; i >= 0; i--) {
			text[i] = DIGITS[(int) (rest & (DIGITS.length - 1))];
			rest >>>= BITS_PER_DIGIT;
		}
		return new String(text);
	}

}
