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

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The next turn of a matter that has held up an event loop for long enough.
 */
public final class NextTurn {

	private NextTurn() {
	}

	/**
	 * Go on when the loop has read what other connections have sent. What it is to do at
	 * once, or what is due, it does before: so the task is scheduled by one that is.
	 * @param loop the loop
	 * @param task what goes on; not run at all if the loop is ending
	 */
	public static void schedule(ScheduledExecutorService loop, Runnable task) {
		atOnce(loop, () -> atOnce(loop, task));
	}

	private static void atOnce(ScheduledExecutorService loop, Runnable task) {
		try {
			loop.schedule(task, 0, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// It is ending, and ends all its connections itself.
		}
	}

}
