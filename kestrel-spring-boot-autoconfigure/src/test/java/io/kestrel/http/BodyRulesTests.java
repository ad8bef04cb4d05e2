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
 * The rules of bodies (RFC 9112 sections 6 and 7.1).
 */
class BodyRulesTests {

	private static final String LENGTH_HEAD = "POST / HTTP/1.1 {Host=a, Content-Length=%s}";

	private static final String CHUNKED_HEAD = "POST / HTTP/1.1 {Host=a, Transfer-Encoding=chunked}";

	static final List<Row> LENGTH = List.of(
			Row.accepted(post("Content-Length: 5") + "hello", LENGTH_HEAD.formatted("5"), "'hello'", "end"),
			Row.accepted(post("Content-Length: 0"), LENGTH_HEAD.formatted("0"), "end"),
			Row.accepted(post("Content-Length: 005") + "hello", LENGTH_HEAD.formatted("005"), "'hello'", "end"),
			Row.accepted(post("Content-Length: 2") + "\r\n", LENGTH_HEAD.formatted("2"), "'\r\n'", "end"),
			Row.accepted(post("X: 1"), "POST / HTTP/1.1 {Host=a, X=1}", "end"),
			Row.accepted("GET / HTTP/1.1\r\nHost: a\r\ncontent-length: 1\r\n\r\nx",
					"GET / HTTP/1.1 {Host=a, content-length=1}", "'x'", "end"),
			Row.accepted("POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx", "POST / HTTP/1.0 {Content-Length=1}", "'x'",
					"end"),
			Row.accepted("GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0 {}", "end"),
			Row.accepted("PATCH / HTTP/1.0\r\n\r\n", "PATCH / HTTP/1.0 {}", "end"),
			Row.refused(Refusal.MISSING_LENGTH_IN_1_0, "POST / HTTP/1.0\r\n\r\n"),
			Row.refused(Refusal.MISSING_LENGTH_IN_1_0, "PUT / HTTP/1.0\r\n\r\n"), length(""), length("NaN"),
			length("-1"), length("+1"), length("1,1"), length("5, 6"), length("5 5"), length("0x5"), length("5."),
			length("5;"), length("1e1"), length("5_0"), length("\u00c2\u00b2"), length("\u00ef\u00bc\u0091"),
			length("1" + "0".repeat(18)), length("9".repeat(100)),
			refused(Refusal.MULTIPLE_CONTENT_LENGTHS, "Content-Length: 5\r\nContent-Length: 5"),
			refused(Refusal.MULTIPLE_CONTENT_LENGTHS, "Content-Length: 5\r\ncontent-length: 6"),
			refused(Refusal.INVALID_FIELD_NAME, "Content-Length : 5"),
			refused(Refusal.INVALID_FIELD_VALUE, "Content-Length: 5\0"));

	static final List<Row> CODING = List.of(
			Row.accepted(post("Transfer-Encoding: CHUNKED") + "0\r\n\r\n",
					"POST / HTTP/1.1 {Host=a, Transfer-Encoding=CHUNKED}", "end"),
			Row.accepted(post("transfer-encoding:\tchunked ") + "0\r\n\r\n",
					"POST / HTTP/1.1 {Host=a, transfer-encoding=chunked}", "end"),
			coding("gzip"), coding("gzip, chunked"), coding("chunked, gzip"), coding("chunked, chunked"),
			coding("chunked,"), coding(",chunked"), coding("identity"), coding(""), coding("\"chunked\""),
			coding("chunked;a=b"), coding("xchunked"), coding("chunkedx"), coding("chunke"),
			coding("c\u00c4\u00b1unked"),
			refused(Refusal.UNSUPPORTED_CODING, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
			refused(Refusal.UNSUPPORTED_CODING, "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"),
			refused(Refusal.UNSUPPORTED_CODING, "Content-Length: 5\r\nTransfer-Encoding: gzip"),
			refused(Refusal.LENGTH_AND_CODING, "Transfer-Encoding: chunked\r\nContent-Length: 5"),
			refused(Refusal.LENGTH_AND_CODING, "Content-Length: 5\r\nTransfer-Encoding: chunked"),
			refused(Refusal.LENGTH_AND_CODING, "Content-Length: 0\r\nTransfer-Encoding: chunked"),
			refused(Refusal.INVALID_FIELD_NAME, "Transfer-Encoding : chunked"),
			refused(Refusal.INVALID_FIELD_VALUE, "Transfer-Encoding: \u000bchunked"),
			refused(Refusal.UNSUPPORTED_CODING, "Transfer-Encoding:\r\n chunked"),
			Row.refused(Refusal.TRANSFER_ENCODING_IN_1_0,
					"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
			Row.refused(Refusal.TRANSFER_ENCODING_IN_1_0,
					"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"));

	static final List<Row> CHUNK_SIZE = List.of(chunked("", "0\r\n\r\n"), chunked("hello", "5\r\nhello\r\n0\r\n\r\n"),
			chunked("hello", "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n"),
			chunked("hello", "00000005\r\nhello\r\n00000000\r\n\r\n"),
			chunked("0123456789", "a\r\n0123456789\r\n0\r\n\r\n"),
			chunked("0123456789", "A\r\n0123456789\r\n0\r\n\r\n"),
			chunked("\r\n0\r\n\r\n", "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "\r\n"), malformed(Refusal.INVALID_CHUNK_SIZE, "", "G\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "Cii\r\n"), malformed(Refusal.INVALID_CHUNK_SIZE, "", " 5\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "5 \r\n"), malformed(Refusal.INVALID_CHUNK_SIZE, "", "5\t\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "+5\r\n"), malformed(Refusal.INVALID_CHUNK_SIZE, "", "-5\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "0x5\r\n"), malformed(Refusal.INVALID_CHUNK_SIZE, "", "5_\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "5 ;a\r\n"), malformed(Refusal.INVALID_CHUNK_SIZE, "", ";a\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "5\nhello"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "000000005\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "80000000\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "FFFFFFFF\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "100000000\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "10000000000000005\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "", "\0\r\n"), malformed(Refusal.INVALID_LINE_END, "", "5\rhello"),
			malformed(Refusal.INVALID_LINE_END, "", "5\r\rhello"),
			malformed(Refusal.INVALID_LINE_END, "", "0\r0\r\n\r\n"));

	static final List<Row> CHUNK_END = List.of(malformed(Refusal.INVALID_CHUNK_END, "'hello'", "5\r\nhello0\r\n\r\n"),
			malformed(Refusal.INVALID_CHUNK_END, "'hello'", "5\r\nhello\n0\r\n\r\n"),
			malformed(Refusal.INVALID_CHUNK_END, "'hello'", "5\r\nhello\r0\r\n\r\n"),
			malformed(Refusal.INVALID_CHUNK_END, "'hello'", "5\r\nhello \r\n0\r\n\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "'hello'", "5\r\nhello\r\n\r\n0\r\n\r\n"),
			malformed(Refusal.INVALID_CHUNK_SIZE, "'hello'", "5\r\nhello\r\nG"),
			malformed(Refusal.INVALID_LINE_END, "'hello'", "5\r\nhello\r\n0\r\n\n"),
			malformed(Refusal.INVALID_LINE_END, "'hello'", "5\r\nhello\r\n0\r\n\rX"));

	static final List<Row> CHUNK_EXTENSION = List.of(chunked("hello", "5;a\r\nhello\r\n0;x\r\n\r\n"),
			chunked("hello", "5;name=value\r\nhello\r\n0\r\n\r\n"), chunked("hello", "5;a;b=c;d\r\nhello\r\n0\r\n\r\n"),
			chunked("hello", "5;a=\"\"\r\nhello\r\n0\r\n\r\n"),
			chunked("hello", "5;a=\"b; c=d\t\\\"\\\\\u00e9\";e\r\nhello\r\n0\r\n\r\n"), extension(";"),
			extension(";;a"), extension(";a;"), extension("; a"), extension(";a =b"), extension(";a= b"),
			extension(";a "), extension(";a="), extension(";=b"), extension(";hello there"), extension(";a=\"b"),
			extension(";a=\"b\"c"), extension(";a=b\"c\""), extension(";a=b=c"), extension(";a=\"b\nc\""),
			extension(";a=\"b\r\nc\""), extension(";a=\"\\\n\""), extension(";a=\"\0\""), extension(";a=\"\u007f\""),
			extension(";\u00e9"), extension(";a\nhello"), extension(";a=b\nhello"), extension(";\n"), extension(";a@b"),
			malformed(Refusal.INVALID_LINE_END, "", "5;a\rhello"),
			malformed(Refusal.INVALID_LINE_END, "", "5;a\r\r\n"));

	static final List<Row> TRAILER = List.of(
			Row.accepted(post("Transfer-Encoding: chunked") + "0\r\nX: 1\r\ny:2 \r\n\r\n", CHUNKED_HEAD,
					"end {X=1, y=2}"),
			Row.accepted(post("Transfer-Encoding: chunked") + "1\r\nh\r\n0;a\r\nUpgrade: x\r\n\r\n", CHUNKED_HEAD,
					"'h'", "end {Upgrade=x}"),
			malformed(Refusal.FRAMING_IN_TRAILER, "", "0\r\nContent-Length: 5\r\n\r\n"),
			malformed(Refusal.FRAMING_IN_TRAILER, "", "0\r\ntransfer-encoding: chunked\r\n\r\n"),
			malformed(Refusal.FRAMING_IN_TRAILER, "", "0\r\nX: 1\r\nHost: a\r\n\r\n"),
			malformed(Refusal.INVALID_FIELD_NAME, "", "0\r\nbad\r\n\r\n"),
			malformed(Refusal.INVALID_FIELD_NAME, "", "0\r\nX : 1\r\n\r\n"),
			malformed(Refusal.INVALID_FIELD_NAME, "", "0\r\nGET / HTTP/1.1\r\n\r\n"),
			malformed(Refusal.INVALID_LINE_END, "", "0\r\nX: 1\n\r\n"),
			malformed(Refusal.INVALID_FIELD_VALUE, "", "0\r\nX: \0\r\n\r\n"),
			malformed(Refusal.FOLDED_LINE, "", "0\r\n X: 1\r\n\r\n"),
			malformed(Refusal.FOLDED_LINE, "", "0\r\nX: 1\r\n 2\r\n\r\n"));

	@ParameterizedTest
	@FieldSource({ "LENGTH", "CODING", "CHUNK_SIZE", "CHUNK_END", "CHUNK_EXTENSION", "TRAILER" })
	void ruleHoldsInAnyPieces(Row row) {
		row.check();
	}

	private static String post(String field) {
		return "POST / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
	}

	private static Row refused(Refusal reason, String fields) {
		return Row.refused(reason, post(fields));
	}

	private static Row length(String value) {
		return refused(Refusal.INVALID_CONTENT_LENGTH, "Content-Length: " + value);
	}

	private static Row coding(String value) {
		return refused(Refusal.UNSUPPORTED_CODING, "Transfer-Encoding: " + value);
	}

	private static Row chunked(String body, String chunks) {
		String octets = post("Transfer-Encoding: chunked") + chunks;
		return body.isEmpty() ? Row.accepted(octets, CHUNKED_HEAD, "end")
				: Row.accepted(octets, CHUNKED_HEAD, "'" + body + "'", "end");
	}

	private static Row malformed(Refusal reason, String before, String chunks) {
		String octets = post("Transfer-Encoding: chunked") + chunks;
		return before.isEmpty() ? Row.refused(reason, octets, CHUNKED_HEAD)
				: Row.refused(reason, octets, CHUNKED_HEAD, before);
	}

	private static Row extension(String extension) {
		return malformed(Refusal.INVALID_CHUNK_EXTENSION, "", "5" + extension + "\r\nhello\r\n0\r\n\r\n");
	}

}
