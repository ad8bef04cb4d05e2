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

package io.kestrel.proxy;

import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Patterns of hosts as they are configured.
 */
final class HostPattern {

	/*
	 * As in ASP.NET Core, the addresses that a server listens at for all stand for all.
	 */
	private static final Set<String> EVERYTHING = Set.of("*", "[::]", "0.0.0.0");

	/* Underscores are no host name's, but in use. */
	private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*\\.?");

	private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*]");

	private HostPattern() {
	}

	static boolean isEverything(String pattern) {
		return EVERYTHING.contains(pattern);
	}

	/**
	 * Bring a pattern into the form in which clients send hosts.
	 * @param pattern the pattern as configured
	 * @return lower case and ASCII
	 * @throws IllegalArgumentException if no host can match it; the message is a clause
	 * that says why
	 */
	static String normalize(String pattern) {
		String text = pattern.strip().toLowerCase(Locale.ROOT);
		if (isEverything(text) || IPV6.matcher(text).matches()) {
			return text;
		}
		String prefix = text.startsWith("*.") ? "*." : "";
		String host = text.substring(prefix.length());
		if (host.indexOf('*') >= 0) {
			throw new IllegalArgumentException("* may only stand alone or as the first label, as in *.example.org");
		}
		if (host.indexOf('/') >= 0) {
			throw new IllegalArgumentException("a host has no scheme and no path");
		}
		if (host.indexOf(':') >= 0) {
			throw new IllegalArgumentException(
					"a host stands here without its port, and an IPv6 address in brackets, as in [::1]");
		}
		return prefix + name(host);
	}

	private static String name(String host) {
		String ascii;
		try {
			ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("it is no host name", ex);
		}
		if (!NAME.matcher(ascii).matches()) {
			throw new IllegalArgumentException("it is no host name: labels have 1 to 63 letters, digits and hyphens");
		}
		return ascii;
	}

}
