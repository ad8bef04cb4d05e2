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

package io.kestrel.handshake;

import java.time.Duration;

import io.kestrel.time.Heartbeat;
import io.kestrel.timing.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One deadline over ClientHello, lookup and handshake. In whole seconds, rounded up; it
 * comes up to one second late, never early. Event loop only.
 */
final class HandshakeDeadline extends Heartbeat.Member {

	private final Heartbeat heartbeat;

	private final Runnable expired;

	private @Nullable Duration limit;

	/** The last beat before the start. */
	private long start;

	/** The first beat that is too late. */
	private long due;

	HandshakeDeadline(Heartbeat heartbeat, Runnable expired) {
		this.heartbeat = heartbeat;
		this.expired = expired;
	}

	/**
	 * The time begins.
	 * @param limit how long it may take, negative for no limit
	 */
	void start(Duration limit) {
		if (this.limit == null) {
			this.start = this.heartbeat.number();
			setLimit(limit);
			this.heartbeat.add(this);
		}
	}

	/**
	 * Another limit counts from now on, but from the same moment.
	 * @param limit how long it may take in all, negative for no limit
	 */
	void change(Duration limit) {
		setLimit(limit);
	}

	private void setLimit(Duration limit) {
		this.limit = limit;
		this.due = Deadline.due(this.start, Deadline.beats(limit));
	}

	@Override
	protected void beat(long number) {
		if (number >= this.due) {
			cancel();
			this.expired.run();
		}
	}

	/**
	 * It is over.
	 */
	void cancel() {
		this.heartbeat.remove(this);
	}

}
