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

import java.nio.charset.StandardCharsets;

import io.kestrel.https.PlainHttp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * What came instead of TLS: judges whether it is HTTP/1, and knows the answer. One for a
 * connection.
 */
final class PlainRequest {

	/* As long as a head may be if its target is to be repeated. */
	static final int MAX_HEAD = 8 * 1024;

	private static final int MAX_METHOD = 32;

	private static final String EXPLANATION = "This port speaks HTTPS, but the request came as plain HTTP."
			+ " Use https:// in its URL.\n";

	private final PlainHttp plainHttp;

	/* How much has been searched for the end of the head. */
	private int searched;

	PlainRequest(PlainHttp plainHttp) {
		this.plainHttp = plainHttp;
	}

	/**
	 * Judge what has come so far.
	 * @param in all of it, readable
	 * @return what it is
	 */
	Verdict judge(ByteBuf in) {
		int start = in.readerIndex();
		int end = in.writerIndex();
		for (int index = start; index < end && in.getByte(index) != ' '; index++) {
			if (!isMethod(in.getByte(index)) || index - start >= MAX_METHOD) {
				return Verdict.NOT_HTTP;
			}
		}
		if (in.getByte(start) == ' ') {
			return Verdict.NOT_HTTP;
		}
		boolean whole = isWhole(in);
		if (!whole && end - start < MAX_HEAD) {
			return Verdict.INCOMPLETE;
		}
		return requestLine(in).contains(" HTTP/1.") ? Verdict.HTTP : Verdict.NOT_HTTP;
	}

	private static boolean isMethod(byte value) {
		return (value >= 'A' && value <= 'Z') || value == '-' || value == '_';
	}

	/* To explain, the request line is enough. */
	private boolean isWhole(ByteBuf in) {
		int start = in.readerIndex();
		int from = start + Math.max(this.searched - 2, 0);
		this.searched = in.readableBytes();
		for (int lf = in.indexOf(from, in.writerIndex(), (byte) '\n'); lf >= 0; lf = in.indexOf(lf + 1,
				in.writerIndex(), (byte) '\n')) {
			if (this.plainHttp == PlainHttp.REJECT || in.getByte(lf - 1) == '\n'
					|| (lf - start >= 2 && in.getByte(lf - 1) == '\r' && in.getByte(lf - 2) == '\n')) {
				return true;
			}
		}
		return false;
	}

	private static String requestLine(ByteBuf in) {
		int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
		return in.toString(in.readerIndex(), ((end >= 0) ? end : in.writerIndex()) - in.readerIndex(),
				StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return the answer to what was judged to be HTTP.
	 * @param in the request
	 * @param allocator makes the buffer
	 * @return the answer
	 */
	ByteBuf answer(ByteBuf in, ByteBufAllocator allocator) {
		String head = in.toString(in.readerIndex(), Math.min(in.readableBytes(), MAX_HEAD),
				StandardCharsets.ISO_8859_1);
		String location = (this.plainHttp == PlainHttp.REDIRECT) ? HttpsLocation.of(head) : null;
		return ByteBufUtil.writeAscii(allocator, response(location, head.startsWith("HEAD ")));
	}

	private static String response(@Nullable String location, boolean withoutBody) {
		return ((location != null) ? "HTTP/1.1 308 Permanent Redirect\r\nLocation: " + location + "\r\n"
				: "HTTP/1.1 400 Bad Request\r\n") + "Connection: close\r\nContent-Type: text/plain\r\nContent-Length: "
				+ EXPLANATION.length() + "\r\n\r\n" + (withoutBody ? "" : EXPLANATION);
	}

	enum Verdict {

		/** More must come. */
		INCOMPLETE,

		/** Something else. */
		NOT_HTTP,

		/** HTTP/1.0 or HTTP/1.1. */
		HTTP

	}

}
