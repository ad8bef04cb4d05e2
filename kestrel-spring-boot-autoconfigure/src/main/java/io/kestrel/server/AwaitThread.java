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

package io.kestrel.server;

import java.util.concurrent.CountDownLatch;

/**
 * Keeps the JVM alive while the server runs: all event loops are daemon threads.
 */
final class AwaitThread {

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread = new Thread(this::await, "kestrel-server");

	private AwaitThread() {
	}

	static AwaitThread begin() {
		AwaitThread await = new AwaitThread();
		await.thread.setContextClassLoader(AwaitThread.class.getClassLoader());
		await.thread.setDaemon(false);
		await.thread.start();
		return await;
	}

	private void await() {
		try {
			this.stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Let the thread go, and wait until it has.
	 */
	void end() {
		this.stopped.countDown();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
