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

import io.kestrel.http.RequestSyntax;
import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, or its trailers (RFC 9113 section 8.2). Judges each as it is
 * decoded, by itself; {@link MessageRules} judges them together. The first fault is the
 * one that counts, and what comes behind it is not kept.
 */
final class RequestFields extends DefaultHttp2Headers {

	/** Typical of browsers. Netty's table grows from there. */
	private static final int EXPECTED = 16;

	private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");

	private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

	private final FieldLimits limits;

	private int count;

	private long octets;

	private boolean pseudo;

	private boolean ordinary;

	private int hosts;

	/** One bit for each pseudo field that has come. */
	private int seen;

	private @Nullable Fault fault;

	RequestFields(FieldLimits limits) {
		// Netty's own checks know no refusals, and come too late for some of them.
		super(false, EXPECTED);
		this.limits = limits;
	}

	int count() {
		return this.count;
	}

	long octets() {
		return this.octets;
	}

	/**
	 * Return how many fields Host there are.
	 * @return the number
	 */
	int hosts() {
		return this.hosts;
	}

	/**
	 * Return whether there is any pseudo field.
	 * @return whether there is
	 */
	boolean hasPseudo() {
		return this.pseudo;
	}

	@Nullable Fault fault() {
		return this.fault;
	}

	/**
	 * There was more than Netty passed on.
	 * @return this
	 */
	RequestFields tooLarge() {
		if (this.fault == null) {
			this.fault = Fault.ofConnection(Refusal.HEADERS_TOO_LARGE);
		}
		return this;
	}

	@Override
	public Http2Headers add(CharSequence name, CharSequence value) {
		AsciiString key = AsciiString.of(name);
		AsciiString text = AsciiString.of(value);
		this.count++;
		this.octets += key.length() + text.length();
		if (this.fault == null) {
			this.fault = judge(key, text);
		}
		return (this.fault != null) ? this : super.add(key, text);
	}

	private @Nullable Fault judge(AsciiString name, AsciiString value) {
		if (name.length() > this.limits.maxFieldSize() || value.length() > this.limits.maxFieldSize()) {
			return new Fault(Refusal.FIELD_TOO_LONG, Http2Error.COMPRESSION_ERROR, true);
		}
		if (name.isEmpty()) {
			return new Fault(Refusal.INVALID_FIELD_NAME, Http2Error.COMPRESSION_ERROR, true);
		}
		Refusal refusal = this.limits.check(this.count, this.octets, FieldLimits.GRACE);
		if (refusal != null) {
			return Fault.ofConnection(refusal);
		}
		return (name.byteAt(0) == ':') ? pseudo(name, value) : ordinary(name, value);
	}

	private @Nullable Fault pseudo(AsciiString name, AsciiString value) {
		int bit = switch (name.toString()) {
			case ":method" -> 1;
			case ":scheme" -> 1 << 1;
			case ":authority" -> 1 << 2;
			case ":path" -> 1 << 3;
			case ":protocol" -> 1 << 4;
			default -> 0;
		};
		if (bit == 0 || (this.seen & bit) != 0 || this.ordinary) {
			return Fault.ofConnection(Refusal.MISPLACED_PSEUDO_FIELD);
		}
		this.seen |= bit;
		this.pseudo = true;
		// Each has a rule of its own; these must be nowhere.
		boolean delimiter = value.indexOf('\r', 0) >= 0 || value.indexOf('\n', 0) >= 0 || value.indexOf('\0', 0) >= 0;
		return delimiter ? Fault.ofConnection(Refusal.INVALID_FIELD_VALUE) : null;
	}

	private @Nullable Fault ordinary(AsciiString name, AsciiString value) {
		this.ordinary = true;
		Refusal refusal = RequestSyntax.lowerCaseName(name);
		if (refusal == null) {
			refusal = RequestSyntax.value(value);
		}
		if (refusal == null) {
			refusal = known(name, value);
		}
		if (refusal != null) {
			return Fault.ofConnection(refusal);
		}
		return RequestSyntax.isPadded(value) ? new Fault(Refusal.INVALID_FIELD_VALUE, Http2Error.PROTOCOL_ERROR, false)
				: null;
	}

	/* By the length first, for most names are none of these. */
	private @Nullable Refusal known(AsciiString name, AsciiString value) {
		return switch (name.length()) {
			case 2 -> (HttpHeaderNames.TE.contentEquals(name) && !HttpHeaderValues.TRAILERS.contentEquals(value))
					? Refusal.CONNECTION_FIELD : null;
			case 4 -> {
				if (HttpHeaderNames.HOST.contentEquals(name)) {
					this.hosts++;
				}
				yield null;
			}
			case 7 -> connectionField(HttpHeaderNames.UPGRADE, name);
			case 10 -> HttpHeaderNames.CONNECTION.contentEquals(name) ? Refusal.CONNECTION_FIELD
					: connectionField(KEEP_ALIVE, name);
			case 14 -> HttpHeaderNames.CONTENT_LENGTH.contentEquals(name) ? contentLength(value) : null;
			case 16 -> connectionField(PROXY_CONNECTION, name);
			case 17 -> connectionField(HttpHeaderNames.TRANSFER_ENCODING, name);
			default -> null;
		};
	}

	private static @Nullable Refusal connectionField(AsciiString forbidden, AsciiString name) {
		return forbidden.contentEquals(name) ? Refusal.CONNECTION_FIELD : null;
	}

	private @Nullable Refusal contentLength(AsciiString value) {
		return contains(HttpHeaderNames.CONTENT_LENGTH) ? Refusal.MULTIPLE_CONTENT_LENGTHS
				: RequestSyntax.contentLength(value.toString());
	}

	/**
	 * What is wrong with a field.
	 *
	 * @param refusal why the request is refused
	 * @param error what the client is told
	 * @param ofConnection whether the connection ends, and not only the stream
	 */
	record Fault(Refusal refusal, Http2Error error, boolean ofConnection) {

		private static Fault ofConnection(Refusal refusal) {
			return new Fault(refusal, Http2Error.PROTOCOL_ERROR, true);
		}

	}

}
