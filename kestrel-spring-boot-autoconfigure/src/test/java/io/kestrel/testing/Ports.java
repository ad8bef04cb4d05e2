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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Assumptions;

/**
 * Ports for tests that must name one.
 */
public final class Ports {

	private Ports() {
	}

	/**
	 * Return a port that was free a moment ago, on both loopback addresses.
	 */
	public static int free() {
		try (ServerSocket any = new ServerSocket(0)) {
			return any.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
