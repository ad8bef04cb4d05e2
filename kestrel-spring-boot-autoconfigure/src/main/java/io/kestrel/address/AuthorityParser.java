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

package io.kestrel.address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

import io.kestrel.address.EndpointAddress.AnyIp;
import io.kestrel.address.EndpointAddress.Localhost;
import io.kestrel.address.EndpointAddress.Tcp;

/**
 * Parses {@code host[:port]}, RFC 3986 section 3.2, and finds the kind of address that
 * the host stands for.
 */
final class AuthorityParser {

	static final int MAX_PORT = 65535;

	private static final String LOCALHOST_SUFFIX = "." + Localhost.NAME;

	/**
	 * Forbidden host code points of the WHATWG URL standard, the comma (a list that was
	 * not split) and all blanks and control characters.
	 */
	private static final Pattern FORBIDDEN = Pattern.compile("[\\s\\p{Cntrl}#%/:<>?@\\[\\\\\\]^|`{},\"]");

	private AuthorityParser() {
	}

	static EndpointAddress parse(String authority, int defaultPort) {
		if (authority.startsWith("[")) {
			return parseBracketed(authority, defaultPort);
		}
		int colon = authority.lastIndexOf(':');
		if (colon == -1) {
			return address(authority, defaultPort);
		}
		String host = authority.substring(0, colon);
		if (host.indexOf(':') != -1) {
			return parseBare(authority, host, authority.substring(colon + 1));
		}
		int port = parsePort(authority.substring(colon + 1));
		return address(host, port);
	}

	private static EndpointAddress parseBracketed(String authority, int defaultPort) {
		int end = authority.indexOf(']');
		if (end == -1) {
			throw new InvalidAddressException("the bracket of '" + authority + "' is not closed",
					"Write ']' after the IPv6 address, for example http://[::1]:5000.");
		}
		String host = authority.substring(0, end + 1);
		String rest = authority.substring(end + 1);
		if (rest.isEmpty()) {
			return address(host, defaultPort);
		}
		if (!rest.startsWith(":")) {
			throw new InvalidAddressException("'" + rest + "' stands between the IPv6 address and the port",
					"Write the port directly after the bracket, for example http://[::1]:5000.");
		}
		return address(host, parsePort(rest.substring(1)));
	}

	/*
	 * Kestrel takes IPv6 without brackets if a port follows. So do we, where the rest is
	 * an IPv6 address; elsewhere it makes a host name of it and listens on all addresses.
	 */
	private static EndpointAddress parseBare(String authority, String host, String port) {
		return Tcp.of(parseBareIpv6(authority, host), parsePort(port));
	}

	private static InetAddress parseBareIpv6(String authority, String host) {
		try {
			return IpLiteral.parse("[" + host + "]");
		}
		catch (InvalidAddressException ex) {
			throw new InvalidAddressException("'" + authority + "' has more than one ':'",
					"Write an IPv6 address in brackets, as in http://[::1]:5000, and one port.");
		}
	}

	static EndpointAddress address(String host, int port) {
		if (host.isEmpty()) {
			throw new InvalidAddressException("it has no host",
					"Write one, for example http://localhost:5000, or http://*:5000 for all addresses.");
		}
		if (host.equals("*") || host.equals("+")) {
			return new AnyIp(host, port);
		}
		if (host.startsWith("[") || IpLiteral.isNumeric(host)) {
			return Tcp.of(IpLiteral.parse(host), port);
		}
		String name = host.toLowerCase(Locale.ROOT);
		refuseUnlessName(host, name);
		if (name.equals(Localhost.NAME) || name.endsWith(LOCALHOST_SUFFIX)) {
			return new Localhost(name, port);
		}
		return new AnyIp(name, port);
	}

	private static void refuseUnlessName(String host, String name) {
		if (FORBIDDEN.matcher(host).find()) {
			throw new InvalidAddressException("'" + host + "' has a character that no host name has",
					"Write a host name, an IP address, or '*' for all addresses; put ';' between two URLs.");
		}
		if (name.startsWith(".") || name.contains("..")) {
			throw new InvalidAddressException("'" + host + "' has an empty label",
					"Write a name between each two dots.");
		}
	}

	private static int parsePort(String text) {
		boolean digits = !text.isEmpty() && text.chars().allMatch((c) -> c >= '0' && c <= '9');
		if (!digits) {
			boolean negative = text.length() > 1 && text.charAt(0) == '-'
					&& text.chars().skip(1).allMatch((c) -> c >= '0' && c <= '9');
			if (negative) {
				throw portOutOfRange(text);
			}
			throw new InvalidAddressException("the port '" + text + "' is not a number",
					"Write a port from 0 to 65535 after the last ':', or neither.");
		}
		String number = text.replaceFirst("^0+(?=.)", "");
		if (number.length() > 5 || Integer.parseInt(number) > MAX_PORT) {
			throw portOutOfRange(text);
		}
		return Integer.parseInt(number);
	}

	static int requirePort(int port) {
		if (port < 0 || port > MAX_PORT) {
			throw portOutOfRange(Integer.toString(port));
		}
		return port;
	}

	private static InvalidAddressException portOutOfRange(String port) {
		return new InvalidAddressException("the port " + port + " is out of range",
				"Write a port from 0 (one that is free) to 65535.");
	}

}
