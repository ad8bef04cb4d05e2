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
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Lets {@link AbuseGuard} know what is sent.
 */
final class MeteredFrameWriter extends DecoratingHttp2FrameWriter {

	/** Shorter frames are worth a look at the window. */
	private static final int SHORT = 256;

	private final Http2Connection connection;

	private final AbuseGuard guard;

	MeteredFrameWriter(Http2FrameWriter writer, Http2Connection connection, AbuseGuard guard) {
		super(writer);
		this.connection = connection;
		this.guard = guard;
	}

	@Override
	public ChannelFuture writeData(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end,
			ChannelPromise promise) {
		int length = data.readableBytes();
		this.guard.sendData(length > 0 && length < SHORT && !end && isWindowUsedUp(stream, length));
		if (end) {
			this.guard.sendEnd();
		}
		return super.writeData(context, stream, data, padding, end, promise);
	}

	/* The windows are still those before this frame. */
	private boolean isWindowUsedUp(int number, int length) {
		Http2RemoteFlowController flow = this.connection.remote().flowController();
		Http2Stream stream = this.connection.stream(number);
		return stream != null
				&& (flow.windowSize(stream) <= length || flow.windowSize(this.connection.connectionStream()) <= length);
	}

	@Override
	public ChannelFuture writeHeaders(ChannelHandlerContext context, int stream, Http2Headers headers, int padding,
			boolean end, ChannelPromise promise) {
		if (end) {
			this.guard.sendEnd();
		}
		return super.writeHeaders(context, stream, headers, padding, end, promise);
	}

}
