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

package io.kestrel.connection;

import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * What kind of message one is. Asks for the exact classes first that Netty and Reactor
 * Netty use: a failed check for an interface searches all supertypes and writes to a
 * cache field that all event loops share (JDK-8180450).
 */
final class HttpMessages {

	private HttpMessages() {
	}

	static boolean isResponse(Object message) {
		Class<?> type = message.getClass();
		return type == DefaultFullHttpResponse.class || type == DefaultHttpResponse.class
				|| (message != LastHttpContent.EMPTY_LAST_CONTENT && type != DefaultHttpContent.class
						&& message instanceof HttpResponse);
	}

	static boolean isLast(Object message) {
		Class<?> type = message.getClass();
		return message == LastHttpContent.EMPTY_LAST_CONTENT || type == DefaultFullHttpResponse.class
				|| (type != DefaultHttpRequest.class && type != DefaultHttpResponse.class
						&& type != DefaultHttpContent.class && message instanceof LastHttpContent);
	}

	/**
	 * Return how many octets of a body a message has.
	 * @param message a piece of a request
	 * @return the number
	 */
	static int length(Object message) {
		return (message == LastHttpContent.EMPTY_LAST_CONTENT) ? 0 : ((HttpContent) message).content().readableBytes();
	}

	/**
	 * Return whether a request announces a body.
	 * @param headers the fields of the request
	 * @return whether something comes behind the head
	 */
	static boolean hasBody(HttpHeaders headers) {
		return headers.contains(HttpHeaderNames.CONTENT_LENGTH) || headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
	}

	/**
	 * Take the framing away that HTTP/1.0 does not know (RFC 9112 section 6.1).
	 * @param request the request
	 * @param response its final response
	 * @return whether the end of the connection is the end of the response
	 */
	static boolean unchunk(HttpRequest request, HttpResponse response) {
		if (request.protocolVersion().minorVersion() != 0) {
			return false;
		}
		boolean chunked = HttpUtil.isTransferEncodingChunked(response);
		response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
		return chunked;
	}

}
