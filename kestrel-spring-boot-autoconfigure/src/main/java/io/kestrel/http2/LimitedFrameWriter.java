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

import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersEncoder;

/**
 * Writes frames that are never longer than those we take, whatever the client takes: what
 * is written whole has to be in memory whole. As the original.
 */
final class LimitedFrameWriter extends DefaultHttp2FrameWriter {

	private final int maxFrameSize;

	LimitedFrameWriter(Http2HeadersEncoder encoder, int maxFrameSize) {
		super(encoder);
		this.maxFrameSize = maxFrameSize;
	}

	@Override
	public void maxFrameSize(int size) throws Http2Exception {
		// Checks the size, too.
		super.maxFrameSize(size);
		super.maxFrameSize(Math.min(size, this.maxFrameSize));
	}

}
