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

import io.kestrel.handshake.PlainRequest.Verdict;
import io.kestrel.https.PlainHttp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainRequest} and {@link HttpsLocation}.
 */
class PlainRequestTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET                                  | INCOMPLETE | INCOMPLETE
			GET / HTTP/1.1                       | INCOMPLETE | INCOMPLETE
			GET / HTTP/1.1\\n                    | HTTP       | INCOMPLETE
			GET / HTTP/1.1\\nHost: a\\n          | HTTP       | INCOMPLETE
			GET / HTTP/1.1\\nHost: a\\n\\n       | HTTP       | HTTP
			GET / HTTP/1.0\\n\\n                 | HTTP       | HTTP
			M-SEARCH * HTTP/1.1\\n\\n            | HTTP       | HTTP
			PRI * HTTP/2.0\\n\\nSM\\n\\n         | NOT_HTTP   | NOT_HTTP
			EHLO a.example\\n\\n                 | NOT_HTTP   | NOT_HTTP
			get / HTTP/1.1\\n\\n                 | NOT_HTTP   | NOT_HTTP
			SSH-2.0-x\\n                         | NOT_HTTP   | NOT_HTTP
			""")
	void verdict(String text, Verdict explain, Verdict redirect) {
		String bytes = text.replace("\\n", "\r\n");
		assertThat(new PlainRequest(PlainHttp.REJECT).judge(buffer(bytes))).isEqualTo(explain);
		assertThat(new PlainRequest(PlainHttp.REDIRECT).judge(buffer(bytes))).isEqualTo(redirect);
	}

	@Test
	void verdictDoesNotDependOnPieces() {
		PlainRequest request = new PlainRequest(PlainHttp.REDIRECT);
		String text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
		for (int i = 1; i < text.length(); i++) {
			assertThat(request.judge(buffer(text.substring(0, i)))).isEqualTo(Verdict.INCOMPLETE);
		}
		assertThat(request.judge(buffer(text))).isEqualTo(Verdict.HTTP);
	}

	@Test
	void headAndMethodAreBounded() {
		String head = "GET /" + "a".repeat(PlainRequest.MAX_HEAD - 16) + " HTTP/1.1";
		PlainRequest request = new PlainRequest(PlainHttp.REDIRECT);
		assertThat(request.judge(buffer(head))).isEqualTo(Verdict.INCOMPLETE);
		assertThat(request.judge(buffer(head + "xx"))).isEqualTo(Verdict.HTTP);
		assertThat(answer(request, head + "xx")).startsWith("HTTP/1.1 400 ");
		assertThat(new PlainRequest(PlainHttp.REJECT).judge(buffer("A".repeat(32)))).isEqualTo(Verdict.INCOMPLETE);
		assertThat(new PlainRequest(PlainHttp.REJECT).judge(buffer("A".repeat(33)))).isEqualTo(Verdict.NOT_HTTP);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /a?b=c HTTP/1.1\\nHost: a.example\\n\\n            | https://a.example/a?b=c
			GET / HTTP/1.1\\nX: y\\nhost:a.example:8443\\t\\n\\n   | https://a.example:8443/
			GET / HTTP/1.1\\nHost: [::1]:80\\n\\n                  | https://[::1]:80/
			GET //b HTTP/1.1\\nHost: a\\n\\n                       | https://a//b
			GET / HTTP/1.0\\n\\n                                   |
			GET / HTTP/1.1\\nHost: \\n\\n                          |
			GET / HTTP/1.1\\nHost: a\\nHost: b\\n\\n               |
			GET / HTTP/1.1\\nHost: a\\n b\\n\\n                    |
			GET / HTTP/1.1\\nHost: a@b\\n\\n                       |
			GET / HTTP/1.1\\nHost: a/b\\n\\n                       |
			GET / HTTP/1.1\\nHost: a:123456\\n\\n                  |
			GET / HTTP/1.1\\nHost: a\\rSet-Cookie: x\\n\\n         |
			GET http://b/ HTTP/1.1\\nHost: a\\n\\n                 |
			OPTIONS * HTTP/1.1\\nHost: a\\n\\n                     |
			GET /\\rX HTTP/1.1\\nHost: a\\n\\n                     |
			GET /\\\\b HTTP/1.1\\nHost: a\\n\\n                    |
			GET / HTTP/1.1\\n\\nHost: a\\n\\n                      |
			GET / HTTP/1.1\\nHost: a\\n                            |
			""")
	void location(String text, String expected) {
		assertThat(HttpsLocation.of(text.replace("\\n", "\r\n").replace("\\r", "\r").replace("\\t", "\t")))
			.isEqualTo(expected);
	}

	@Test
	void answerToHeadHasNoBody() {
		assertThat(answer(new PlainRequest(PlainHttp.REJECT), "HEAD / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ")
			.endsWith("\r\n\r\n");
	}

	private static String answer(PlainRequest request, String text) {
		ByteBuf answer = request.answer(buffer(text), ByteBufAllocator.DEFAULT);
		try {
			return answer.toString(StandardCharsets.US_ASCII);
		}
		finally {
			answer.release();
		}
	}

	private static ByteBuf buffer(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
	}

}
