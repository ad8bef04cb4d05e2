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

import java.util.List;

import io.kestrel.refusal.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The rules of field lines (RFC 9112 section 5, RFC 9110 section 5) and of Host (RFC 9112
 * section 3.2).
 */
class FieldRulesTests {

	private static final String GET = "GET / HTTP/1.1\r\n";

	static final List<Row> NAME = List.of(accepted("X-A: 1", "X-A=1"), accepted("x-a:1", "x-a=1"),
			accepted("!#$%&'*+-.^_`|~09azAZ: 1", "!#$%&'*+-.^_`|~09azAZ=1"), accepted("A: 1\r\na: 2", "A=1, a=2"),
			refused(Refusal.INVALID_FIELD_NAME, "X-A : 1"), refused(Refusal.INVALID_FIELD_NAME, "X-A\t: 1"),
			refused(Refusal.INVALID_FIELD_NAME, "X A: 1"), refused(Refusal.INVALID_FIELD_NAME, "X\0A: 1"),
			refused(Refusal.INVALID_FIELD_NAME, "X\u0080: 1"), refused(Refusal.INVALID_FIELD_NAME, "X\u007f: 1"),
			refused(Refusal.INVALID_FIELD_NAME, "X(: 1"), refused(Refusal.INVALID_FIELD_NAME, "X@: 1"),
			refused(Refusal.INVALID_FIELD_NAME, "X[]: 1"), refused(Refusal.INVALID_FIELD_NAME, "X/: 1"),
			refused(Refusal.INVALID_FIELD_NAME, "\"X\": 1"), refused(Refusal.INVALID_FIELD_NAME, "X=: 1"),
			refused(Refusal.INVALID_FIELD_NAME, ": 1"), refused(Refusal.INVALID_FIELD_NAME, ":a"),
			refused(Refusal.INVALID_FIELD_NAME, "X-A value"), refused(Refusal.INVALID_FIELD_NAME, "X-A"),
			refused(Refusal.INVALID_FIELD_NAME, "X-A\n: 1"), refused(Refusal.INVALID_FIELD_NAME, "X\rA: 1"));

	static final List<Row> VALUE = List.of(accepted("X:", "X="), accepted("X: ", "X="), accepted("X: \t \t", "X="),
			accepted("X:1", "X=1"), accepted("X:  \t 1 2\t3 \t ", "X=1 2\t3"), accepted("X: :", "X=:"),
			accepted("X: " + " ".repeat(50) + "1" + " ".repeat(50), "X=1"),
			accepted("X: ~!\"#$%&'()[]{}\\", "X=~!\"#$%&'()[]{}\\"), accepted("X: \u00c3\u00a9", "X=\u00c3\u00a9"),
			accepted("X: \u00f0\u009f\u0098\u0080", "X=\u00f0\u009f\u0098\u0080"),
			refused(Refusal.INVALID_FIELD_VALUE, "X: a\0b"), refused(Refusal.INVALID_FIELD_VALUE, "X: \0"),
			refused(Refusal.INVALID_FIELD_VALUE, "X:\0"), refused(Refusal.INVALID_FIELD_VALUE, "X: a\u0001b"),
			refused(Refusal.INVALID_FIELD_VALUE, "X: a\u001b[2J"), refused(Refusal.INVALID_FIELD_VALUE, "X: a\u000bb"),
			refused(Refusal.INVALID_FIELD_VALUE, "X: a\fb"), refused(Refusal.INVALID_FIELD_VALUE, "X: a\u007f"),
			refused(Refusal.INVALID_FIELD_VALUE, "X: valu\u0080"), refused(Refusal.INVALID_FIELD_VALUE, "X: \u00c3"),
			refused(Refusal.INVALID_FIELD_VALUE, "X: \u00c0\u00af"),
			refused(Refusal.INVALID_FIELD_VALUE, "X: \u00ed\u00a0\u0080"));

	static final List<Row> LINE = List.of(refused(Refusal.INVALID_LINE_END, "X: val\rue"),
			refused(Refusal.INVALID_LINE_END, "X: a\nY: b"), refused(Refusal.INVALID_LINE_END, "X:\nY: b"),
			refused(Refusal.INVALID_LINE_END, "X: 1\r"), refused(Refusal.INVALID_LINE_END, "X: \r\0"),
			refused(Refusal.INVALID_LINE_END, "X: 1\r\n\nY: b"), refused(Refusal.INVALID_LINE_END, "X: 1\r\n\rY: b"),
			refused(Refusal.INVALID_LINE_END, "X: 1\r\n\r\r"), refused(Refusal.INVALID_LINE_END, "X: 1\r\n\r "),
			refused(Refusal.FOLDED_LINE, "X: 1\r\n 2"), refused(Refusal.FOLDED_LINE, "X: 1\r\n\t2"),
			refused(Refusal.FOLDED_LINE, " X: 1"), refused(Refusal.FOLDED_LINE, "X: 1\r\n "),
			Row.refused(Refusal.FOLDED_LINE, GET + " Host: a\r\n\r\n"),
			Row.refused(Refusal.FOLDED_LINE, GET + "\tHost: a\r\n\r\n"),
			Row.refused(Refusal.INVALID_LINE_END, GET + "\nHost: a\r\n\r\n"));

	static final List<Row> HOST = List.of(host("a"), host(""), host("a:1"), host("[::1]:80"), host("A.example"),
			host("-foo:1234"), host("900.900.900.900:9523547852"), host("_"), host("!"), host("."), host("~"),
			Row.refused(Refusal.MISSING_HOST, GET + "\r\n"),
			Row.refused(Refusal.MISSING_HOST, GET + "Hosts: a\r\n\r\n"),
			Row.refused(Refusal.MULTIPLE_HOSTS, GET + "Host: a\r\nHost: a\r\n\r\n"),
			Row.refused(Refusal.MULTIPLE_HOSTS, GET + "Host: a\r\nX: 1\r\nhOST: b\r\n\r\n"),
			Row.refused(Refusal.MULTIPLE_HOSTS, GET + "Host:\r\nHost:\r\n\r\n"),
			Row.refused(Refusal.MULTIPLE_HOSTS, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"),
			Row.refused(Refusal.INVALID_HOST, "GET / HTTP/1.0\r\nHost: a b\r\n\r\n"), invalidHost("a=b"),
			invalidHost("a:b:c"), invalidHost("::1"), invalidHost("abcd:1abcd"), invalidHost("1.2.3.4:"),
			invalidHost(":1234"), invalidHost("[::]"), invalidHost("[afd:adf]123"), invalidHost("u@h"),
			invalidHost("h/"), invalidHost("a,b"), invalidHost("a b"), invalidHost("[::1"), invalidHost("\u00c3\u00a9"),
			invalidHost("http://a"), invalidHost("a?"), invalidHost("a#"), invalidHost("a\\b"), invalidHost("*"),
			Row.refused(Refusal.INVALID_FIELD_VALUE, GET + "Host: a\0b\r\n\r\n"));

	@ParameterizedTest
	@FieldSource({ "NAME", "VALUE", "LINE", "HOST" })
	void ruleHoldsInAnyPieces(Row row) {
		row.check();
	}

	private static Row accepted(String line, String field) {
		return Row.accepted(GET + "Host: a\r\n" + line + "\r\n\r\n", "GET / HTTP/1.1 {Host=a, " + field + "}", "end");
	}

	private static Row refused(Refusal reason, String line) {
		return Row.refused(reason, GET + "Host: a\r\n" + line + "\r\n\r\n");
	}

	private static Row host(String value) {
		return Row.accepted(GET + "Host: " + value + "\r\n\r\n", "GET / HTTP/1.1 {Host=" + value + "}", "end");
	}

	private static Row invalidHost(String value) {
		return Row.refused(Refusal.INVALID_HOST, GET + "Host: " + value + "\r\n\r\n");
	}

}
