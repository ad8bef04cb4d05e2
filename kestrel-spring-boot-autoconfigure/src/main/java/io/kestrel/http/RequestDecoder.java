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

import java.util.Objects;

import io.kestrel.http.FieldNames.Part;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of Netty out of what a client sends, request by request (RFC 9112).
 * Takes any number of octets at a time. What a rule forbids ends it: nothing can be made
 * of what follows.
 * <p>
 * A request becomes a {@link DefaultHttpRequest}, then pieces of its body, and a last
 * piece which may be empty. Its headers are what was sent, for the decoder has checked
 * them; they do not check again.
 */
public final class RequestDecoder {

	/* Where it is. Numbers for the reason that FieldParser gives. */

	private static final int REQUEST_LINE = 0;

	private static final int FIELDS = 1;

	private static final int NO_BODY = 2;

	private static final int BODY = 3;

	private static final int CHUNKS = 4;

	private static final int TRAILERS = 5;

	private static final int REFUSED = 6;

	/* Without checks, for each octet was looked at. */
	private static final DefaultHttpHeadersFactory HEADERS = DefaultHttpHeadersFactory.headersFactory()
		.withValidation(false);

	private static final DefaultHttpHeadersFactory TRAILER_HEADERS = DefaultHttpHeadersFactory.trailersFactory()
		.withValidation(false);

	private final DecoderLimits limits;

	private final HeadWindow window = new HeadWindow();

	private final RequestLineParser line;

	private final FieldParser fields;

	private final BodyFraming framing = new BodyFraming();

	private @Nullable ChunkParser chunks;

	private int phase = REQUEST_LINE;

	private @Nullable DefaultHttpRequest request;

	/** Few requests have any. */
	private @Nullable HttpHeaders trailers;

	private boolean hostGiven;

	/** That of the request before, for it is mostly the same again. */
	private String validHost = "";

	private boolean upgradeAsked;

	/** Octets of the body that are still to come, if its length is known. */
	private long remaining;

	private @Nullable Refusal refusal;

	/**
	 * Create a decoder for one connection.
	 * @param limits what is too much
	 */
	public RequestDecoder(DecoderLimits limits) {
		this.limits = limits;
		this.line = new RequestLineParser(this.window, limits.maxRequestLineSize());
		this.fields = new FieldParser(this.window, limits, this::field);
	}

	/**
	 * Return the next message.
	 * @param in what has come and was not taken yet
	 * @return the message, {@code null} if more is to come or if what came is refused
	 */
	public @Nullable HttpObject decode(ByteBuf in) {
		if (!in.isReadable()) {
			return (this.phase == NO_BODY) ? last() : null;
		}
		return switch (this.phase) {
			case REQUEST_LINE, FIELDS -> decodeHead(in);
			case NO_BODY -> last();
			case BODY -> decodeBody(in);
			case CHUNKS -> decodeChunk(in);
			case TRAILERS -> decodeTrailers(in);
			default -> null;
		};
	}

	/**
	 * Return why no more messages come.
	 * @return the reason, {@code null} if nothing is refused
	 */
	public @Nullable Refusal refusal() {
		return this.refusal;
	}

	/**
	 * Return whether nothing of a next request has come.
	 * @return whether the client is between two requests
	 */
	public boolean isBetweenRequests() {
		return this.phase == REQUEST_LINE && this.line.isUntouched();
	}

	/**
	 * Return whether a part of the head of a request has come, beyond empty lines before
	 * it.
	 * @return whether the client has begun a request and not ended its head
	 */
	public boolean isWithinHead() {
		return this.phase == FIELDS || (this.phase == REQUEST_LINE && this.line.isBegun());
	}

	/**
	 * Return whether the latest request has an Upgrade field.
	 * @return whether the client would speak another protocol
	 */
	public boolean isUpgradeAsked() {
		return this.upgradeAsked;
	}

	private @Nullable HttpObject decodeHead(ByteBuf in) {
		this.window.open();
		if (this.phase == REQUEST_LINE) {
			if (!this.line.parse(in)) {
				return pause(in, this.line.refusal());
			}
			beginFields();
		}
		if (!this.fields.parse(in)) {
			return pause(in, this.fields.refusal());
		}
		this.window.close(in);
		return request(Objects.requireNonNull(this.request));
	}

	/* More is to come, or nothing that could be used. */
	private @Nullable HttpObject pause(ByteBuf in, @Nullable Refusal reason) {
		if (reason != null) {
			this.window.close(in);
			return refuse(reason);
		}
		this.window.suspend();
		return null;
	}

	/**
	 * Make nothing more of what comes.
	 * @param reason why
	 * @return {@code null}, for there is no message
	 */
	public @Nullable HttpObject refuse(Refusal reason) {
		this.refusal = reason;
		this.phase = REFUSED;
		this.request = null;
		this.trailers = null;
		return null;
	}

	private void beginFields() {
		this.phase = FIELDS;
		this.request = this.line.request(HEADERS.newHeaders());
		this.hostGiven = false;
		this.upgradeAsked = false;
		this.framing.begin();
		this.fields.begin();
	}

	private @Nullable Refusal field(AsciiString name, String value) {
		DefaultHttpRequest request = this.request;
		((request != null) ? request.headers() : trailers()).add(name, value);
		Part part = FieldNames.partOf(name);
		if (part == Part.NONE) {
			return null;
		}
		return (request != null) ? inHead(part, value) : inTrailer(part);
	}

	private HttpHeaders trailers() {
		if (this.trailers == null) {
			this.trailers = TRAILER_HEADERS.newHeaders();
		}
		return this.trailers;
	}

	private static @Nullable Refusal inTrailer(Part part) {
		return (part != Part.UPGRADE) ? Refusal.FRAMING_IN_TRAILER : null;
	}

	private @Nullable Refusal inHead(Part part, String value) {
		return switch (part) {
			case HOST -> host(value);
			case CONTENT_LENGTH -> this.framing.contentLength(value);
			case TRANSFER_ENCODING -> this.framing.transferEncoding(value);
			case UPGRADE -> {
				this.upgradeAsked = true;
				yield null;
			}
			case NONE -> null;
		};
	}

	private @Nullable Refusal host(String value) {
		if (this.hostGiven) {
			return Refusal.MULTIPLE_HOSTS;
		}
		this.hostGiven = true;
		if (value.equals(this.validHost)) {
			return null;
		}
		if (!value.isEmpty() && !HostRule.isHost(value)) {
			return Refusal.INVALID_HOST;
		}
		this.validHost = HostRule.shared(value);
		return null;
	}

	private @Nullable HttpObject request(DefaultHttpRequest request) {
		Refusal reason = judge(request);
		if (reason != null) {
			return refuse(reason);
		}
		this.remaining = this.framing.length();
		if (this.remaining == BodyFraming.CHUNKED) {
			this.phase = CHUNKS;
			this.chunks = ChunkParser.begin(this.chunks, this.limits.maxHeadersTotalSize());
		}
		else {
			this.phase = (this.remaining == 0) ? NO_BODY : BODY;
		}
		this.request = null;
		return request;
	}

	/* What only the whole head shows. */
	private @Nullable Refusal judge(DefaultHttpRequest request) {
		boolean http10 = request.protocolVersion() == HttpVersion.HTTP_1_0;
		if (!this.hostGiven && !http10) {
			return Refusal.MISSING_HOST;
		}
		Refusal reason = this.line.isTargetToBeChecked()
				? RequestTarget.check(request.method(), request.uri(), request.headers().get(HttpHeaderNames.HOST))
				: null;
		return (reason != null) ? reason : this.framing.decide(http10, Methods.sendsBody(request.method()));
	}

	private HttpObject last() {
		beginRequest();
		return LastHttpContent.EMPTY_LAST_CONTENT;
	}

	private void beginRequest() {
		this.phase = REQUEST_LINE;
		this.line.begin();
	}

	private HttpObject decodeBody(ByteBuf in) {
		int length = pieceOf(in, this.remaining);
		ByteBuf content = in.readRetainedSlice(length);
		this.remaining -= length;
		if (this.remaining > 0) {
			return new DefaultHttpContent(content);
		}
		beginRequest();
		return new DefaultLastHttpContent(content, EmptyHttpHeaders.INSTANCE);
	}

	private int pieceOf(ByteBuf in, long available) {
		return (int) Math.min(Math.min(available, in.readableBytes()), this.limits.maxContentSize());
	}

	private @Nullable HttpObject decodeChunk(ByteBuf in) {
		ChunkParser chunks = Objects.requireNonNull(this.chunks);
		if (!chunks.parse(in)) {
			Refusal reason = chunks.refusal();
			return (reason != null) ? refuse(reason) : null;
		}
		if (chunks.remaining() == 0) {
			this.phase = TRAILERS;
			this.window.open();
			this.fields.beginLines();
			return decodeTrailers(in);
		}
		if (!in.isReadable()) {
			return null;
		}
		int length = pieceOf(in, chunks.remaining());
		chunks.taken(length);
		return new DefaultHttpContent(in.readRetainedSlice(length));
	}

	private @Nullable HttpObject decodeTrailers(ByteBuf in) {
		this.window.open();
		if (!this.fields.parse(in)) {
			return pause(in, this.fields.refusal());
		}
		this.window.close(in);
		HttpHeaders trailers = this.trailers;
		this.trailers = null;
		beginRequest();
		return (trailers != null) ? new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers)
				: LastHttpContent.EMPTY_LAST_CONTENT;
	}

}
