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

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Decodes the fields of requests (RFC 7541). Up to twice the limit of their size a
 * request can be refused with 431; beyond that the connection ends, as with the original.
 */
final class RequestHeadersDecoder extends DefaultHttp2HeadersDecoder {

	private final FieldLimits limits;

	/** Those that are decoded now. */
	private RequestFields fields;

	RequestHeadersDecoder(FieldLimits limits) {
		super(false, false, limits.hardSize());
		this.limits = limits;
		this.fields = new RequestFields(limits);
	}

	@Override
	protected Http2Headers newHeaders() {
		this.fields = new RequestFields(this.limits);
		return this.fields;
	}

	@Override
	public Http2Headers decodeHeaders(int stream, ByteBuf block) throws Http2Exception {
		try {
			return super.decodeHeaders(stream, block);
		}
		catch (Http2Exception.HeaderListSizeException ex) {
			// Thrown behind the last field, so that the next request can be decoded.
			return this.fields.tooLarge();
		}
	}

	/*
	 * Netty would take the announced limit for that of the decoder, once the client has
	 * acknowledged it.
	 */
	@Override
	public void maxHeaderListSize(long max, long goAwayMax) throws Http2Exception {
		super.maxHeaderListSize(this.limits.hardSize(), this.limits.hardSize());
	}

}
