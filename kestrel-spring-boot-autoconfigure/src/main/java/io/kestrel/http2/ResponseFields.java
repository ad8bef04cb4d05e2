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

package io.kestrel.http2;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.kestrel.http.DateField;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a response as HTTP/2 has them: names in lower case, and none that belongs
 * to a connection of HTTP/1.1 (RFC 9113 sections 8.2.1 and 8.2.2).
 */
public final class ResponseFields {

	/** Those that no response of HTTP/2 has (RFC 9113 section 8.2.2). */
	private static final List<AsciiString> OF_CONNECTION = List.of(HttpHeaderNames.CONNECTION,
			HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.UPGRADE, AsciiString.cached("keep-alive"),
			AsciiString.cached("proxy-connection"));

	/** And the notes that Netty's codec leaves. */
	private static final Set<AsciiString> DROPPED = Stream
		.concat(OF_CONNECTION.stream(), Stream.of(ExtensionHeaderNames.STREAM_ID.text(),
				ExtensionHeaderNames.SCHEME.text(), ExtensionHeaderNames.PATH.text()))
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * How many names are kept. What an application writes is few; nothing is forgotten.
	 */
	private static final int MOST_NAMES = 256;

	/** By the names that applications write, in whatever case. Replaced when it grows. */
	private static volatile Map<String, AsciiString> names = Map.of();

	private ResponseFields() {
	}

	/**
	 * Return the head of a response.
	 * @param status its status
	 * @param fields its fields
	 * @return the head, {@code null} if the fields say which others belong to the
	 * connection
	 */
	public static @Nullable Http2Headers of(HttpResponseStatus status, HttpHeaders fields) {
		if (fields.contains(HttpHeaderNames.CONNECTION)) {
			return null;
		}
		Http2Headers head = new DefaultHttp2Headers(false).status(status.codeAsText());
		for (Iterator<Map.Entry<CharSequence, CharSequence>> all = fields.iteratorCharSequence(); all.hasNext();) {
			Map.Entry<CharSequence, CharSequence> field = all.next();
			AsciiString name = lowerCase(field.getKey());
			if (!DROPPED.contains(name)) {
				head.add(name, field.getValue());
			}
		}
		return head;
	}

	/**
	 * Return which fields are dropped from a response though the application has set
	 * them. {@code Transfer-Encoding: chunked} is none: Reactor Netty sets it on all
	 * responses without a length.
	 * @param fields its fields
	 * @return their names, {@code null} if there is none
	 */
	public static @Nullable String dropped(HttpHeaders fields) {
		String dropped = null;
		for (AsciiString name : OF_CONNECTION) {
			String value = fields.get(name);
			if (value != null && !(HttpHeaderNames.TRANSFER_ENCODING.equals(name)
					&& HttpHeaderValues.CHUNKED.contentEquals(value))) {
				dropped = (dropped != null) ? dropped + ", " + name : name.toString();
			}
		}
		return dropped;
	}

	/**
	 * Add what the server adds to each final response unless the application has set it:
	 * Date (RFC 9110 section 6.6.1), Server (section 10.2.4), and Vary where there is an
	 * encoding (section 12.5.5). Trailers have no status, and stay as they are.
	 * @param head the fields
	 * @param server the value of Server, {@code null} for none
	 */
	static void complete(Http2Headers head, @Nullable CharSequence server) {
		CharSequence status = head.status();
		if (status == null || status.charAt(0) == '1') {
			return;
		}
		if (!head.contains(HttpHeaderNames.DATE)) {
			head.add(HttpHeaderNames.DATE, DateField.value());
		}
		if (server != null && !head.contains(HttpHeaderNames.SERVER)) {
			head.add(HttpHeaderNames.SERVER, server);
		}
		// Reactor Netty compresses without it.
		if (head.contains(HttpHeaderNames.CONTENT_ENCODING) && !varies(head)) {
			head.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
		}
		if (HttpResponseStatus.NO_CONTENT.codeAsText().contentEquals(status)) {
			// RFC 9110 section 8.6.
			head.remove(HttpHeaderNames.CONTENT_LENGTH);
		}
	}

	private static boolean varies(Http2Headers head) {
		for (CharSequence value : head.getAll(HttpHeaderNames.VARY)) {
			for (String name : value.toString().split(",")) {
				if (HttpHeaderNames.ACCEPT_ENCODING.contentEqualsIgnoreCase(name.strip())) {
					return true;
				}
			}
		}
		return false;
	}

	private static AsciiString lowerCase(CharSequence name) {
		if (name instanceof AsciiString octets) {
			return octets.toLowerCase();
		}
		String text = name.toString();
		AsciiString known = names.get(text);
		return (known != null) ? known : keep(text);
	}

	private static AsciiString keep(String text) {
		AsciiString name = new AsciiString(text).toLowerCase();
		Map<String, AsciiString> before = names;
		if (before.size() < MOST_NAMES) {
			Map<String, AsciiString> more = new HashMap<>(before);
			more.put(text, name);
			names = more;
		}
		return name;
	}

}
