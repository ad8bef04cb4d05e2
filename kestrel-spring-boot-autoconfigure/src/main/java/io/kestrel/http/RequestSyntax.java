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
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The rules of single parts of a request (RFC 9110), which are the same whatever version
 * of HTTP carries them. For versions that do not come as lines of text.
 */
public final class RequestSyntax {

	private RequestSyntax() {
	}

	/**
	 * Check a method (section 9.1).
	 * @param method the method
	 * @return why it is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal method(CharSequence method) {
		return (!method.isEmpty() && Octets.are(Octets.TOKEN, method, 0, method.length())) ? null
				: Refusal.INVALID_METHOD;
	}

	/**
	 * Check a target of any method but CONNECT: a path with an optional query, or an
	 * asterisk (RFC 9112 sections 3.2.1 and 3.2.4).
	 * @param method the method
	 * @param target the target
	 * @return why it is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal target(CharSequence method, String target) {
		if (target.equals("*")) {
			return HttpMethod.OPTIONS.asciiName().contentEquals(method) ? null : Refusal.ASTERISK_WITHOUT_OPTIONS;
		}
		if (!target.startsWith("/")) {
			return Refusal.INVALID_TARGET;
		}
		return Octets.are(Octets.TARGET, target, 0, target.length()) ? RequestTarget.originForm(target)
				: Refusal.INVALID_TARGET_OCTET;
	}

	/**
	 * Check the target of CONNECT (RFC 9112 section 3.2.3).
	 * @param authority the target
	 * @param host the value of Host, {@code null} without any
	 * @return why it is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal connectTarget(String authority, @Nullable String host) {
		return RequestTarget.connect(authority, host);
	}

	/**
	 * Check a host with an optional port (section 7.2).
	 * @param host the host, which may be empty
	 * @return why it is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal host(String host) {
		return (host.isEmpty() || HostRule.isHost(host)) ? null : Refusal.INVALID_HOST;
	}

	/**
	 * Check whether two hosts are the same.
	 * @param authority the host for which the request is
	 * @param host the value of Host
	 * @param secure whether the scheme is https
	 * @return why the request is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal sameHost(String authority, String host, boolean secure) {
		return (authority.equals(host) || RequestTarget.isSame(authority.toLowerCase(Locale.ROOT),
				host.toLowerCase(Locale.ROOT), secure ? ":443" : ":80")) ? null : Refusal.DIFFERENT_HOST;
	}

	/**
	 * Check the name of a field that has to be in lower case (RFC 9113 section 8.2.1).
	 * @param name the name
	 * @return why it is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal lowerCaseName(AsciiString name) {
		int to = name.arrayOffset() + name.length();
		return (!name.isEmpty() && Octets.endOf(Octets.LOWER_TOKEN, name.array(), name.arrayOffset(), to) == to) ? null
				: Refusal.INVALID_FIELD_NAME;
	}

	/**
	 * Check the value of a field (section 5.5).
	 * @param value the value
	 * @return why it is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal value(AsciiString value) {
		byte[] octets = value.array();
		int from = value.arrayOffset();
		int to = from + value.length();
		boolean octetsAbove7f = false;
		int i = Octets.endOfText(octets, from, to);
		while (i < to && Octets.is(octets[i], Octets.VALUE)) {
			octetsAbove7f |= octets[i] < 0;
			i = Octets.endOfText(octets, i + 1, to);
		}
		return (i == to && (!octetsAbove7f || Utf8.isValid(octets, from, to))) ? null : Refusal.INVALID_FIELD_VALUE;
	}

	/**
	 * Return whether there are blanks around a value, which are no part of it.
	 * @param value the value
	 * @return whether it begins or ends with a space or a tab
	 */
	public static boolean isPadded(AsciiString value) {
		return !value.isEmpty() && (Octets.is(value.byteAt(0), Octets.BLANK)
				|| Octets.is(value.byteAt(value.length() - 1), Octets.BLANK));
	}

	/**
	 * Check the value of Content-Length (section 8.6).
	 * @param value the value
	 * @return why it is refused, {@code null} if it is not
	 */
	public static @Nullable Refusal contentLength(String value) {
		return BodyFraming.isLength(value) ? null : Refusal.INVALID_CONTENT_LENGTH;
	}

}
