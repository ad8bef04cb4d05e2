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
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Decodes the fields of requests (RFC 7541). Up to twice the limit of their size a
 * request can be refused with 431; beyond that the connection ends, as with the original.
 */
final class RequestHeadersDecoder extends DefaultHttp2HeadersDecoder {

	private static final int MAX_SIZE_UPDATES = 2;

	private static final int UPDATE = 0x20;

	private static final int UPDATE_MASK = 0xe0;

	private static final int UPDATE_PREFIX = 0x1f;

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
		checkUpdates(block);
		try {
			return super.decodeHeaders(stream, block);
		}
		catch (Http2Exception.HeaderListSizeException ex) {
			// Thrown behind the last field, so that the next request can be decoded.
			return this.fields.tooLarge();
		}
	}

	/*
	 * RFC 7541 section 4.2: the smallest size of the dynamic table and the last one.
	 * Netty takes any number of them, and allocates a table for each.
	 */
	private static void checkUpdates(ByteBuf block) throws Http2Exception {
		int index = block.readerIndex();
		for (int updates = 0; isUpdate(block, index); index = behindInteger(block, index)) {
			updates++;
			if (updates > MAX_SIZE_UPDATES) {
				throw Http2Exception.connectionError(Http2Error.COMPRESSION_ERROR,
						"More than %d changes of the size of the dynamic table", MAX_SIZE_UPDATES);
			}
		}
	}

	private static boolean isUpdate(ByteBuf block, int index) {
		return index < block.writerIndex() && (block.getByte(index) & UPDATE_MASK) == UPDATE;
	}

	/* Section 5.1: a prefix of five bits, and if they are all set, groups of seven. */
	private static int behindInteger(ByteBuf block, int start) {
		int index = start;
		if ((block.getByte(index++) & UPDATE_PREFIX) == UPDATE_PREFIX) {
			while (index < block.writerIndex() && block.getByte(index) < 0) {
				index++;
			}
			index++;
		}
		return index;
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
