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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IP addresses as they are written in URLs: IPv4 as four decimal numbers and nothing
 * else, IPv6 in brackets, with a scope where there is one.
 */
final class IpLiteral {

	private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

	/**
	 * A host whose last label is a number can only be meant as an IPv4 address (WHATWG
	 * URL, "ends in a number"): 127.1, 0x7f.1, 5000.
	 */
	private static final Pattern NUMERIC_HOST = Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?");

	private static final int GROUPS = 8;

	private IpLiteral() {
	}

	static boolean isNumeric(String host) {
		return NUMERIC_HOST.matcher(host).matches();
	}

	/**
	 * Parse a literal.
	 * @param host four decimal numbers, or IPv6 in brackets
	 * @return the address
	 * @throws InvalidAddressException if it is none
	 */
	static InetAddress parse(String host) {
		return host.startsWith("[") ? parseIpv6(host) : parseIpv4(host);
	}

	private static InetAddress parseIpv4(String host) {
		Matcher matcher = IPV4.matcher(host);
		byte[] bytes = new byte[4];
		boolean valid = matcher.matches();
		for (int i = 0; valid && i < bytes.length; i++) {
			String number = matcher.group(i + 1);
			valid = Integer.parseInt(number) <= 255 && (number.length() == 1 || number.charAt(0) != '0');
			bytes[i] = (byte) Integer.parseInt(number);
		}
		if (!valid) {
			boolean port = host.chars().allMatch(Character::isDigit);
			throw new InvalidAddressException("'" + host + "' is not an IPv4 address of four decimal numbers",
					port ? "Write a host before the port, for example http://localhost:" + host + "."
							: "Write all four numbers from 0 to 255 without leading zeros, for example 127.0.0.1.");
		}
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static InetAddress parseIpv6(String host) {
		int scope = host.indexOf('%');
		boolean valid = host.indexOf(':') != -1 && scope != host.length() - 2;
		try {
			if (valid) {
				// In brackets, the JDK reads literals only and asks no name server.
				return InetAddress.getByName(host);
			}
		}
		catch (UnknownHostException ex) {
			if (scope != -1 && isIpv6(host.substring(0, scope) + "]")) {
				throw new InvalidAddressException(
						"this machine has no network interface '" + host.substring(scope + 1, host.length() - 1)
								+ "' with such an address, the scope of " + host,
						"Write the name of an interface for which 'ip -6 address' lists one, or its number.");
			}
		}
		throw new InvalidAddressException("'" + host + "' is not an IPv6 address",
				"Write the address in brackets, for example [::1] or [fe80::1%eth0].");
	}

	private static boolean isIpv6(String host) {
		try {
			InetAddress.getByName(host);
			return true;
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/**
	 * Print an address as RFC 5952 section 4 asks: lower case, no leading zeros, the
	 * longest run of at least two zero groups shortened.
	 * @param address the address
	 * @return the text, IPv6 in brackets
	 */
	static String print(InetAddress address) {
		if (!(address instanceof Inet6Address ipv6)) {
			return address.getHostAddress();
		}
		int[] groups = groups(ipv6.getAddress());
		int zerosStart = -1;
		int zerosLength = 1;
		for (int i = 0; i < GROUPS; i++) {
			int length = zeroRun(groups, i);
			if (length > zerosLength) {
				zerosStart = i;
				zerosLength = length;
			}
		}
		StringBuilder text = new StringBuilder("[");
		for (int i = 0; i < GROUPS; i++) {
			if (i == zerosStart) {
				text.append("::");
				i += zerosLength - 1;
				continue;
			}
			if (text.length() > 1 && text.charAt(text.length() - 1) != ':') {
				text.append(':');
			}
			text.append(Integer.toHexString(groups[i]));
		}
		appendScope(text, ipv6);
		return text.append(']').toString();
	}

	private static void appendScope(StringBuilder text, Inet6Address address) {
		if (address.getScopedInterface() != null) {
			text.append('%').append(address.getScopedInterface().getName());
		}
		else if (address.getScopeId() != 0) {
			text.append('%').append(address.getScopeId());
		}
	}

	private static int[] groups(byte[] bytes) {
		int[] groups = new int[GROUPS];
		for (int i = 0; i < GROUPS; i++) {
			groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
		}
		return groups;
	}

	private static int zeroRun(int[] groups, int start) {
		int end = start;
		while (end < GROUPS && groups[end] == 0) {
			end++;
		}
		return end - start;
	}

}
