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

package io.kestrel.handshake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The https URL of a request that came without TLS.
 */
final class HttpsLocation {

	/*
	 * Origin form only (RFC 9112 section 3.2.1), and nothing that may not stand in a URL.
	 */
	private static final Pattern REQUEST_LINE = Pattern
		.compile("[A-Z_-]+ (/[\\x21-\\x7e&&[^#\"<>\\\\]]*) HTTP/1\\.[01]");

	/* uri-host and port (RFC 9110 section 7.2), without percent-encoding. */
	private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~-]+)(:[0-9]{1,5})?");

	private static final Pattern END = Pattern.compile("\r?\n\r?\n");

	private static final int MAX_HOST = 255 + 6;

	private HttpsLocation() {
	}

	/**
	 * Return the URL of a request.
	 * @param head the head of the request, whole or cut off
	 * @return the URL, {@code null} if the request doesn't say it without a doubt
	 */
	static @Nullable String of(String head) {
		Matcher end = END.matcher(head);
		if (!end.find()) {
			return null;
		}
		String[] lines = head.substring(0, end.start()).split("\r?\n", -1);
		Matcher requestLine = REQUEST_LINE.matcher(lines[0]);
		String host = host(lines);
		return (host != null && requestLine.matches()) ? "https://" + host + requestLine.group(1) : null;
	}

	private static @Nullable String host(String[] lines) {
		String host = null;
		for (int i = 1; i < lines.length; i++) {
			String line = lines[i];
			boolean isHost = line.regionMatches(true, 0, "Host:", 0, 5);
			if (line.startsWith(" ") || line.startsWith("\t") || (isHost && host != null)) {
				return null;
			}
			host = isHost ? line.substring(5).strip() : host;
		}
		return (host != null && host.length() <= MAX_HOST && HOST.matcher(host).matches()) ? host : null;
	}

}
