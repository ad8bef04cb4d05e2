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

import java.net.Inet6Address;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The host and port of a target in absolute form (RFC 9112 section 3.2.2). It is compared
 * with Host letter by letter, so it must not be one of several spellings of the same host
 * ({@code 127.1}, {@code 0x7f.0.0.1}, {@code [0::1]}, {@code a:080}), which the next one
 * to read it may take for another.
 */
final class UriHost {

	private static final int MAX_PORT = 65_535;

	private static final int MAX_PORT_DIGITS = 5;

	private UriHost() {
	}

	/**
	 * Return whether a text is a host, with or without a port, in its one spelling.
	 * @param authority the text in lower case
	 * @return whether it is; not if it is empty
	 */
	static boolean isCanonical(String authority) {
		int bracket = authority.lastIndexOf(']');
		int colon = authority.indexOf(':', bracket + 1);
		String host = (colon < 0) ? authority : authority.substring(0, colon);
		return (colon < 0 || isPort(authority.substring(colon + 1)))
				&& (host.startsWith("[") ? isIpv6(host) : isName(host));
	}

	private static boolean isPort(String digits) {
		int length = digits.length();
		return length > 0 && length <= MAX_PORT_DIGITS && Octets.are(Octets.DIGIT, digits, 0, length)
				&& (length == 1 || digits.charAt(0) != '0') && Integer.parseInt(digits) <= MAX_PORT;
	}

	/* Those of an IPv4 address have several spellings themselves. */
	private static boolean isIpv6(String host) {
		if (!HostRule.isHost(host)) {
			return false;
		}
		@Nullable Inet6Address address = NetUtil.getByName(host.substring(1, host.length() - 1), false);
		return address != null && (!address.isIPv4CompatibleAddress() || address.isLoopbackAddress())
				&& host.equals('[' + NetUtil.toAddressString(address) + ']');
	}

	/* One dot may be the last character: the root of all names. */
	private static boolean isName(String host) {
		int start = 0;
		int label = 0;
		for (int i = 0; i < host.length(); i++) {
			char next = host.charAt(i);
			if (next == '.') {
				if (i == start) {
					return false;
				}
				start = i + 1;
			}
			else if (i == start) {
				label = i;
			}
			if (next != '.' && next != '-' && next != '_' && !isLetterOrDigit(next)) {
				return false;
			}
		}
		return !host.isEmpty() && (!isNumber(host, label) || isIpv4(host));
	}

	private static boolean isLetterOrDigit(char character) {
		return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
	}

	/* A last label like this makes an address of it. */
	private static boolean isNumber(String host, int label) {
		int end = host.endsWith(".") ? host.length() - 1 : host.length();
		return host.startsWith("0x", label) || Octets.are(Octets.DIGIT, host, label, end);
	}

	private static boolean isIpv4(String host) {
		byte @Nullable [] address = NetUtil.createByteArrayFromIpAddressString(host);
		return address != null && host.equals(NetUtil.bytesToIpAddress(address));
	}

}
