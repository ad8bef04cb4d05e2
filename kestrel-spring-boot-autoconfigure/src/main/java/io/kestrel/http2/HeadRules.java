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

package io.kestrel.http2;

import java.util.Objects;

import io.kestrel.http.RequestSyntax;
import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a request must be together (RFC 9113 section 8.3.1). The parts of
 * the request line are judged by the rules of HTTP/1.1.
 */
final class HeadRules {

	private final FieldLimits limits;

	private final boolean secure;

	HeadRules(FieldLimits limits, boolean secure) {
		this.limits = limits;
		this.secure = secure;
	}

	/**
	 * Check a request, each of whose fields is valid. Leaves one name of its host.
	 * @param fields the fields of its head
	 * @param end whether it has no body
	 * @return why it is refused, {@code null} if it is not
	 */
	@Nullable Refusal check(RequestFields fields, boolean end) {
		Refusal refusal = this.limits.check(fields.count(), fields.octets(), 1);
		if (refusal == null) {
			refusal = line(fields);
		}
		if (refusal == null) {
			refusal = host(fields);
		}
		return (refusal == null && end && announces(fields)) ? Refusal.DIFFERENT_LENGTH : refusal;
	}

	private @Nullable Refusal line(RequestFields fields) {
		CharSequence method = fields.method();
		if (method == null) {
			return Refusal.MISSING_PSEUDO_FIELD;
		}
		Refusal refusal = RequestSyntax.method(method);
		if (refusal != null) {
			return refusal;
		}
		boolean connect = HttpMethod.CONNECT.asciiName().contentEquals(method);
		boolean extended = fields.contains(PseudoHeaderName.PROTOCOL.value());
		if (extended && !connect) {
			return Refusal.MISPLACED_PSEUDO_FIELD;
		}
		return (connect && !extended) ? tunnel(fields) : target(fields, method);
	}

	/* Section 8.5. */
	private static @Nullable Refusal tunnel(RequestFields fields) {
		if (fields.scheme() != null || fields.path() != null) {
			return Refusal.MISPLACED_PSEUDO_FIELD;
		}
		return RequestSyntax.connectTarget(text(fields.authority()), null);
	}

	private @Nullable Refusal target(RequestFields fields, CharSequence method) {
		CharSequence scheme = fields.scheme();
		CharSequence path = fields.path();
		if (scheme == null || path == null) {
			return Refusal.MISSING_PSEUDO_FIELD;
		}
		if (!AsciiString.contentEqualsIgnoreCase(this.secure ? "https" : "http", scheme)) {
			return Refusal.DIFFERENT_SCHEME;
		}
		// The original adds up these four, and leaves out what only HTTP/1.1 has in its
		// line.
		int size = method.length() + scheme.length() + text(fields.authority()).length() + path.length();
		return (size > this.limits.maxLineSize()) ? Refusal.REQUEST_LINE_TOO_LONG
				: RequestSyntax.target(method, path.toString());
	}

	private @Nullable Refusal host(RequestFields fields) {
		if (fields.hosts() > 1) {
			return Refusal.MULTIPLE_HOSTS;
		}
		String authority = text(fields.authority());
		Refusal refusal = RequestSyntax.host(authority);
		if (refusal != null || fields.hosts() == 0) {
			return refusal;
		}
		String host = Objects.requireNonNull(fields.get(HttpHeaderNames.HOST)).toString();
		if (authority.isEmpty()) {
			fields.remove(PseudoHeaderName.AUTHORITY.value());
			return RequestSyntax.host(host);
		}
		// It says the same, maybe in another spelling.
		fields.remove(HttpHeaderNames.HOST);
		return RequestSyntax.sameHost(authority, host, this.secure);
	}

	private static boolean announces(RequestFields fields) {
		CharSequence length = fields.get(HttpHeaderNames.CONTENT_LENGTH);
		return length != null && Long.parseLong(length.toString()) > 0;
	}

	private static String text(@Nullable CharSequence value) {
		return (value != null) ? value.toString() : "";
	}

}
