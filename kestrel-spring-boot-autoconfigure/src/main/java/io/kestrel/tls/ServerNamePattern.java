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

package io.kestrel.tls;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Server names as they are configured.
 */
final class ServerNamePattern {

	/* Longest host name (RFC 1035 section 3.1, without the dot of the root). */
	private static final int MAX_LENGTH = 253;

	/* Underscores are no host name's, but in use. */
	private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

	private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}\\.?");

	private ServerNamePattern() {
	}

	/**
	 * Bring a pattern into the form in which clients send names.
	 * @param pattern the pattern as configured
	 * @return lower case, ASCII, without a dot at the end
	 * @throws IllegalArgumentException if no client can ask for it; the message says why
	 */
	static String normalize(String pattern) {
		String name = pattern.strip();
		if (name.equals("*")) {
			return name;
		}
		if (name.isEmpty()) {
			throw new IllegalArgumentException("a server name must not be empty; write * for all other names");
		}
		String prefix = name.startsWith("*.") ? "*." : "";
		String host = name.substring(prefix.length());
		if (host.indexOf('*') >= 0) {
			throw new IllegalArgumentException("* may only stand alone or as the first label, as in *.example.org");
		}
		if (host.indexOf(':') >= 0 || host.startsWith("[") || IPV4.matcher(host).matches()) {
			throw new IllegalArgumentException(
					"a server name is a host name without port, and never an IP address (RFC 6066 section 3);"
							+ " write * for clients that connect by address");
		}
		return prefix + hostName(host);
	}

	private static String hostName(String host) {
		String ascii;
		try {
			ascii = IDN.toASCII(host.endsWith(".") ? host.substring(0, host.length() - 1) : host)
				.toLowerCase(Locale.ROOT);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("it is no host name", ex);
		}
		if (ascii.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
		}
		for (String label : ascii.split("\\.", -1)) {
			if (!LABEL.matcher(label).matches()) {
				throw new IllegalArgumentException("it is no host name: labels have 1 to 63 letters, digits and hyphens"
						+ " and don't begin or end with a hyphen");
			}
		}
		return ascii;
	}

}
