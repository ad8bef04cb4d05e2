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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HostRule} and {@link UriHost}. What the original takes was asked of
 * it.
 */
class HostRuleTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			a                            | true  | false
			a:1                          | true  | true
			foo:234                      | true  | true
			-foo:1234                    | true  | true
			900.900.900.900:9523547852   | true  | true
			xn--bcher-kva.example        | true  | false
			!$&'()-._~                   | true  | false
			[::1]                        | true  | false
			[::1]:80                     | true  | true
			[2001:db8::FFFF]             | true  | false
			[::ffff:1.2.3.4]             | true  | false
			""                           | false | false
			:                            | false | false
			:80                          | false | false
			a:                           | false | false
			a:b                          | false | false
			a:b:c                        | false | false
			a:1:2                        | false | false
			a:1a                         | false | false
			::1                          | false | false
			[::]                         | false | false
			[::1                         | false | false
			[]                           | false | false
			[                            | false | false
			[afd:adf]123                 | false | false
			[afd:adf]:                   | false | false
			[afd:adf]:x                  | false | false
			[::g]                        | false | false
			[::1%25a]                    | false | false
			[[::1]]                      | false | false
			a[::1]                       | false | false
			u@a                          | false | false
			a/                           | false | false
			a,b                          | false | false
			a b                          | false | false
			a=b                          | false | false
			a%41                         | false | false
			a*                           | false | false
			é                            | false | false
			""")
	void hostIsANameOrAnAddressWithOrWithoutAPort(String text, boolean host, boolean withPort) {
		assertThat(HostRule.isHost(text)).isEqualTo(host);
		assertThat(HostRule.isHostWithPort(text)).isEqualTo(withPort);
	}

	@ParameterizedTest
	@CsvSource({ "a-b, true", "a.b:80, true", "[::1]:80, true", "a@b, true", "a_b, false", "a&b, false", "a/b, false",
			"a~b, false", "a%, false", "a?, false" })
	void authorityHasTheCharactersThatTheOriginalTakesForOne(String text, boolean authority) {
		assertThat(HostRule.isAuthority(text)).isEqualTo(authority);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a.", "-a", "a-", "_a", "a_b", "a.example:8080", "a:0", "a:65535", "1a",
			"3com.example", "1.2.3.4", "255.255.255.255:80", "0.0.0.0", "[::1]", "[::1]:80", "[2001:db8::1]", "[1::]",
			"xn--a" })
	void hostOfATargetHasOneSpelling(String authority) {
		assertThat(UriHost.isCanonical(authority)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a..b", ".a", ":80", "a:", "a:080", "a:00", "a:65536", "a:99999", "a:100000",
			"a:99999999999", "a:+1", "a:1:2", "1.2.3", "123", "0x1", "0x7f.0.0.1", "1.0x2", "01.1.1.1", "256.1.1.1",
			"1.2.3.4.", "a.1", "a.1.", "!", "a$b", "a&b", "a~b", "(a)", "a'b", "a%41", "A", "[::]", "[0::1]",
			"[0:0:0:0:0:0:0:1]", "[::0001]", "[::1.2.3.4]", "[::102:304]", "[::ffff:1.2.3.4]", "[::1", "[::1]a", "[g]",
			"::1", "a]", "[....]", "u@a", "\u00e9", "\u00b2" })
	void hostOfATargetHasNoOtherSpelling(String authority) {
		assertThat(UriHost.isCanonical(authority)).isFalse();
	}

}
