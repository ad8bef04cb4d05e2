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

package io.kestrel.address;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UrlList}. The number of a row is that of {@link UrlPrefixTests}.
 */
class UrlListTests {

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					one                     | http://a:1                                      | http://a:1
					row 81, semicolon       | http://a:1;http://b:2                           | http://a:1 & http://b:2
					row 82, empty at end    | http://a:1;                                     | http://a:1
					row 82, empty at start  | ;;http://a:1                                    | http://a:1
					row 83, blank           | http://a:1; http://b:2                          | http://a:1 & http://b:2
					blanks around           | "  http://a:1 ;\thttp://b:2  "                  | http://a:1 & http://b:2
					blank piece             | http://a:1; ;http://b:2                         | http://a:1 & http://b:2
					comma before scheme     | http://a:1,https://b:2                          | http://a:1 & https://b:2
					comma and blank         | "http://a:1, http://b:2 , HTTP://c:3"           | http://a:1 & http://b:2 & HTTP://c:3
					comma before odd scheme | http://a:1,svn+ssh-2.x://b                      | http://a:1 & svn+ssh-2.x://b
					comma before no scheme  | http://a:1,b:2                                  | http://a:1,b:2
					comma at end            | http://a:1,                                     | http://a:1,
					comma in socket path    | http://unix:/run/a,b.sock                       | http://unix:/run/a,b.sock
					comma in socket path, 2 | http://unix:/run/a,b.sock,http://b:2            | http://unix:/run/a,b.sock & http://b:2
					comma, semicolon        | http://unix:/run/a,b.sock;http://b:2            | http://unix:/run/a,b.sock & http://b:2
					comma before ://        | http://a:1,://b                                 | http://a:1,://b
					""")
	void splitUrls(String situation, String text, String pieces) {
		assertThat(UrlList.splitUrls(text)).isEqualTo(Arrays.asList(pieces.split(" & ")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			80              | 80
			80;8080         | 80 & 8080
			80,8080         | 80 & 8080
			" 80 ; 8080,1 " | 80 & 8080 & 1
			;80;;,8080,     | 80 & 8080
			a;b             | a & b
			""")
	void splitPorts(String text, String pieces) {
		assertThat(UrlList.splitPorts(text)).isEqualTo(Arrays.asList(pieces.split(" & ")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "\"\"", "\"  \"", ";", " ; ;; " })
	void splitWhenNothingIsThere(String text) {
		assertThat(UrlList.splitUrls(text)).isEqualTo(List.of());
		assertThat(UrlList.splitPorts(text)).isEqualTo(List.of());
	}

	@Test
	void splitPiecesAreParsable() {
		assertThat(UrlList.splitUrls("http://a:1 ;https://b:2")).map(UrlPrefix::parse)
			.map(UrlPrefix::toString)
			.containsExactly("http://a:1", "https://b:2");
	}

}
