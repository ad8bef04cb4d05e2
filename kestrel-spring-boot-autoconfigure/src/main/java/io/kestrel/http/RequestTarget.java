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

import java.util.Locale;

import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * The four forms of a request target, and the host of each (RFC 9112 section 3.2). The
 * rules are those of ASP.NET Core's Kestrel, where that is not laxer than the document.
 */
final class RequestTarget {

	private static final String NUL = "%00";

	private RequestTarget() {
	}

	/**
	 * Check a target that does not begin with a slash, or that has a percent sign.
	 * @param method the method
	 * @param target the target, all of whose octets are allowed somewhere in one
	 * @param host the value of Host, {@code null} without any
	 * @return why it is refused, {@code null} if it is not
	 */
	static @Nullable Refusal check(HttpMethod method, String target, @Nullable String host) {
		if (HttpMethod.CONNECT.equals(method)) {
			return connect(target, host);
		}
		if (target.charAt(0) == '/') {
			return originForm(target);
		}
		if (target.equals("*")) {
			return HttpMethod.OPTIONS.equals(method) ? null : Refusal.ASTERISK_WITHOUT_OPTIONS;
		}
		// In lower case only: the original takes no other.
		if (target.startsWith("http://")) {
			return absoluteForm(target, "http://".length(), ":80", host);
		}
		if (target.startsWith("https://")) {
			return absoluteForm(target, "https://".length(), ":443", host);
		}
		return HostRule.isAuthority(target) ? Refusal.AUTHORITY_WITHOUT_CONNECT : Refusal.INVALID_TARGET;
	}

	static @Nullable Refusal connect(String target, @Nullable String host) {
		if (!HostRule.isAuthority(target) || !HostRule.isHostWithPort(target)) {
			return Refusal.CONNECT_WITHOUT_AUTHORITY;
		}
		return (host == null || host.equals(target)) ? null : Refusal.DIFFERENT_HOST;
	}

	/* What comes behind a question mark is the application's, and never decoded here. */
	static @Nullable Refusal originForm(String target) {
		int nul = target.indexOf(NUL);
		int query = target.indexOf('?');
		return (nul < 0 || (query >= 0 && query < nul)) ? null : Refusal.ENCODED_NUL;
	}

	private static @Nullable Refusal absoluteForm(String target, int from, String defaultPort, @Nullable String host) {
		int to = from;
		while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
			to++;
		}
		String authority = target.substring(from, to).toLowerCase(Locale.ROOT);
		if (authority.indexOf('@') >= 0) {
			return Refusal.USER_INFORMATION;
		}
		if (!UriHost.isCanonical(authority)) {
			return Refusal.INVALID_TARGET;
		}
		if (host != null && !isSame(authority, host, defaultPort)) {
			return Refusal.DIFFERENT_HOST;
		}
		return originForm(target.substring(to));
	}

	static boolean isSame(String authority, String host, String defaultPort) {
		return without(defaultPort, authority).equals(without(defaultPort, host));
	}

	private static String without(String port, String authority) {
		return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
	}

}
