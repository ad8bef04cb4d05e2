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

package io.kestrel.tls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerNames}.
 */
class ServerNamesTests {

	private final ServerNames<String> names = names("example.org", "*.example.org", "*.b.example.org", "bücher.example",
			"Upper.Example", "dot.example.", "*.bücher.example", "localhost");

	@ParameterizedTest
	@CsvSource(textBlock = """
			example.org, example.org
			a.example.org, *.example.org
			a.b.c.example.org, *.example.org
			b.example.org, *.example.org
			a.b.example.org, *.b.example.org
			x.a.b.example.org, *.b.example.org
			xn--bcher-kva.example, bücher.example
			a.xn--bcher-kva.example, *.bücher.example
			upper.example, Upper.Example
			dot.example, dot.example.
			localhost, localhost
			example.com,
			anexample.org,
			.example.org,
			org,
			.,
			'',
			,
			""")
	void exactThenLongestWildcard(String asked, String expected) {
		assertThat(this.names.find(asked)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			example.org, example.org
			a.example.org, *
			'', *
			, *
			""")
	void starIsForAllOthers(String asked, String expected) {
		assertThat(names("example.org", "*").find(asked)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''             | must not be empty
			' '            | must not be empty
			a.*.b          | only stand alone or as the first label
			*a.example     | only stand alone or as the first label
			*.*.example    | only stand alone or as the first label
			**             | only stand alone or as the first label
			*.             | no host name
			.              | no host name
			a..b           | no host name
			.a             | no host name
			-a.example     | no host name
			a-.example     | no host name
			a b.example    | no host name
			a/b            | no host name
			192.0.2.1      | never an IP address
			192.0.2.1.     | never an IP address
			2001:db8::1    | never an IP address
			[::1]          | never an IP address
			a.example:443  | without port
			""")
	void refusesWhatNoClientCanAskFor(String pattern, String reason) {
		ServerNames.Builder<String> builder = ServerNames.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add(pattern, pattern))
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			example.org, EXAMPLE.org.
			*.example.org, *.Example.Org
			bücher.example, xn--bcher-kva.example
			BÜCHER.example, bücher.example
			*, *
			""")
	void refusesTheSameNameTwice(String first, String second) {
		ServerNames.Builder<String> builder = ServerNames.<String>builder().add(first, first);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add(second, second))
			.withMessageContaining("stands there already");
	}

	@Test
	void labelsAndNamesHaveTheirLengths() {
		String label = "a".repeat(63);
		String longest = (label + ".").repeat(3) + "a".repeat(61);
		assertThat(names(label, longest).find(longest)).isEqualTo(longest);
		for (String tooLong : new String[] { label + "a", longest + "a" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> names(tooLong));
		}
	}

	private static ServerNames<String> names(String... patterns) {
		ServerNames.Builder<String> names = ServerNames.builder();
		for (String pattern : patterns) {
			names.add(pattern, pattern);
		}
		return names.build();
	}

}
