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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2ResetFrame;

/**
 * Messages of requests and responses, and what they say.
 */
final class TestMessages {

	private TestMessages() {
	}

	/**
	 * Return the head of a POST.
	 * @param uri its target
	 * @param headers names and values in turn
	 * @return the head
	 */
	static HttpRequest head(String uri, String... headers) {
		HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, uri);
		for (int i = 0; i < headers.length; i += 2) {
			head.headers().add(headers[i], headers[i + 1]);
		}
		return head;
	}

	static HttpRequest announced(String uri, long length) {
		return head(uri, "Content-Length", String.valueOf(length));
	}

	static HttpRequest chunked(String uri) {
		return head(uri, "Transfer-Encoding", "chunked");
	}

	static DefaultHttpContent content(String text) {
		return new DefaultHttpContent(buffer(text));
	}

	static DefaultLastHttpContent last(String text) {
		return new DefaultLastHttpContent(buffer(text));
	}

	static HttpResponse full(int status) {
		return full(status, "");
	}

	static HttpResponse full(int status, String text) {
		HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status),
				buffer(text));
		if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
			response.headers().set(HttpHeaderNames.CONTENT_LENGTH, text.length());
		}
		return response;
	}

	static ByteBuf buffer(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	/**
	 * Return what a message says.
	 * @param message the message
	 * @return its status with "close" where it says so, and its text
	 */
	static List<String> describe(Object message) {
		List<String> said = new ArrayList<>();
		if (message instanceof DecoderResultProvider decoded && decoded.decoderResult().isFailure()) {
			said.add("malformed");
		}
		if (message instanceof HttpResponse response) {
			boolean closes = response.headers().containsValue(HttpHeaderNames.CONNECTION, "close", true);
			said.add(response.status().code() + (closes ? " close" : ""));
		}
		if (message instanceof Http2ResetFrame reset) {
			said.add("reset " + Http2Error.valueOf(reset.errorCode()));
		}
		ByteBuf text = (message instanceof ByteBufHolder holder) ? holder.content() : null;
		if (message instanceof ByteBuf buffer) {
			text = buffer;
		}
		if (text != null && text.isReadable()) {
			said.add(text.toString(StandardCharsets.US_ASCII));
		}
		return said;
	}

}
