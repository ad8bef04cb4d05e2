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

import java.util.Objects;

import io.kestrel.http2.RequestFields.Fault;
import io.kestrel.limits.ServerLimits;
import io.kestrel.refusal.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The rules of requests (RFC 9113 section 8), which are those of HTTP/1.1. A request that
 * is refused has no stream: it is answered or reset before Netty hears of it, since the
 * handlers of a stream make an error of the application out of one of the client.
 */
final class MessageRules {

	/** What can be answered before the request is known. */
	private static final int STATUS_TOO_LARGE = 431;

	private final Http2Connection connection;

	private final Http2ConnectionEncoder encoder;

	private final StreamHistory streams;

	private final FieldLimits limits;

	private final HeadRules heads;

	private final @Nullable AsciiString server;

	private final AbuseGuard guard;

	private final RefusalSink sink;

	/** What the head of a request with trailers had. */
	private final Http2Connection.PropertyKey headKey;

	MessageRules(Http2ConnectionEncoder encoder, StreamHistory streams, ServerLimits limits, boolean secure,
			@Nullable AsciiString server, AbuseGuard guard, RefusalSink sink) {
		this.connection = encoder.connection();
		this.encoder = encoder;
		this.streams = streams;
		this.limits = FieldLimits.of(limits);
		this.heads = new HeadRules(this.limits, secure);
		this.server = server;
		this.guard = guard;
		this.sink = sink;
		this.headKey = this.connection.newKey();
	}

	/**
	 * Judge fields that have come on a stream which may have some.
	 * @param context the codec's
	 * @param number the number of the stream
	 * @param headers the fields
	 * @param end whether they end the request
	 * @return whether they may pass; otherwise the client was told
	 * @throws Http2Exception if the connection ends
	 */
	boolean admit(ChannelHandlerContext context, int number, Http2Headers headers, boolean end) throws Http2Exception {
		RequestFields fields = (RequestFields) headers;
		Fault fault = fields.fault();
		if (fault != null && fault.ofConnection()) {
			throw new RefusedException(fault.refusal(), fault.error());
		}
		Http2Stream stream = this.connection.stream(number);
		if (stream != null && fields.hasPseudo()) {
			throw new RefusedException(Refusal.MISPLACED_PSEUDO_FIELD, Http2Error.PROTOCOL_ERROR);
		}
		Refusal refusal;
		if (fault != null) {
			refusal = fault.refusal();
		}
		else {
			refusal = (stream != null) ? trailers(stream, fields) : this.heads.check(fields, end);
		}
		if (refusal == null) {
			return true;
		}
		if (stream != null || refusal.status() != STATUS_TOO_LARGE) {
			reset(context, number, refusal);
		}
		else {
			answer(context, number, refusal, end);
		}
		return false;
	}

	/**
	 * A request has passed whose body follows.
	 * @param number the number of its stream
	 * @param headers the fields of its head
	 */
	void begin(int number, Http2Headers headers) {
		Http2Stream stream = this.connection.stream(number);
		if (stream != null) {
			RequestFields fields = (RequestFields) headers;
			stream.setProperty(this.headKey, (fields.octets() << Integer.SIZE) | fields.count());
		}
	}

	/**
	 * A body turned out to have another length than was announced.
	 * @param context the codec's
	 * @param number the number of the stream
	 * @throws RefusedException if that happens too often
	 */
	void refuseLength(ChannelHandlerContext context, int number) throws RefusedException {
		reset(context, number, Refusal.DIFFERENT_LENGTH);
	}

	private @Nullable Refusal trailers(Http2Stream stream, RequestFields fields) {
		if (fields.hosts() > 0 || fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
			return Refusal.FRAMING_IN_TRAILER;
		}
		Long head = stream.getProperty(this.headKey);
		long before = Objects.requireNonNullElse(head, 0L);
		return this.limits.check(fields.count() + (int) before, fields.octets() + (before >>> Integer.SIZE), 1);
	}

	private void reset(ChannelHandlerContext context, int number, Refusal refusal) throws RefusedException {
		refused(refusal, false);
		this.streams.remember(number);
		this.encoder.writeRstStream(context, number, Http2Error.PROTOCOL_ERROR.code(), context.newPromise());
	}

	private void refused(Refusal refusal, boolean answered) throws RefusedException {
		this.sink.refused(refusal, answered);
		this.guard.receiveStreamError(Http2Error.PROTOCOL_ERROR);
	}

	private void answer(ChannelHandlerContext context, int number, Refusal refusal, boolean end)
			throws RefusedException {
		refused(refusal, true);
		Http2Headers response = new DefaultHttp2Headers(false).status(String.valueOf(refusal.status()))
			.add(HttpHeaderNames.CONTENT_LENGTH, "0");
		ResponseFields.complete(response, this.server);
		// By the writer: the encoder only knows streams that Netty knows.
		this.encoder.frameWriter().writeHeaders(context, number, response, 0, true, context.newPromise());
		this.streams.remember(number);
		if (!end) {
			this.encoder.writeRstStream(context, number, Http2Error.NO_ERROR.code(), context.newPromise());
		}
	}

}
