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

import io.kestrel.time.HttpDate;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the server adds to each response, unless the application has set them.
 */
final class ResponseFields {

	private ResponseFields() {
	}

	/**
	 * Add Date (RFC 9110 section 6.6.1) and Server (section 10.2.4), and Vary (section
	 * 12.5.5) to what is encoded: Reactor Netty compresses without it.
	 * @param headers the fields of the response
	 * @param server the value of Server, {@code null} for none
	 */
	static void complete(HttpHeaders headers, @Nullable CharSequence server) {
		if (!headers.contains(HttpHeaderNames.DATE)) {
			headers.add(HttpHeaderNames.DATE, HttpDate.now());
		}
		if (server != null && !headers.contains(HttpHeaderNames.SERVER)) {
			headers.add(HttpHeaderNames.SERVER, server);
		}
		if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)
				&& !headers.containsValue(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING, true)) {
			headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
		}
	}

}
