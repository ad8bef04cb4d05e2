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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens behind a server, in the order in which it does. Every wait has a ceiling
 * of 30 seconds.
 *
 * @param <T> what tells the events apart
 */
public final class Events<T> {

	private static final int TIMEOUT_SECONDS = 30;

	private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

	public void add(T event) {
		this.queue.add(event);
	}

	/**
	 * Wait for the next event.
	 */
	public T next() throws InterruptedException {
		T event = this.queue.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		assertThat(event).as("event within %d seconds", TIMEOUT_SECONDS).isNotNull();
		return event;
	}

	/**
	 * Wait for so many events, whichever they are.
	 */
	public void await(int count) throws InterruptedException {
		for (int i = 0; i < count; i++) {
			next();
		}
	}

	/**
	 * Return the events that nobody has waited for.
	 */
	public List<T> rest() {
		return new ArrayList<>(this.queue);
	}

}
