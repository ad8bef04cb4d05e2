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

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Where the body of a response ends (RFC 9112 section 6.3). Numbers, as a connection
 * keeps one that changes with each response.
 */
final class ResponseFraming {

	/** No response has begun. */
	static final int NONE = 0;

	/** There is no body, whatever the fields say. */
	static final int EMPTY = 1;

	/** The body as it is: the client knows its length, or reads until the end. */
	static final int PLAIN = 2;

	static final int CHUNKED = 3;

	private ResponseFraming() {
	}

	/**
	 * Tell the framing, and take away the fields that contradict it.
	 * @param response the response
	 * @param method the method of its request
	 * @return one of the constants but the first
	 */
	static int settle(HttpResponse response, HttpMethod method) {
		HttpResponseStatus status = response.status();
		HttpHeaders headers = response.headers();
		if (isWithoutBody(status, headers, method)) {
			empty(status, headers);
			return EMPTY;
		}
		if (status.codeClass() == HttpStatusClass.SUCCESS && HttpMethod.CONNECT.equals(method)) {
			// A tunnel (RFC 9110 section 9.3.6).
			headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
			return PLAIN;
		}
		return (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) && HttpUtil.isTransferEncodingChunked(response))
				? CHUNKED : PLAIN;
	}

	private static boolean isWithoutBody(HttpResponseStatus status, HttpHeaders headers, HttpMethod method) {
		if (status.codeClass() == HttpStatusClass.INFORMATIONAL) {
			// WebSocket before RFC 6455, which has no version, sends a body with it.
			return status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code()
					|| headers.contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
		}
		return switch (status.code()) {
			case 204, 205, 304 -> true;
			default -> HttpMethod.HEAD.equals(method);
		};
	}

	private static void empty(HttpResponseStatus status, HttpHeaders headers) {
		if (status.codeClass() == HttpStatusClass.INFORMATIONAL
				|| status.code() == HttpResponseStatus.NO_CONTENT.code()) {
			headers.remove(HttpHeaderNames.CONTENT_LENGTH);
			headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
		}
		else if (status.code() == HttpResponseStatus.RESET_CONTENT.code()) {
			headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
			headers.setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
		}
		else if (status.code() == HttpResponseStatus.NOT_MODIFIED.code()) {
			headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
		}
	}

}
