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

import java.util.concurrent.ThreadLocalRandom;

import io.kestrel.limits.ConnectionLimits;
import io.kestrel.refusal.Refusal;
import io.kestrel.time.Heartbeat;
import io.kestrel.timing.ConnectionAge;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that is over its age so that no request is lost. HTTP/1.1: with the
 * next response, or at once where none is due. HTTP/2: as {@link Http2End} does. Event
 * loop only.
 */
final class ConnectionRetirement {

	private final HttpConnection connection;

	private final ConnectionAge age;

	ConnectionRetirement(HttpConnection connection, ConnectionAge age) {
		this.connection = connection;
		this.age = age;
	}

	/**
	 * Return what ends a connection at its age.
	 * @param connection the connection
	 * @param limits how old it may be
	 * @param heartbeat that of its event loop
	 * @return what ends it, {@code null} where connections have no age
	 */
	static @Nullable ConnectionRetirement of(HttpConnection connection, ConnectionLimits limits, Heartbeat heartbeat) {
		return limits.maxAge().isNegative() ? null : new ConnectionRetirement(connection,
				new ConnectionAge(limits, heartbeat.number(), ThreadLocalRandom.current()));
	}

	/**
	 * Hear a beat.
	 * @param number its number
	 */
	void beat(long number) {
		switch (this.age.beat(number)) {
			case YOUNG, RETIRED -> {
			}
			case OLD -> {
				// Of a head that has come in part nobody would get an answer.
				if (!this.connection.timing().isAwaitingHead()) {
					this.age.retire(number);
					this.connection.drain();
				}
			}
			case OVER -> {
				this.connection.settings().report(Refusal.CONNECTION_TOO_OLD, this.connection.channel());
				this.connection.reset();
			}
		}
	}

}
