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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamFrame;
import org.jspecify.annotations.Nullable;

/**
 * A whole response on its way from a stream to {@link ConnectionCodec}, which makes
 * HEADERS and DATA of it. One message instead of two is one promise instead of four.
 */
public final class ResponseFrame extends DefaultByteBufHolder implements Http2StreamFrame {

	private final Http2Headers headers;

	private @Nullable Http2FrameStream stream;

	/**
	 * Create a response.
	 * @param headers its status and its fields
	 * @param body its body, which is released with it
	 */
	public ResponseFrame(Http2Headers headers, ByteBuf body) {
		super(body);
		this.headers = headers;
	}

	Http2Headers headers() {
		return this.headers;
	}

	@Override
	public ResponseFrame stream(Http2FrameStream stream) {
		this.stream = stream;
		return this;
	}

	@Override
	public @Nullable Http2FrameStream stream() {
		return this.stream;
	}

	@Override
	public String name() {
		return "HEADERS and DATA";
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

	int number() {
		return Objects.requireNonNull(this.stream).id();
	}

}
