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

package io.kestrel.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for tests that must name one.
 */
final class Ports {

	/**
	 * Below the ports that Linux and Windows give to clients, and above those of the
	 * tests of other modules.
	 */
	private static final int FIRST = 31_200;

	/** How many ports each JVM of a test run has for itself. */
	private static final int OF_A_FORK = 300;

	private static final int FORK = Integer.getInteger("surefire.forkNumber", 1) % 4;

	private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(OF_A_FORK));

	private Ports() {
	}

	/**
	 * Return a port that was free a moment ago, and that no other call of this test run
	 * returns.
	 */
	static int free() {
		while (true) {
			int port = FIRST + FORK * OF_A_FORK + NEXT.getAndIncrement() % OF_A_FORK;
			try (ServerSocket listener = new ServerSocket(port)) {
				return listener.getLocalPort();
			}
			catch (IOException ex) {
				// Somebody else's. The next one.
			}
		}
	}

}
