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

package io.kestrel.http2;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseFields}.
 */
class ResponseFieldsTests {

	@ParameterizedTest
	@CsvSource({ "Content-Type, content-type", "content-type, content-type", "X-UPPER, x-upper", "x, x" })
	void namesAreInLowerCase(String name, String expected) {
		for (CharSequence spelling : new CharSequence[] { name, new AsciiString(name), new StringBuilder(name) }) {
			Http2Headers head = ResponseFields.of(HttpResponseStatus.OK, fields(spelling, "a"));
			assertThat(head).isNotNull();
			assertThat(head.status()).hasToString("200");
			assertThat(head.get(expected)).isEqualTo("a");
			assertThat(head.size()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Keep-Alive", "proxy-connection", "TRANSFER-ENCODING", "Upgrade" })
	void fieldsOfConnectionsAreDropped(String name) {
		Http2Headers head = ResponseFields.of(HttpResponseStatus.NOT_FOUND, fields(name, "a"));
		assertThat(head).isNotNull();
		assertThat(head.size()).isOne();
	}

	@Test
	void fieldsThatConnectionNamesAreLeftToNetty() {
		assertThat(ResponseFields.of(HttpResponseStatus.OK, fields("Connection", "x-own"))).isNull();
	}

	@Test
	void valuesOfOneNameKeepTheirOrder() {
		HttpHeaders fields = fields("Set-Cookie", "a=1").add("set-cookie", "b=2");
		Http2Headers head = ResponseFields.of(HttpResponseStatus.OK, fields);
		assertThat(head).isNotNull();
		assertThat(head.getAll("set-cookie")).hasToString("[a=1, b=2]");
	}

	private static HttpHeaders fields(CharSequence name, String value) {
		return new DefaultHttpHeaders().add(name, value);
	}

}
