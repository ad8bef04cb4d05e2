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

package io.kestrel.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides when changed files are read: as soon as nothing has changed for the quiet
 * period, because a certificate and its key are rarely written at the same moment. Knows
 * no file and no clock.
 */
final class QuietPeriod {

	private final Duration quiet;

	private List<Fingerprint> settled;

	private List<Fingerprint> latest;

	private Instant since = Instant.MAX;

	/**
	 * Create a decision.
	 * @param quiet how long nothing must have changed
	 * @param loaded the files as they were before they were first read
	 */
	QuietPeriod(Duration quiet, List<Fingerprint> loaded) {
		this.quiet = quiet;
		this.settled = loaded;
		this.latest = loaded;
	}

	/**
	 * Look at the files.
	 * @param files the files as they are
	 * @param now the time
	 * @return what to do
	 */
	Step look(List<Fingerprint> files, Instant now) {
		if (!files.equals(this.latest)) {
			this.latest = files;
			this.since = now;
		}
		if (files.equals(this.settled)) {
			return Step.NOTHING;
		}
		if (now.isBefore(this.since)) {
			// The clock was set back.
			this.since = now;
		}
		if (Duration.between(this.since, now).compareTo(this.quiet) < 0) {
			return Step.NOTHING;
		}
		this.settled = files;
		return files.contains(Fingerprint.MISSING) ? Step.COMPLAIN : Step.LOAD;
	}

	/**
	 * Return whether what was read may be used. If not, the files are read again when
	 * they are quiet.
	 * @param files the files as they are after they were read
	 * @return whether they are as they were before
	 */
	boolean isSettled(List<Fingerprint> files) {
		return files.equals(this.settled);
	}

	/**
	 * What to do.
	 */
	enum Step {

		/**
		 * Nothing, at present.
		 */
		NOTHING,

		/**
		 * Read the files.
		 */
		LOAD,

		/**
		 * Say that a file is gone.
		 */
		COMPLAIN

	}

}
