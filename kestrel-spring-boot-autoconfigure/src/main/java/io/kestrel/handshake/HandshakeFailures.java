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

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.kestrel.refusal.Sampler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts failed handshakes, and logs one line for each cause and minute with the number
 * of those that were left out. What an operator can act upon is logged at level INFO, the
 * noise of scanners at DEBUG, and only there come stack traces. One for a server; may be
 * used by all event loops at once.
 */
public final class HandshakeFailures {

	private static final Log logger = LogFactory.getLog(HandshakeFailures.class);

	private final Cause[] causes = new Cause[HandshakeFailure.values().length];

	public HandshakeFailures() {
		for (int i = 0; i < this.causes.length; i++) {
			this.causes[i] = new Cause();
		}
	}

	/**
	 * Return how many handshakes failed for a cause.
	 * @param failure the cause
	 * @return the number since the start
	 */
	public long count(HandshakeFailure failure) {
		return this.causes[failure.ordinal()].count.sum();
	}

	/**
	 * Return how many handshakes failed, by cause.
	 * @return the numbers since the start, without those that are zero
	 */
	public Map<HandshakeFailure, Long> counts() {
		Map<HandshakeFailure, Long> counts = new EnumMap<>(HandshakeFailure.class);
		for (HandshakeFailure failure : HandshakeFailure.values()) {
			if (count(failure) > 0) {
				counts.put(failure, count(failure));
			}
		}
		return counts;
	}

	/**
	 * Count a failure, and log it unless its cause was logged a moment ago.
	 * @param report what happened
	 * @param nanoTime the time of the event loop
	 */
	void record(HandshakeFailureReport report, long nanoTime) {
		Cause cause = this.causes[report.failure().ordinal()];
		cause.count.increment();
		boolean info = report.failure().isActionable();
		if (!(info ? logger.isInfoEnabled() : logger.isDebugEnabled())) {
			return;
		}
		long suppressed = cause.sampler.speak(nanoTime);
		if (suppressed >= 0) {
			String line = (suppressed == 0) ? report.toString()
					: report + "; " + suppressed + " more for this reason since the last line";
			log(info, line, report);
		}
	}

	private static void log(boolean info, String line, HandshakeFailureReport report) {
		Throwable trace = logger.isDebugEnabled() ? report.cause() : null;
		if (info) {
			logger.info(line, trace);
		}
		else {
			logger.debug(line, trace);
		}
	}

	private static final class Cause {

		private final LongAdder count = new LongAdder();

		private final Sampler sampler = new Sampler();

	}

}
