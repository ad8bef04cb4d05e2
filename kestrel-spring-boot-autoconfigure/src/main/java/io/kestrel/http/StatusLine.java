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

import java.nio.charset.StandardCharsets;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a response (RFC 9112 section 4). Those of HTTP/1.1 are kept in a
 * table, each from its first use on.
 */
final class StatusLine {

	private static final @Nullable Known[] KNOWN = new @Nullable Known[600];

	private StatusLine() {
	}

	static void append(HttpResponse response, OctetBuilder octets) {
		HttpResponseStatus status = response.status();
		int code = status.code();
		if (code < KNOWN.length && HttpVersion.HTTP_1_1.equals(response.protocolVersion())) {
			Known known = KNOWN[code];
			if (known == null) {
				known = new Known(status);
				KNOWN[code] = known;
			}
			// Statuses are equal that have another phrase.
			if (known.phrase.equals(status.reasonPhrase())) {
				octets.append(known.line);
				return;
			}
		}
		octets.append(response.protocolVersion().text());
		octets.append(' ');
		octets.append(status.codeAsText());
		octets.append(' ');
		octets.append(status.reasonPhrase());
		octets.appendLineEnd();
	}

	private static final class Known {

		private final String phrase;

		private final byte[] line;

		Known(HttpResponseStatus status) {
			this.phrase = status.reasonPhrase();
			this.line = ("HTTP/1.1 " + status + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
		}

	}

}
