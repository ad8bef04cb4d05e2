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

import java.util.Iterator;
import java.util.Map.Entry;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response, with the fields that the server adds unless the application has
 * set them. What can't be in a value was refused when it was set.
 */
final class ResponseHead {

	private ResponseHead() {
	}

	/**
	 * Append the head, with Date (RFC 9110 section 6.6.1) and Server (section 10.2.4).
	 * @param response the response
	 * @param method the method of its request
	 * @param server the value of Server, {@code null} for none
	 * @param octets where it goes
	 * @return how the body is framed, see {@link ResponseFraming}
	 */
	static int append(HttpResponse response, HttpMethod method, @Nullable String server, OctetBuilder octets) {
		int framing = ResponseFraming.settle(response, method);
		StatusLine.append(response, octets);
		HttpHeaders headers = response.headers();
		appendFields(headers, octets);
		if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
			complete(headers, server, octets);
		}
		octets.appendLineEnd();
		return framing;
	}

	static void appendFields(HttpHeaders headers, OctetBuilder octets) {
		Iterator<Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
		while (fields.hasNext()) {
			Entry<CharSequence, CharSequence> field = fields.next();
			octets.appendField(field.getKey(), field.getValue());
		}
	}

	private static void complete(HttpHeaders headers, @Nullable String server, OctetBuilder octets) {
		if (!headers.contains(HttpHeaderNames.DATE)) {
			octets.append(DateField.line());
		}
		if (server != null && !headers.contains(HttpHeaderNames.SERVER)) {
			octets.appendField(HttpHeaderNames.SERVER, server);
		}
		// Reactor Netty compresses without it (section 12.5.5).
		if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)
				&& !headers.containsValue(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING, true)) {
			octets.appendField(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
		}
	}

}
