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
 * The rules of the first line (RFC 9112 sections 2.2, 2.3 and 3).
 */
class RequestLineRulesTests {

	private static final String REST = "\r\nHost: a\r\n\r\n";

	static final List<Row> EMPTY_LINES = List.of(
			Row.accepted("\r\nGET / HTTP/1.1" + REST, "GET / HTTP/1.1 {Host=a}", "end"),
			Row.accepted("\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1" + REST, "GET / HTTP/1.1 {Host=a}", "end"),
			Row.refused(Refusal.INVALID_LINE_END, "\nGET / HTTP/1.1" + REST),
			Row.refused(Refusal.INVALID_LINE_END, "\r\rGET / HTTP/1.1" + REST),
			Row.refused(Refusal.INVALID_LINE_END, "\r\n\nGET / HTTP/1.1" + REST),
			Row.refused(Refusal.INVALID_METHOD, "\r\n GET / HTTP/1.1" + REST),
			refused(Refusal.INVALID_METHOD, "\0GET / HTTP/1.1"), refused(Refusal.INVALID_METHOD, "\tGET / HTTP/1.1"));

	static final List<Row> METHOD = List.of(accepted("GET / HTTP/1.1"), accepted("HEAD / HTTP/1.1"),
			accepted("POST / HTTP/1.1"), accepted("PUT / HTTP/1.1"), accepted("DELETE / HTTP/1.1"),
			accepted("OPTIONS / HTTP/1.1"), accepted("TRACE / HTTP/1.1"), accepted("PATCH / HTTP/1.1"),
			accepted("get / HTTP/1.1"), accepted("GETT / HTTP/1.1"), accepted("GE / HTTP/1.1"),
			accepted("CUSTOM / HTTP/1.1"), accepted("!#$%&'*+-.^_`|~09azAZ / HTTP/1.1"),
			accepted("A".repeat(100) + " / HTTP/1.1"), refused(Refusal.INVALID_METHOD, "G"),
			refused(Refusal.INVALID_METHOD, "GET"), refused(Refusal.INVALID_METHOD, "/ HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, " / HTTP/1.1"), refused(Refusal.INVALID_METHOD, " GET / HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, "GET\t/ HTTP/1.1"), refused(Refusal.INVALID_METHOD, "GET/HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, "GET@ / HTTP/1.1"), refused(Refusal.INVALID_METHOD, "( / HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, "{ / HTTP/1.1"), refused(Refusal.INVALID_METHOD, "\" / HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, "post= / HTTP/1.1"), refused(Refusal.INVALID_METHOD, "G\0T / HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, "G\u00c3\u00a9T / HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, "GET\u007f / HTTP/1.1"), refused(Refusal.INVALID_METHOD, "GET:/ HTTP/1.1"),
			refused(Refusal.INVALID_METHOD, "\u0016\u0003\u0001\u0002\0\u0001"),
			refused(Refusal.INVALID_METHOD, "\u0005\u0001\0"), refused(Refusal.INVALID_METHOD, "SSH-2.0-OpenSSH_9.2"));

	static final List<Row> TARGET = List.of(accepted("GET /a/b?c=d&e HTTP/1.1"), accepted("GET //a//b HTTP/1.1"),
			accepted("GET /a;b=c HTTP/1.1"), accepted("GET /\\\"<>[]^`{|} HTTP/1.1"), accepted("GET /%zz% HTTP/1.1"),
			accepted("GET /%01%7f%ff HTTP/1.1"), accepted("GET /?%00 HTTP/1.1"), accepted("GET /a?b?c HTTP/1.1"),
			accepted("OPTIONS * HTTP/1.1"), accepted("GET /* HTTP/1.1"), refused(Refusal.INVALID_REQUEST_LINE, "GET "),
			refused(Refusal.INVALID_REQUEST_LINE, "GET /"), refused(Refusal.INVALID_REQUEST_LINE, "GET / "),
			refused(Refusal.INVALID_REQUEST_LINE, "GET  / HTTP/1.1"),
			refused(Refusal.INVALID_REQUEST_LINE, "GET /HTTP/1.1"), refused(Refusal.INVALID_REQUEST_LINE, "GET \n"),
			refused(Refusal.INVALID_REQUEST_LINE, "GET /a%20bHTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /\0 HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /?a=\0 HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET \t/ HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /\tHTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /\u0001 HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /\u001f HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /\u007f HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /\u0080 HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /\u00ff HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /?q=\u00c3\u00a9 HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET http://a/\u00ff HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET /#a HTTP/1.1"),
			refused(Refusal.INVALID_TARGET_OCTET, "GET # HTTP/1.1"),
			refused(Refusal.INVALID_REQUEST_LINE, "GET /ec\rho HTTP/1.1"),
			refused(Refusal.INVALID_REQUEST_LINE, "GET /ec\nho HTTP/1.1"),
			refused(Refusal.INVALID_VERSION, "GET /?d=Bad Url HTTP/1.1"),
			refused(Refusal.INVALID_REQUEST_LINE, "GET /\r\0\nLocation:a"));

	static final List<Row> FORM = List.of(refused(Refusal.ENCODED_NUL, "GET /%00 HTTP/1.1"),
			refused(Refusal.ENCODED_NUL, "GET /%E8%00%84 HTTP/1.1"),
			refused(Refusal.ENCODED_NUL, "GET /a%00?b HTTP/1.1"), refused(Refusal.INVALID_TARGET, "GET %2F HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET ? HTTP/1.1"), refused(Refusal.INVALID_TARGET, "GET ../../ HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET ..\\ HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "OPTIONS ** HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET ws://a/ HTTP/1.1"),
			refused(Refusal.ASTERISK_WITHOUT_OPTIONS, "GET * HTTP/1.1"),
			refused(Refusal.AUTHORITY_WITHOUT_CONNECT, "GET a HTTP/1.1"),
			refused(Refusal.AUTHORITY_WITHOUT_CONNECT, "GET a:80 HTTP/1.1"),
			refused(Refusal.CONNECT_WITHOUT_AUTHORITY, "CONNECT / HTTP/1.1"),
			refused(Refusal.CONNECT_WITHOUT_AUTHORITY, "CONNECT /echo HTTP/1.1"),
			refused(Refusal.CONNECT_WITHOUT_AUTHORITY, "CONNECT * HTTP/1.1"),
			refused(Refusal.CONNECT_WITHOUT_AUTHORITY, "CONNECT a HTTP/1.1"),
			refused(Refusal.DIFFERENT_HOST, "CONNECT a:80 HTTP/1.1"),
			Row.accepted("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", "CONNECT a:80 HTTP/1.1 {Host=a:80}", "end"),
			accepted("GET http://a/b HTTP/1.1"), accepted("GET http://a:80?b HTTP/1.1"),
			accepted("GET https://a:443/b HTTP/1.1"), accepted("GET http://A HTTP/1.1"),
			refused(Refusal.DIFFERENT_HOST, "GET http://b/ HTTP/1.1"),
			refused(Refusal.DIFFERENT_HOST, "GET http://a:8080/ HTTP/1.1"),
			refused(Refusal.DIFFERENT_HOST, "GET https://a:80/ HTTP/1.1"),
			refused(Refusal.USER_INFORMATION, "GET http://u@a/ HTTP/1.1"),
			refused(Refusal.USER_INFORMATION, "GET http://u:p@a/ HTTP/1.1"),
			refused(Refusal.ENCODED_NUL, "GET http://a/%00 HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET HTTP://a/ HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET http:// HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET http:/// HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET http://:80 HTTP/1.1"),
			refused(Refusal.INVALID_TARGET, "GET http://a%20b/ HTTP/1.1"));

	static final List<Row> VERSION = List.of(Row.accepted("GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0 {}", "end"),
			Row.accepted("GET / HTTP/1.0" + REST, "GET / HTTP/1.0 {Host=a}", "end"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / HTTP/1.2"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / HTTP/0.9"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / HTTP/1.9"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / HTTP/2.0"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / HTTP/3.0"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / HTTP/9.9"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / http/1.1"),
			refused(Refusal.UNSUPPORTED_VERSION, "GET / 8charact"),
			refused(Refusal.UNSUPPORTED_VERSION, "PRI * HTTP/9.9"),
			refused(Refusal.UNSUPPORTED_VERSION, "PRI / HTTP/2.0"),
			Row.refused(Refusal.HTTP2_NOT_SPOKEN, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
			refused(Refusal.INVALID_VERSION, "GET / HTTP/1.1a"), refused(Refusal.INVALID_VERSION, "GET / HTTP/1."),
			refused(Refusal.INVALID_VERSION, "GET / HTTP/1.10"), refused(Refusal.INVALID_VERSION, "GET / HTTP/1"),
			refused(Refusal.INVALID_VERSION, "GET / hello"), refused(Refusal.INVALID_VERSION, "GET / HTTP /1.1"),
			refused(Refusal.INVALID_VERSION, "GET / HTTP/1.1 "), refused(Refusal.INVALID_VERSION, "GET / HTTP/1.1\t"),
			refused(Refusal.INVALID_VERSION, "GET / HTTP/1.1\0"), refused(Refusal.INVALID_VERSION, "GET / HTTP/1.1#"),
			refused(Refusal.INVALID_REQUEST_LINE, "GET /  HTTP/1.1"),
			refused(Refusal.INVALID_REQUEST_LINE, "GET / \tHTTP/1.1"));

	static final List<Row> LINE_END = List.of(Row.refused(Refusal.INVALID_LINE_END, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
			Row.refused(Refusal.INVALID_LINE_END, "GET / HTTP/1.1\rHost: a\r\n\r\n"),
			Row.refused(Refusal.INVALID_LINE_END, "GET / HTTP/1.1\rHost: a\r\r"),
			Row.refused(Refusal.INVALID_LINE_END, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
			Row.refused(Refusal.INVALID_LINE_END, "GET / HTTP/1.1\rA\nHost: a\r\n\r\n"),
			Row.refused(Refusal.INVALID_LINE_END, "GET / HTTP/1.0\n\n"));

	@ParameterizedTest
	@FieldSource({ "EMPTY_LINES", "METHOD", "TARGET", "FORM", "VERSION", "LINE_END" })
	void ruleHoldsInAnyPieces(Row row) {
		row.check();
	}

	private static Row accepted(String line) {
		return Row.accepted(line + REST, line + " {Host=a}", "end");
	}

	private static Row refused(Refusal reason, String line) {
		return Row.refused(reason, line + REST);
	}

}
