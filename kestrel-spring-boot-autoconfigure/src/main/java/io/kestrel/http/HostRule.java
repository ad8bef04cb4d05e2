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

package io.kestrel.http;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * What may stand in Host (RFC 9110 section 7.2): a name or an address, and a port. As
 * ASP.NET Core's Kestrel has it, any number is a port, and an IPv6 address is what looks
 * like one.
 */
final class HostRule {

	/* The shortest that the original takes. */
	private static final int MIN_IPV6 = "[::1]".length();

	/** The latest host of all connections of a thread. */
	private static final FastThreadLocal<String> LATEST = new FastThreadLocal<>();

	private HostRule() {
	}

	/**
	 * Return the text that other connections keep, which is mostly the same.
	 * @param host the host that a connection is to keep
	 * @return an equal text
	 */
	static String shared(String host) {
		String latest = LATEST.get();
		if (host.equals(latest)) {
			return latest;
		}
		LATEST.set(host);
		return host;
	}

	/**
	 * Return whether a text is a host with or without a port.
	 * @param text the text
	 * @return whether it is; not if it is empty
	 */
	static boolean isHost(String text) {
		int port = endOfHost(text);
		return port == text.length() || (port > 0 && isPort(text, port));
	}

	/**
	 * Return whether a text is a host with a port.
	 * @param text the text
	 * @return whether it is
	 */
	static boolean isHostWithPort(String text) {
		int port = endOfHost(text);
		return port > 0 && isPort(text, port);
	}

	/**
	 * Return whether a text looks like a host, though it may be none.
	 * @param text the text
	 * @return whether it has only characters that hosts and ports are made of
	 */
	static boolean isAuthority(String text) {
		return Octets.are(Octets.AUTHORITY, text, 0, text.length());
	}

	/* Returns where the port begins with its colon, -1 without a host. */
	private static int endOfHost(String text) {
		if (text.startsWith("[")) {
			int end = text.indexOf(']') + 1;
			return (end >= MIN_IPV6 && Octets.are(Octets.IPV6, text, 1, end - 1)) ? end : -1;
		}
		int end = 0;
		while (end < text.length() && Octets.is((byte) text.charAt(end), Octets.HOST)) {
			end++;
		}
		return (end > 0) ? end : -1;
	}

	private static boolean isPort(String text, int colon) {
		int digits = colon + 1;
		return digits < text.length() && text.charAt(colon) == ':'
				&& Octets.are(Octets.DIGIT, text, digits, text.length());
	}

}
