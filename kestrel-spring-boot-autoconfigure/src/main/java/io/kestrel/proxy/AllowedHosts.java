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

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The hosts that the server answers to, by the rules of ASP.NET Core's host filtering: a
 * name matches itself, {@code *.suffix} any name below the suffix but not the suffix
 * itself, {@code *} everything. Upper and lower case are the same, ports don't matter,
 * and no host at all is allowed, as HTTP/1.0 sends it.
 * <p>
 * Immutable. Two are equal if they have the same patterns.
 *
 * @since 0.1.0
 */
public final class AllowedHosts {

	/**
	 * Every host is allowed.
	 */
	public static final AllowedHosts ANY = new AllowedHosts(Set.of(), Set.of());

	private final Set<String> names;

	/* With their leading dot. */
	private final Set<String> suffixes;

	private AllowedHosts(Set<String> names, Set<String> suffixes) {
		this.names = Set.copyOf(names);
		this.suffixes = Set.copyOf(suffixes);
	}

	/**
	 * Allow the hosts that match one of some patterns.
	 * @param patterns the patterns, none for every host
	 * @return the hosts
	 * @throws IllegalArgumentException if a pattern can't match any host; the message is
	 * a clause that says why
	 */
	public static AllowedHosts of(Collection<String> patterns) {
		Set<String> names = new HashSet<>();
		Set<String> suffixes = new HashSet<>();
		boolean any = false;
		for (String pattern : patterns) {
			String normal = HostPattern.normalize(pattern);
			any |= HostPattern.isEverything(normal);
			if (normal.startsWith("*.")) {
				suffixes.add(normal.substring(1));
			}
			else {
				names.add(normal);
			}
		}
		return any ? ANY : new AllowedHosts(names, suffixes);
	}

	/**
	 * Return whether no request has to be looked at.
	 * @return whether every host is allowed
	 */
	public boolean isAny() {
		return this.names.isEmpty() && this.suffixes.isEmpty();
	}

	/**
	 * Return whether a request may be for a host.
	 * @param authority what stands in {@code Host}, with or without a port
	 * @return whether it may
	 */
	public boolean allows(String authority) {
		if (isAny() || authority.isEmpty()) {
			return true;
		}
		String host = hostOf(authority);
		return host != null && (this.names.contains(host) || isBelowSuffix(host));
	}

	/* The name below the suffix must not be empty. */
	private boolean isBelowSuffix(String host) {
		if (this.suffixes.isEmpty()) {
			return false;
		}
		for (int dot = host.indexOf('.', 1); dot > 0; dot = host.indexOf('.', dot + 1)) {
			if (this.suffixes.contains(host.substring(dot))) {
				return true;
			}
		}
		return false;
	}

	/* Returns the host in lower case, null if the port is none. */
	private static @Nullable String hostOf(String authority) {
		int end = authority.indexOf(']') + 1;
		int colon = authority.indexOf(':', end);
		String host = (colon >= 0) ? authority.substring(0, colon) : authority;
		boolean valid = isAscii(host) && (colon < 0 || isPort(authority, colon + 1))
				&& (end == 0 || host.length() == end);
		return valid ? host.toLowerCase(Locale.ROOT) : null;
	}

	/* Other letters may become one of ASCII in lower case, such as the sign of Kelvin. */
	private static boolean isAscii(String text) {
		return text.chars().allMatch((character) -> character < 0x80);
	}

	private static boolean isPort(String text, int begin) {
		return begin < text.length()
				&& text.chars().skip(begin).allMatch((character) -> character >= '0' && character <= '9');
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof AllowedHosts hosts && this.names.equals(hosts.names)
				&& this.suffixes.equals(hosts.suffixes);
	}

	@Override
	public int hashCode() {
		return 31 * this.names.hashCode() + this.suffixes.hashCode();
	}

	@Override
	public String toString() {
		return isAny() ? "*" : this.names + " and below " + this.suffixes;
	}

}
