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

import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersEncoder;

/**
 * Encodes the fields of responses (RFC 7541). The client says how large its table is, and
 * ours is as large: it must not make us keep more than the limit.
 */
final class ResponseHeadersEncoder extends DefaultHttp2HeadersEncoder {

	private final int maxTableSize;

	ResponseHeadersEncoder(int maxTableSize) {
		super(Http2HeadersEncoder.NEVER_SENSITIVE, true);
		this.maxTableSize = maxTableSize;
		limitTable(maxTableSize);
	}

	private void limitTable(long size) {
		if (size < maxHeaderTableSize()) {
			try {
				super.maxHeaderTableSize(size);
			}
			catch (Http2Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public void maxHeaderTableSize(long size) throws Http2Exception {
		super.maxHeaderTableSize(Math.min(size, this.maxTableSize));
	}

}
