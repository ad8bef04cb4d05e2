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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Assumptions;

/**
 * Ports for tests that must name one.
 */
public final class Ports {

	/**
	 * Below the ports that Linux and Windows give to clients: no connection of another
	 * test can take one between here and the listening.
	 */
	private static final int FIRST = 10_000;

	/** How many ports each JVM of a test run has for itself. */
	private static final int OF_A_FORK = 5_000;

	private static final int FORK = Integer.getInteger("surefire.forkNumber", 1) % 4;

	private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(OF_A_FORK));

	private Ports() {
	}

	/**
	 * Return a port that was free a moment ago, on both loopback addresses, and that no
	 * other call of this test run returns.
	 */
	public static int free() {
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

	/**
	 * Skip the test if somebody listens at one of the ports, perhaps the sample
	 * application.
	 */
	public static void assumeFree(int... ports) {
		for (int port : ports) {
			Assumptions.assumeFalse(isListening("127.0.0.1", port) || isListening("::1", port),
					() -> "Port " + port + " is in use, and this test needs it");
		}
	}

	/**
	 * Return whether somebody listens at a port.
	 */
	public static boolean isListening(String host, int port) {
		try (RawHttpConnection connection = new RawHttpConnection(host, port)) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Occupy a port of the IPv4 loopback address.
	 */
	public static ServerSocket occupy(String host, int port) throws IOException {
		return new ServerSocket(port, 1, InetAddress.getByName(host));
	}

}
