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

import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestTarget}.
 */
class RequestTargetTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			GET     | /%20                  | a       | -
			GET     | /%0                   | a       | -
			GET     | /%                    | a       | -
			GET     | /%000                 | a       | ENCODED_NUL
			GET     | /%2500                | a       | -
			GET     | /?%00                 | a       | -
			GET     | /%00?                 | a       | ENCODED_NUL
			OPTIONS | *                     | a       | -
			GET     | *                     | a       | ASTERISK_WITHOUT_OPTIONS
			options | *                     | a       | ASTERISK_WITHOUT_OPTIONS
			OPTIONS | **                    | a       | INVALID_TARGET
			GET     | a                     | a       | AUTHORITY_WITHOUT_CONNECT
			OPTIONS | [::1]:80              | a       | AUTHORITY_WITHOUT_CONNECT
			GET     | a/b                   | a       | INVALID_TARGET
			GET     | ftp://a/              | a       | INVALID_TARGET
			GET     | https:/a              | a       | INVALID_TARGET
			GET     | httpx://a/            | a       | INVALID_TARGET
			GET     | HTTP://a/             | a       | INVALID_TARGET
			GET     | Https://a/            | a       | INVALID_TARGET
			CONNECT | a:1                   | a:1     | -
			CONNECT | a:1                   | -       | -
			CONNECT | [::1]:1               | [::1]:1 | -
			CONNECT | a:1                   | a       | DIFFERENT_HOST
			CONNECT | a:1                   | ''      | DIFFERENT_HOST
			CONNECT | A:1                   | a:1     | DIFFERENT_HOST
			CONNECT | a                     | a       | CONNECT_WITHOUT_AUTHORITY
			CONNECT | /                     | a       | CONNECT_WITHOUT_AUTHORITY
			CONNECT | http://a/             | a       | CONNECT_WITHOUT_AUTHORITY
			CONNECT | a_b:1                 | a_b:1   | CONNECT_WITHOUT_AUTHORITY
			CONNECT | u@a:1                 | a:1     | CONNECT_WITHOUT_AUTHORITY
			connect | a:1                   | a:1     | AUTHORITY_WITHOUT_CONNECT
			GET     | http://a              | a       | -
			GET     | http://a/             | -       | -
			GET     | http://a:80/          | a       | -
			GET     | http://a/             | a:80    | -
			GET     | http://a:80/          | a:80    | -
			GET     | https://a/            | a:443   | -
			GET     | https://a/            | a:80    | DIFFERENT_HOST
			GET     | https://a:80/         | a       | DIFFERENT_HOST
			GET     | http://a:443/         | a       | DIFFERENT_HOST
			GET     | http://a:8080/        | a:8080  | -
			GET     | http://a:8080/        | a       | DIFFERENT_HOST
			GET     | http://a/             | ''      | DIFFERENT_HOST
			GET     | http://a/             | b       | DIFFERENT_HOST
			GET     | http://A/             | a       | -
			GET     | http://A/             | A       | DIFFERENT_HOST
			GET     | http://a?b/c@d        | a       | -
			GET     | http://a/c@d:e        | a       | -
			GET     | http://u@a/           | a       | USER_INFORMATION
			GET     | http://u:p@a/         | a       | USER_INFORMATION
			GET     | http://@a/            | a       | USER_INFORMATION
			GET     | http://a/%00          | a       | ENCODED_NUL
			GET     | http://a?%00          | a       | -
			GET     | http://               | ''      | INVALID_TARGET
			GET     | http:///a             | ''      | INVALID_TARGET
			GET     | http://?a             | ''      | INVALID_TARGET
			GET     | http://:80/           | :80     | INVALID_TARGET
			GET     | http://a\\b/        | a       | INVALID_TARGET
			GET     | http://a:080/         | a       | INVALID_TARGET
			GET     | http://0x7f.1/        | 0x7f.1  | INVALID_TARGET
			""")
	void targetHasOneOfFourForms(String method, String target, @Nullable String host, @Nullable Refusal refusal) {
		assertThat(RequestTarget.check(HttpMethod.valueOf(method), target, host)).isEqualTo(refusal);
	}

}
