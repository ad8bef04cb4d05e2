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

package io.kestrel.benchmarks.decoder;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * What an application answers.
 */
public enum Answer {

	/** 13 octets of text. */
	PLAINTEXT(13, 0, 0),
	/** 1000 octets. */
	KILOBYTE(1000, 0, 0),
	/** A body that is not copied. */
	EIGHT_KILOBYTES(8000, 0, 0),
	/** 13 octets below the 10 fields more that Spring Security and others add. */
	TWELVE_FIELDS(13, 10, 0),
	/** Three chunks of 100 octets. */
	CHUNKED(100, 0, 3);

	private final ByteBuf body;

	private final int fields;

	private final int chunks;

	Answer(int length, int fields, int chunks) {
		this.body = Unpooled.directBuffer(length).writeZero(length);
		this.fields = fields;
		this.chunks = chunks;
	}

	/**
	 * Return the fields.
	 * @param date whether that is one of them
	 * @return the fields, as Spring and Reactor Netty set them
	 */
	HttpHeaders headers(boolean date) {
		HttpHeaders headers = new DefaultHttpHeaders();
		headers.set("Content-Type", "text/plain;charset=UTF-8");
		if (this.chunks > 0) {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
		}
		else {
			headers.setInt(HttpHeaderNames.CONTENT_LENGTH, this.body.readableBytes());
		}
		for (int i = 0; i < this.fields; i++) {
			headers.set("X-Content-Options-" + i, "no-cache, no-store, max-age=" + i);
		}
		if (date) {
			headers.set(HttpHeaderNames.DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
		}
		return headers;
	}

	/**
	 * Return the messages.
	 * @param headers the fields
	 * @return the messages of one response
	 */
	List<Object> messages(HttpHeaders headers) {
		if (this.chunks == 0) {
			return List.of(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
					this.body.retainedDuplicate(), headers, EmptyHttpHeaders.INSTANCE));
		}
		return List.of(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, headers),
				this.body.retainedDuplicate(), this.body.retainedDuplicate(), this.body.retainedDuplicate(),
				LastHttpContent.EMPTY_LAST_CONTENT);
	}

}
