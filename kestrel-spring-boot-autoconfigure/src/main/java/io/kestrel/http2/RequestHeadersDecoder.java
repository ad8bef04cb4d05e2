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

import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Decodes the fields of requests (RFC 7541). Up to twice the limit of their size a
 * request can be refused with 431; beyond that the connection ends, as with the original.
 */
final class RequestHeadersDecoder extends DefaultHttp2HeadersDecoder {

	/**
	 * What Huffman's code makes of an octet at most: its shortest words have five bits.
	 */
	private static final double MAX_EXPANSION = 8.0 / 5;

	private final int maxFieldSize;

	RequestHeadersDecoder(int maxTotalSize, int maxFieldSize) {
		super(true, true, 2L * maxTotalSize);
		this.maxFieldSize = maxFieldSize;
	}

	@Override
	public Http2Headers decodeHeaders(int stream, ByteBuf block) throws Http2Exception {
		boolean large = block.readableBytes() * MAX_EXPANSION > this.maxFieldSize;
		Http2Headers headers = super.decodeHeaders(stream, block);
		if (large) {
			// What comes out of the table was looked at when it came in.
			checkSizes(headers);
		}
		return headers;
	}

	private void checkSizes(Http2Headers headers) throws Http2Exception {
		for (Map.Entry<CharSequence, CharSequence> field : headers) {
			int size = Math.max(field.getKey().length(), field.getValue().length());
			if (size > this.maxFieldSize) {
				throw Http2Exception.connectionError(Http2Error.COMPRESSION_ERROR,
						"A name or value of %d octets is longer than the limit of %d", size, this.maxFieldSize);
			}
		}
	}

	/*
	 * Netty would take the announced limit for that of the decoder, once the client has
	 * acknowledged it.
	 */
	@Override
	public void maxHeaderListSize(long max, long goAwayMax) throws Http2Exception {
		super.maxHeaderListSize(2 * max, 2 * max);
	}

}
