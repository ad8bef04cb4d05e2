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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;

/**
 * Random responses, as the messages that Reactor Netty and others write. They have a
 * Date, and nothing that we encode otherwise than Netty. Those of the same seed are the
 * same.
 */
final class ValidResponses {

	private static final List<HttpResponseStatus> STATUSES = List.of(HttpResponseStatus.OK, HttpResponseStatus.OK,
			HttpResponseStatus.OK, HttpResponseStatus.CREATED, HttpResponseStatus.NOT_FOUND,
			HttpResponseStatus.NO_CONTENT, HttpResponseStatus.RESET_CONTENT, HttpResponseStatus.NOT_MODIFIED,
			HttpResponseStatus.CONTINUE, HttpResponseStatus.EARLY_HINTS, HttpResponseStatus.SWITCHING_PROTOCOLS,
			HttpResponseStatus.INTERNAL_SERVER_ERROR, new HttpResponseStatus(200, "Fine"),
			new HttpResponseStatus(201, ""), HttpResponseStatus.valueOf(299), HttpResponseStatus.valueOf(599),
			HttpResponseStatus.valueOf(600), HttpResponseStatus.valueOf(999), HttpResponseStatus.valueOf(7));

	private static final List<HttpVersion> VERSIONS = List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_1,
			HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_0, new HttpVersion("HTTP", 1, 1, true));

	private static final List<CharSequence> NAMES = List.of("Content-Type", "Set-Cookie", HttpHeaderNames.ETAG,
			HttpHeaderNames.CONTENT_TYPE, AsciiString.of("x-sub").subSequence(2, 5), "Sec-WebSocket-Version", "Server");

	private static final List<Object> VALUES = List.of("", "a", "text/plain;charset=UTF-8", "\u00ff\u00e9",
			"\u010a\u4e2d\ud83d\ude00", AsciiString.of("no-cache"), AsciiString.of("[abc]").subSequence(1, 4),
			new StringBuilder("built"), "v".repeat(900), "w".repeat(3000), 17);

	private static final List<Integer> LENGTHS = List.of(0, 0, 1, 13, 128, 1000, 4095, 4096, 4097, 20_000);

	private final Random random;

	ValidResponses(long seed) {
		this.random = new Random(seed);
	}

	String method() {
		return pick(List.of("GET", "GET", "GET", "HEAD", "POST"));
	}

	/**
	 * Return the messages of a response.
	 */
	List<Object> next() {
		HttpResponseStatus status = pick(STATUSES);
		HttpVersion version = pick(VERSIONS);
		List<Object> messages = new ArrayList<>();
		if (chance(2)) {
			HttpResponse response = new DefaultFullHttpResponse(version, status, body());
			fields(response);
			messages.add(response);
			return messages;
		}
		HttpResponse response = chance(5) ? new OtherResponse(version, status)
				: new DefaultHttpResponse(version, status);
		fields(response);
		messages.add(response);
		for (int i = this.random.nextInt(4); i > 0; i--) {
			messages.add(piece());
		}
		messages.add(last());
		return messages;
	}

	private void fields(HttpResponse response) {
		HttpHeaders headers = response.headers();
		headers.set(HttpHeaderNames.DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
		for (int i = this.random.nextInt(chance(10) ? 60 : 5); i > 0; i--) {
			headers.add(pick(NAMES), pick(VALUES));
		}
		if (chance(2)) {
			headers.setInt(HttpHeaderNames.CONTENT_LENGTH, this.random.nextInt(100));
		}
		if (chance(2) && response.status().code() != 304) {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, chance(2) ? "chunked" : "gzip, Chunked");
		}
	}

	private Object piece() {
		return switch (this.random.nextInt(5)) {
			case 0 -> new DefaultHttpContent(body());
			case 1 -> new OtherContent(body());
			case 2 -> new MemoryFile(this.random.nextInt(3) * 50);
			default -> body();
		};
	}

	private Object last() {
		if (chance(2)) {
			return LastHttpContent.EMPTY_LAST_CONTENT;
		}
		DefaultLastHttpContent last = new DefaultLastHttpContent(body());
		for (int i = this.random.nextInt(3); i > 0; i--) {
			last.trailingHeaders().add("x-digest", pick(VALUES));
		}
		return last;
	}

	private ByteBuf body() {
		int length = pick(LENGTHS);
		// What was read of a buffer, and what stands behind it, is no part of the body.
		ByteBuf body = Unpooled.copiedBuffer("." + "b".repeat(length) + "..", StandardCharsets.US_ASCII);
		return body.readerIndex(1).writerIndex(1 + length);
	}

	private boolean chance(int oneOf) {
		return this.random.nextInt(oneOf) == 0;
	}

	private <T> T pick(List<? extends T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private static final class OtherResponse extends DefaultHttpResponse {

		OtherResponse(HttpVersion version, HttpResponseStatus status) {
			super(version, status);
		}

	}

	private static final class OtherContent extends DefaultHttpContent {

		OtherContent(ByteBuf content) {
			super(content);
		}

	}

}
