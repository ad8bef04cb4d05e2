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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits, each one below, at and above: small ones in all pieces, the defaults of the
 * original whole and octet by octet.
 */
class LimitRulesTests {

	private static final String LINE = "GET /%s HTTP/1.1\r\n";

	private static final String HOST = "Host: a\r\n";

	private static final String CHUNKED_POST = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

	private static final String CHUNKED_HEAD = "POST / HTTP/1.1 {Host=a, Transfer-Encoding=chunked}";

	/** What a head of {@link #CHUNKED_POST} takes of the limits. */
	private static final int CHUNKED_SIZE = HOST.length() + "Transfer-Encoding: chunked\r\n".length();

	static final List<Row> REQUEST_LINE = List.of(line(39), line(40), line(41), line(42), line(100),
			// Without an end.
			Row.refused(Refusal.REQUEST_LINE_TOO_LONG, "GET /" + "a".repeat(100)).with(lineOf(40)),
			Row.refused(Refusal.REQUEST_LINE_TOO_LONG, "G".repeat(100)).with(lineOf(40)),
			// A fault behind the limit comes too late, whatever the pieces.
			Row.refused(Refusal.REQUEST_LINE_TOO_LONG, "GET /" + "a".repeat(100) + "\0").with(lineOf(40)),
			Row.refused(Refusal.INVALID_TARGET_OCTET, "GET /\0" + "a".repeat(100)).with(lineOf(40)));

	static final List<Row> EMPTY_LINES = List.of(emptyLines(19),
			Row.refused(Refusal.EMPTY_LINES, "\r\n".repeat(20) + LINE.formatted("") + HOST + "\r\n").with(lineOf(40)),
			Row.refused(Refusal.EMPTY_LINES, "\r\n".repeat(1000)).with(lineOf(40)));

	static final List<Row> TOTAL_SIZE = List.of(fields(59), fields(60), fields(61), fields(62), fields(200),
			Row.refused(Refusal.HEADERS_TOO_LARGE, LINE.formatted("") + "X: " + " ".repeat(100)).with(sizeOf(60)),
			Row.refused(Refusal.HEADERS_TOO_LARGE, LINE.formatted("") + "X".repeat(3000)).with(sizeOf(2000)),
			Row.refused(Refusal.HEADERS_TOO_LARGE, LINE.formatted("") + "X: 1\r\n".repeat(11)).with(sizeOf(60)));

	static final List<Row> COUNT = List.of(count(4, 5), count(5, 5), count(6, 5), count(60, 5));

	static final List<Row> TRAILERS = List.of(trailers(39, 1), trailers(40, 1), trailers(41, 1), trailers(42, 1),
			trailers(24, 3), trailers(32, 4));

	static final List<Row> EXTENSIONS = List.of(extensions(59), extensions(60), extensions(61), extensions(62));

	@ParameterizedTest
	@FieldSource({ "REQUEST_LINE", "EMPTY_LINES", "TOTAL_SIZE", "COUNT", "TRAILERS", "EXTENSIONS" })
	void limitHoldsInAnyPieces(Row row) {
		row.check();
	}

	@ParameterizedTest
	@CsvSource({ "8191, end", "8192, end", "8193, refused REQUEST_LINE_TOO_LONG" })
	void requestLineHas8192OctetsByDefault(int length, String last) {
		check(LINE.formatted(fill(LINE.formatted(""), length)) + HOST + "\r\n", last);
	}

	@ParameterizedTest
	@CsvSource({ "32767, end", "32768, end", "32769, refused HEADERS_TOO_LARGE" })
	void fieldsHave32768OctetsByDefault(int size, String last) {
		String field = "X: %s\r\n";
		check(LINE.formatted("") + HOST + field.formatted(fill(HOST + field.formatted(""), size)) + "\r\n", last);
	}

	@ParameterizedTest
	@CsvSource({ "99, end", "100, end", "101, refused TOO_MANY_HEADERS" })
	void thereAre100FieldsByDefault(int count, String last) {
		check(LINE.formatted("") + HOST + "X: 1\r\n".repeat(count - 1) + "\r\n", last);
	}

	@Test
	void eachRequestHasItsOwnAllowance() {
		DecoderLimits limits = new DecoderLimits(40, 60, 2, 10);
		String request = CHUNKED_POST + "1;" + "a".repeat(50) + "\r\nx\r\n0\r\n\r\n";
		assertThat(Decoding.of(limits, Decoding.octets(request.repeat(3)))).hasSize(9).doesNotContain("refused");
	}

	@ParameterizedTest
	@CsvSource({ "3, 3", "4, 4", "5, 4" })
	void pieceOfABodyIsNoLargerThanItsLimit(int length, int first) {
		DecoderLimits limits = new DecoderLimits(8192, 32768, 100, 4);
		PieceSizes sizes = new PieceSizes(limits);
		String body = "x".repeat(length);
		assertThat(sizes.of("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + body).get(0))
			.isEqualTo(first);
		assertThat(sizes.of(CHUNKED_POST + length + "\r\n" + body + "\r\n0\r\n\r\n").get(0)).isEqualTo(first);
	}

	private static void check(String text, String last) {
		byte[] octets = Decoding.octets(text);
		List<String> whole = Decoding.of(DecoderLimits.DEFAULT, octets);
		assertThat(whole).last().isEqualTo(last);
		assertThat(Decoding.of(DecoderLimits.DEFAULT, Row.oneByOne(octets))).isEqualTo(whole);
	}

	private static String fill(String rest, int length) {
		return "a".repeat(length - rest.length());
	}

	private static DecoderLimits lineOf(int size) {
		return new DecoderLimits(size, 32 * 1024, 100, Integer.MAX_VALUE);
	}

	private static DecoderLimits sizeOf(int size) {
		return new DecoderLimits(8 * 1024, size, 100, Integer.MAX_VALUE);
	}

	private static Row line(int length) {
		String path = fill(LINE.formatted(""), length);
		String octets = LINE.formatted(path) + HOST + "\r\n";
		Row row = (length <= 40) ? Row.accepted(octets, "GET /" + path + " HTTP/1.1 {Host=a}", "end")
				: Row.refused(Refusal.REQUEST_LINE_TOO_LONG, octets);
		return row.with(lineOf(40));
	}

	private static Row emptyLines(int count) {
		return Row.accepted("\r\n".repeat(count) + LINE.formatted("") + HOST + "\r\n", "GET / HTTP/1.1 {Host=a}", "end")
			.with(lineOf(40));
	}

	private static Row fields(int size) {
		String value = fill(HOST + "X: \r\n", size);
		String octets = LINE.formatted("") + HOST + "X: " + value + "\r\n\r\n";
		Row row = (size <= 60) ? Row.accepted(octets, "GET / HTTP/1.1 {Host=a, X=" + value + "}", "end")
				: Row.refused(Refusal.HEADERS_TOO_LARGE, octets);
		return row.with(sizeOf(60));
	}

	private static Row count(int count, int limit) {
		String octets = LINE.formatted("") + HOST + "X: 1\r\n".repeat(count - 1) + "\r\n";
		Row row = (count <= limit)
				? Row.accepted(octets, "GET / HTTP/1.1 {Host=a" + ", X=1".repeat(count - 1) + "}", "end")
				: Row.refused(Refusal.TOO_MANY_HEADERS, octets);
		return row.with(new DecoderLimits(8 * 1024, 32 * 1024, limit, Integer.MAX_VALUE));
	}

	/* 40 octets and three fields are allowed beside those of the head. */
	private static Row trailers(int size, int count) {
		int rest = size - (count - 1) * "X: 1\r\n".length();
		String value = "a".repeat(rest - "Y: \r\n".length());
		String octets = CHUNKED_POST + "0\r\n" + "X: 1\r\n".repeat(count - 1) + "Y: " + value + "\r\n\r\n";
		Refusal refusal = (count > 3) ? Refusal.TOO_MANY_HEADERS : (size > 40) ? Refusal.HEADERS_TOO_LARGE : null;
		Row row = (refusal != null) ? Row.refused(refusal, octets, CHUNKED_HEAD)
				: Row.accepted(octets, CHUNKED_HEAD, "end {" + "X=1, ".repeat(count - 1) + "Y=" + value + "}");
		return row.with(new DecoderLimits(8 * 1024, CHUNKED_SIZE + 40, 5, Integer.MAX_VALUE));
	}

	/* What is behind the semicolon counts, with the CR, for all chunks together. */
	private static Row extensions(int size) {
		int second = size - "abc\r".length() - 1;
		String octets = CHUNKED_POST + "1;abc\r\nx\r\n0;" + "e".repeat(second) + "\r\n\r\n";
		Row row = (size <= 60) ? Row.accepted(octets, CHUNKED_HEAD, "'x'", "end")
				: Row.refused(Refusal.CHUNK_EXTENSIONS_TOO_LONG, octets, CHUNKED_HEAD, "'x'");
		return row.with(sizeOf(60));
	}

}
