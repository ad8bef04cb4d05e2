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

package io.kestrel.timing;

import io.kestrel.limits.MinDataRate;
import org.jspecify.annotations.Nullable;

/**
 * The part of one request body in the rate of its connection: whether the application
 * waits for it. May be used for one body after the other.
 */
public final class BodyWait {

	private final RequestRate rate;

	/** Bytes that came before the application asked. */
	private long early;

	/** Whether the body counts. */
	private boolean begun;

	private boolean awaited;

	/**
	 * Create the part of a body of which nothing has come.
	 * @param rate the rate of the connection
	 */
	public BodyWait(RequestRate rate) {
		this.rate = rate;
	}

	/**
	 * The application waits for bytes.
	 * @param required the rate that is asked for until they have come, {@code null} for
	 * none
	 */
	public void await(@Nullable MinDataRate required) {
		if (this.awaited) {
			return;
		}
		if (required == null) {
			leave();
			return;
		}
		if (!this.begun) {
			this.begun = true;
			this.rate.begin();
			this.rate.add(this.early);
			this.early = 0;
		}
		this.awaited = true;
		this.rate.await(required);
	}

	/**
	 * Bytes have come.
	 * @param count how many
	 */
	public void add(int count) {
		pause();
		if (this.begun) {
			this.rate.add(count);
		}
		else {
			this.early += count;
		}
	}

	/**
	 * The application waits no more, or all has come.
	 */
	public void end() {
		leave();
		this.early = 0;
	}

	private void leave() {
		pause();
		if (this.begun) {
			this.begun = false;
			this.rate.end();
		}
	}

	private void pause() {
		if (this.awaited) {
			this.awaited = false;
			this.rate.pause();
		}
	}

}
