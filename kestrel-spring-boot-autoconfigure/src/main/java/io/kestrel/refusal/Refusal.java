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

package io.kestrel.refusal;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused. A closed set: each part of the server that refuses one takes
 * its reason from here. The client learns the status and nothing else, the operator
 * learns the reason and what would change it.
 * <p>
 * Those of HTTP/1.1 stand in the order in which a request is read. Together with the
 * octets that {@code io.kestrel.http} allows in each place, they are the table of its
 * rules; sections are those of RFC 9112 where no other document is named.
 *
 * @since 0.1.0
 */
public enum Refusal {

	// Section 2.2, message parsing; section 3, request line

	/** Empty lines before a request, as long as a request line may be. */
	EMPTY_LINES(400, "2.2", "empty lines before a request, as long as a request line may be"),

	/** The method is no token followed by one space. */
	INVALID_METHOD(400, "3.1", "the method is no token followed by one space"),

	/** A control character, a space, a # or an octet above 7F in the request target. */
	INVALID_TARGET_OCTET(400, "3.2", "a control character, a space, a # or an octet above 7F in the request target"),

	/** No method, target and version with one space between them. */
	INVALID_REQUEST_LINE(400, "3", "no method, target and version with one space between them"),

	/** The version has not eight characters. */
	INVALID_VERSION(400, "2.3", "the version has not eight characters"),

	/** A version other than HTTP/1.0 and HTTP/1.1. */
	UNSUPPORTED_VERSION(505, "2.3", "a version other than HTTP/1.0 and HTTP/1.1"),

	/** CR without LF, or LF without CR, at the end of a line. */
	INVALID_LINE_END(400, "2.2", "CR without LF, or LF without CR, at the end of a line"),

	/** The request line is too long. */
	REQUEST_LINE_TOO_LONG(414, "3", "the request line is too long", "server.limits.max-request-line-size"),

	/** HTTP/2 with prior knowledge, where only HTTP/1.1 is spoken. */
	HTTP2_NOT_SPOKEN(0, "RFC 9113 3.4", "HTTP/2 with prior knowledge, where only HTTP/1.1 is spoken",
			"server.endpoints.<name>.protocols or server.http2.enabled"),

	/** HTTP/1.x, where only HTTP/2 is spoken. */
	HTTP1_NOT_SPOKEN(400, "RFC 9113 3.4", "HTTP/1.x, where only HTTP/2 is spoken", "server.endpoints.<name>.protocols"),

	/** Neither the preface of HTTP/2 nor HTTP/1.x, where only HTTP/2 is spoken. */
	INVALID_PREFACE(0, "RFC 9113 3.4", "neither the preface of HTTP/2 nor HTTP/1.x, where only HTTP/2 is spoken",
			"server.endpoints.<name>.protocols"),

	/** HTTP/2 over a version of TLS that is too old for it. */
	TLS_TOO_OLD_FOR_HTTP2(0, "RFC 9113 9.2", "HTTP/2 over a version of TLS below 1.2",
			"server.endpoints.<name>.enabled-protocols"),

	// Section 3.2, request target

	/** The request target has none of the four forms. */
	INVALID_TARGET(400, "3.2", "the request target has none of the four forms"),

	/** %00 in the path. */
	ENCODED_NUL(400, "RFC 3986 7.3", "%00 in the path"),

	/** The target * with another method than OPTIONS. */
	ASTERISK_WITHOUT_OPTIONS(405, "3.2.4", "the target * with another method than OPTIONS"),

	/** A target of host and port with another method than CONNECT. */
	AUTHORITY_WITHOUT_CONNECT(405, "3.2.3", "a target of host and port with another method than CONNECT"),

	/** CONNECT with a target that is not host and port. */
	CONNECT_WITHOUT_AUTHORITY(400, "3.2.3", "CONNECT with a target that is not host and port"),

	/** A user name before the host in the request target. */
	USER_INFORMATION(400, "RFC 9110 4.2.4", "a user name before the host in the request target"),

	// Section 5, field lines

	/** The name of a field is no token followed by a colon. */
	INVALID_FIELD_NAME(400, "5.1", "the name of a field is no token followed by a colon"),

	/** A field that is continued on another line. */
	FOLDED_LINE(400, "5.2", "a field that is continued on another line"),

	/** A control character or invalid UTF-8 in the value of a field. */
	INVALID_FIELD_VALUE(400, "RFC 9110 5.5", "a control character or invalid UTF-8 in the value of a field"),

	/** All field lines together are too long. */
	HEADERS_TOO_LARGE(431, "RFC 6585 5", "all field lines together are too long",
			"server.limits.max-request-headers-total-size"),

	/** Too many fields. */
	TOO_MANY_HEADERS(431, "RFC 6585 5", "too many fields", "server.limits.max-request-header-count"),

	// Section 3.2, Host

	/** HTTP/1.1 without Host. */
	MISSING_HOST(400, "3.2", "HTTP/1.1 without Host"),

	/** More than one Host. */
	MULTIPLE_HOSTS(400, "3.2", "more than one Host"),

	/** Host is not a host with an optional port. */
	INVALID_HOST(400, "3.2", "Host is not a host with an optional port"),

	/** Host differs from the host in the request target. */
	DIFFERENT_HOST(400, "3.2.2", "Host differs from the host in the request target"),

	// Section 6, message body

	/** Content-Length is not one number of at most 18 digits. */
	INVALID_CONTENT_LENGTH(400, "6.2", "Content-Length is not one number of at most 18 digits"),

	/** More than one Content-Length. */
	MULTIPLE_CONTENT_LENGTHS(400, "6.3", "more than one Content-Length"),

	/** Transfer-Encoding in HTTP/1.0. */
	TRANSFER_ENCODING_IN_1_0(400, "6.1", "Transfer-Encoding in HTTP/1.0"),

	/** Both Transfer-Encoding and Content-Length. */
	LENGTH_AND_CODING(400, "6.1", "both Transfer-Encoding and Content-Length"),

	/** A Transfer-Encoding other than chunked, once. */
	UNSUPPORTED_CODING(400, "6.1", "a Transfer-Encoding other than chunked, once"),

	/** POST or PUT of HTTP/1.0 without Content-Length. */
	MISSING_LENGTH_IN_1_0(400, "RFC 1945 7.2.2", "POST or PUT of HTTP/1.0 without Content-Length"),

	// Section 7.1, chunked transfer coding

	/** The size of a chunk is not hexadecimal, at most 7FFFFFFF. */
	INVALID_CHUNK_SIZE(400, "7.1", "the size of a chunk is not hexadecimal, at most 7FFFFFFF"),

	/** An extension of a chunk is not a name with an optional value. */
	INVALID_CHUNK_EXTENSION(400, "7.1.1", "an extension of a chunk is not a name with an optional value"),

	/** The extensions of all chunks together are too long. */
	CHUNK_EXTENSIONS_TOO_LONG(400, "7.1.1", "the extensions of all chunks together are too long",
			"server.limits.max-request-headers-total-size"),

	/** A chunk is not followed by CR LF. */
	INVALID_CHUNK_END(400, "7.1", "a chunk is not followed by CR LF"),

	/** Content-Length, Transfer-Encoding or Host in the trailers. */
	FRAMING_IN_TRAILER(400, "RFC 9110 6.5.1", "Content-Length, Transfer-Encoding or Host in the trailers"),

	// RFC 9113 section 8, requests of HTTP/2

	/** A pseudo field that is unknown, or stands where it must not. */
	MISPLACED_PSEUDO_FIELD(0, "RFC 9113 8.3",
			"a pseudo field that is unknown, comes twice, or stands where it must not"),

	/** A pseudo field is missing. */
	MISSING_PSEUDO_FIELD(0, "RFC 9113 8.3.1", "a pseudo field is missing"),

	/** A scheme that is not that of the connection. */
	DIFFERENT_SCHEME(0, "RFC 9113 8.3.1", "a scheme that is not that of the connection"),

	/** A field that is about the connection. */
	CONNECTION_FIELD(0, "RFC 9113 8.2.2", "a field that is about the connection, or TE other than trailers"),

	/** The name or the value of a field is too long. */
	FIELD_TOO_LONG(0, "RFC 9113 10.5.1", "the name or the value of a field is too long",
			"server.limits.http2.max-request-header-field-size"),

	/** The body has another length than Content-Length says. */
	DIFFERENT_LENGTH(0, "RFC 9113 8.1.1", "the body has another length than Content-Length says"),

	// What the server makes of a request that it understands

	/** The host is not one of those that are allowed. */
	HOST_NOT_ALLOWED(400, "RFC 9110 7.4", "the host is not one of those that are allowed", "server.allowed-hosts"),

	// RFC 9110, what comes too slowly

	/** The head did not come in time. */
	REQUEST_HEADERS_TIMEOUT(408, "RFC 9110 15.5.9", "the head did not come in time",
			"server.limits.request-headers-timeout"),

	/** The client of HTTP/2 does not answer a PING. */
	HTTP2_PING_TIMEOUT(0, "RFC 9113 6.7", "the client of HTTP/2 was silent for too long after a PING",
			"server.limits.http2.keep-alive-ping-timeout"),

	/** The body comes too slowly. */
	REQUEST_BODY_TOO_SLOW(408, "RFC 9110 15.5.9", "the body comes too slowly",
			"server.limits.min-request-body-data-rate"),

	/** The response is taken too slowly. */
	RESPONSE_TOO_SLOW(0, "RFC 9112 9.6", "the response is taken too slowly, so the connection was reset",
			"server.limits.min-response-data-rate"),

	/** The last requests of a connection over its age take too long. */
	CONNECTION_TOO_OLD(0, "RFC 9112 9.6",
			"the last requests of a connection over its age took too long, so the connection was reset",
			"server.limits.max-connection-age-grace"),

	// RFC 9113, clients of HTTP/2 that do harm

	/** Streams are reset too often. */
	TOO_MANY_RESETS(0, "RFC 9113 10.5", "streams are reset too often, so the connection was closed",
			"server.limits.http2.max-streams-per-connection"),

	/** Frames that carry nothing. */
	TOO_MANY_USELESS_FRAMES(0, "RFC 9113 10.5",
			"too many frames of HTTP/2 that carry nothing, so the connection was closed"),

	/** An error of the whole connection. */
	HTTP2_VIOLATED(0, "RFC 9113 5.4.1", "the rules of HTTP/2 are violated, so the connection was closed"),

	// Connections that are one too many

	/** There are as many connections as there may be. */
	TOO_MANY_CONNECTIONS(0, "9.6", "there are as many connections as there may be, so it was closed",
			"server.limits.max-concurrent-connections"),

	/** The client has as many connections as it may have. */
	TOO_MANY_CONNECTIONS_OF_CLIENT(0, "9.4", "the client has as many connections as it may have, so it was closed",
			"server.limits.max-concurrent-connections-per-client"),

	/** There are as many connections as there may be, and the client is told. */
	OVERLOADED(503, "RFC 9110 15.6.4", "there are as many connections as there may be",
			"server.limits.max-concurrent-connections"),

	/** There are as many upgraded connections as there may be. */
	TOO_MANY_UPGRADED_CONNECTIONS(503, "RFC 9110 15.6.4", "there are as many upgraded connections as there may be",
			"server.limits.max-concurrent-upgraded-connections"),

	/** The connection is for another server name. */
	MISDIRECTED(421, "RFC 9110 15.5.20", "the connection was made for another server name",
			"server.endpoint-defaults.reject-misdirected-requests"),

	/** The body is too large. */
	BODY_TOO_LARGE(413, "RFC 9110 15.5.14", "the body is too large", "server.limits.max-request-body-size");

	private final int status;

	private final String section;

	private final String text;

	private final @Nullable String property;

	Refusal(int status, String section, String text) {
		this(status, section, text, null);
	}

	Refusal(int status, String section, String text, @Nullable String property) {
		this.status = status;
		this.section = section.startsWith("RFC") ? section : "RFC 9112 " + section;
		this.text = text;
		this.property = property;
	}

	/**
	 * Return the status that the client gets.
	 * @return the status code, 0 for an answer that is not HTTP/1.1, or for none
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the document and section that the refusal follows.
	 * @return for instance {@code RFC 9112 3.2}
	 */
	public String section() {
		return this.section;
	}

	/**
	 * Return what is wrong, in words.
	 * @return words for the operator
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the property that would let the request pass.
	 * @return the name of the property, {@code null} if none would
	 */
	public @Nullable String property() {
		return this.property;
	}

	/**
	 * Return the method that would have been allowed (RFC 9110 section 10.2.1).
	 * @return the method, {@code null} unless the status is 405
	 */
	public @Nullable String allowedMethod() {
		return switch (this) {
			case ASTERISK_WITHOUT_OPTIONS -> "OPTIONS";
			case AUTHORITY_WITHOUT_CONNECT -> "CONNECT";
			default -> null;
		};
	}

}
