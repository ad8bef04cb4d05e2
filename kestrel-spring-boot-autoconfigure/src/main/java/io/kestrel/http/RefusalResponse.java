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

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import io.kestrel.refusal.Refusal;
import io.kestrel.time.HttpDate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets whose request is refused before the application sees it: a status,
 * and not a word more.
 */
public final class RefusalResponse {

	/* GOAWAY with HTTP_1_1_REQUIRED (RFC 9113 sections 6.8 and 7). */
	private static final byte[] GO_AWAY = { 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xd };

	private RefusalResponse() {
	}

	/**
	 * Make the response.
	 * @param refusal why
	 * @param server the value of the field Server, {@code null} for none
	 * @param allocator where the buffer comes from
	 * @return all that is sent before the connection ends
	 * @throws IllegalArgumentException if it ends without a word
	 */
	public static ByteBuf of(Refusal refusal, @Nullable CharSequence server, ByteBufAllocator allocator) {
		if (refusal == Refusal.HTTP2_NOT_SPOKEN) {
			return allocator.buffer(GO_AWAY.length).writeBytes(GO_AWAY);
		}
		StringBuilder text = new StringBuilder("HTTP/1.1 ").append(HttpResponseStatus.valueOf(refusal.status()))
			.append("\r\nContent-Length: 0\r\nConnection: close\r\nDate: ")
			.append(HttpDate.now());
		if (server != null) {
			text.append("\r\nServer: ").append(server);
		}
		if (refusal.allowedMethod() != null) {
			text.append("\r\nAllow: ").append(refusal.allowedMethod());
		}
		return ByteBufUtil.encodeString(allocator, CharBuffer.wrap(text.append("\r\n\r\n")), StandardCharsets.US_ASCII);
	}

}
