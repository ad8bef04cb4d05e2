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

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Decodes the fields of requests (RFC 7541). Up to twice the limit of their size a
 * request can be refused with 431; beyond that the connection ends, as with the original.
 */
final class RequestHeadersDecoder extends DefaultHttp2HeadersDecoder {

	RequestHeadersDecoder(int maxTotalSize) {
		super(true, true, 2L * maxTotalSize);
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
