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

package io.kestrel.proxy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AllowedHosts}. What ASP.NET Core says to the same hosts was recorded
 * with {@code --AllowedHosts} of the real one; it takes patterns that can't match in
 * silence.
 */
class AllowedHostsTests {

	private static final AllowedHosts HOSTS = AllowedHosts
		.of(List.of("a.example", "*.b.example", "[::1]", "127.0.0.1", "B\u00fccher.example"));

	@ParameterizedTest
	@CsvSource({ "a.example, true", "A.EXAMPLE, true", "a.example:80, true", "a.example:99999, true",
			"a.example., false", "x.b.example, true", "x.y.b.example, true", "X.B.Example:1, true", "b.example, false",
			".b.example, false", "xb.example, false", "a.example.evil, false", "evil.a.example, false", "[::1], true",
			"[::1]:80, true", "[0:0::1], false", "127.0.0.1, true", "127.0.0.1:81, true", "xn--bcher-kva.example, true",
			"XN--BCHER-KVA.example, true", "other, false", "*, false", "*.b.example, true", "'', true",
			"a.example:, false" })
	void hostsAsTheOriginalTakesThem(String host, boolean allowed) {
		assertThat(HOSTS.allows(host)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.example:80x", "a.example:80:80", "a.example:-1", "[::1]x", "[::1]:", "[::1]:x", "::1",
			"user@a.example", "a.example/", " a.example", "a.example ", "a%2eexample", "x@.b.example:80x",
			"\u212aelvin.b.example\u212a", "b\u00fccher.example", "]", ":", ":80" })
	void whatIsNoHostIsNotAllowed(String host) {
		assertThat(HOSTS.allows(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "[::]", "0.0.0.0" })
	void everythingIsAllowedByAPatternForAll(String pattern) {
		AllowedHosts hosts = AllowedHosts.of(List.of("a.example", pattern));
		assertThat(hosts.isAny()).isTrue();
		assertThat(hosts.allows("other")).isTrue();
		assertThat(hosts).isEqualTo(AllowedHosts.ANY);
	}

	@Test
	void nothingSetAllowsEverything() {
		assertThat(AllowedHosts.of(List.of())).isEqualTo(AllowedHosts.ANY);
		assertThat(AllowedHosts.ANY.allows("whatever:x")).isTrue();
	}

	@Test
	void orderAndCaseMakeNoDifference() {
		AllowedHosts one = AllowedHosts.of(List.of("a.example", "*.B.example"));
		assertThat(one).isEqualTo(AllowedHosts.of(List.of("*.b.example", " A.example ")))
			.hasSameHashCodeAs(AllowedHosts.of(List.of("*.b.example", "A.example")))
			.isNotEqualTo(AllowedHosts.of(List.of("a.example", "b.example")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "a.example:80 | a host stands here without its port", "[::1]:80 | without its port",
					"::1 | an IPv6 address in brackets", "[::1 | in brackets", "[zz::1] | in brackets",
					"http://a.example | a host has no scheme and no path", "a.example/x | no path",
					"a.* | * may only stand alone", "*a.example | * may only", "*.*.example | * may only",
					"*. | it is no host name", "a..example | it is no host name", "a b | it is no host name",
					".a | it is no host name", "user@a.example | it is no host name", "\"\" | it is no host name" })
	void patternsThatCanNotMatch(String pattern, String reason) {
		List<String> patterns = List.of("a.example", pattern);
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedHosts.of(patterns)).withMessageContaining(reason);
	}

}
