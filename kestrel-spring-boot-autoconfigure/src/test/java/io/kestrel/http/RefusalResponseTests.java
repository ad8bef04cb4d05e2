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

import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefusalResponse}.
 */
class RefusalResponseTests {

	private static final String DATE = "Date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n";

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			INVALID_METHOD            | -       | 400 Bad Request                     | ''
			UNSUPPORTED_VERSION       | kestrel | 505 HTTP Version Not Supported      | Server: kestrel;
			REQUEST_LINE_TOO_LONG     | -       | 414 Request-URI Too Long            | ''
			TOO_MANY_HEADERS          | -       | 431 Request Header Fields Too Large | ''
			ASTERISK_WITHOUT_OPTIONS  | -       | 405 Method Not Allowed              | Allow: OPTIONS;
			AUTHORITY_WITHOUT_CONNECT | k       | 405 Method Not Allowed              | Server: k;Allow: CONNECT;
			""")
	void responseHasAStatusAndNoWordMore(Refusal refusal, @Nullable String server, String status, String fields) {
		assertThat(text(refusal, server)).matches("HTTP/1\\.1 " + status
				+ "\r\nContent-Length: 0\r\nConnection: close\r\n" + DATE + fields.replace(";", "\r\n") + "\r\n");
	}

	@ParameterizedTest
	@EnumSource
	void everyRefusalHasAResponse(Refusal refusal) {
		String text = text(refusal, null);
		if (refusal == Refusal.HTTP2_NOT_SPOKEN) {
			assertThat(ByteBufUtil.hexDump(text.getBytes(StandardCharsets.ISO_8859_1)))
				.isEqualTo("000008" + "07" + "00" + "00000000" + "00000000" + "0000000d");
			return;
		}
		if (refusal.status() == 0) {
			// The connection ends without a word of HTTP/1.1.
			assertThat(refusal.property() != null || refusal.section().startsWith("RFC 9113")).isTrue();
			return;
		}
		assertThat(refusal.status()).isIn(400, 405, 408, 413, 414, 421, 431, 503, 505);
		assertThat(text).startsWith("HTTP/1.1 " + refusal.status() + " ").endsWith("\r\n\r\n");
		assertThat(refusal.allowedMethod() != null).isEqualTo(refusal.status() == 405);
	}

	private static String text(Refusal refusal, @Nullable String server) {
		ByteBuf response = RefusalResponse.of(refusal, server, UnpooledByteBufAllocator.DEFAULT);
		try {
			return response.toString(StandardCharsets.ISO_8859_1);
		}
		finally {
			response.release();
		}
	}

}
