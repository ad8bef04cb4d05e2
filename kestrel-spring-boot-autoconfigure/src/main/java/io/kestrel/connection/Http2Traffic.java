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

package io.kestrel.connection;

import io.kestrel.http2.ConnectionCodec;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * What goes on on one connection of HTTP/2, over all its streams. Sits between the codec
 * and the handler that gives each stream a channel, and counts what is written; all else
 * is asked of the codec once a second. Event loop only.
 */
final class Http2Traffic extends ChannelOutboundHandlerAdapter {

	static final String NAME = "kestrel.http2Traffic";

	private final ConnectionTiming timing;

	private final Http2Connection connection;

	private final Http2FrameCodec codec;

	private @Nullable ChannelHandlerContext context;

	/** The last stream that the client had opened at the last beat. */
	private int lastStream = -1;

	/** The head that had come in part at the last beat. */
	private int pendingHead;

	Http2Traffic(Http2FrameCodec codec, ConnectionTiming timing) {
		this.codec = codec;
		this.connection = codec.connection();
		this.timing = timing;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		// By their exact classes: see HttpMessages.
		Class<?> type = message.getClass();
		if (type == DefaultHttp2DataFrame.class) {
			this.timing.written(
					Http2CodecUtil.FRAME_HEADER_LENGTH + ((DefaultHttp2DataFrame) message).content().readableBytes());
		}
		else if (type == DefaultHttp2HeadersFrame.class) {
			// Nobody knows yet how long the fields are when they are compressed.
			this.timing.written(Http2CodecUtil.FRAME_HEADER_LENGTH);
		}
		context.write(message, promise);
	}

	/**
	 * Hear a beat.
	 * @param number its number
	 * @return what takes too long
	 */
	ConnectionTiming.Late beat(long number) {
		int last = this.connection.remote().lastStreamCreated();
		if (this.pendingHead == 0 && (last != this.lastStream || this.connection.numActiveStreams() > 0)) {
			this.lastStream = last;
			this.timing.busy();
		}
		int head = (this.codec instanceof ConnectionCodec own) ? own.pendingHead() : 0;
		if (head != this.pendingHead) {
			this.pendingHead = head;
			this.timing.busy();
		}
		if (head != 0) {
			this.timing.awaitHead();
		}
		else if (this.connection.numActiveStreams() == 0) {
			this.timing.awaitRequestSince(number - 1);
		}
		return this.timing.beat(number, isResponsePending(), isWindowLow());
	}

	/* Waiting for the client to open its window counts as waiting for the client. */
	private boolean isResponsePending() {
		return isSocketFull() || isWindowAwaited();
	}

	private boolean isSocketFull() {
		if (this.context == null) {
			return false;
		}
		ChannelOutboundBuffer buffer = this.context.channel().unsafe().outboundBuffer();
		return buffer != null && buffer.size() > 0;
	}

	private boolean isWindowAwaited() {
		try {
			return this.connection.forEachActiveStream(this::hasNothingToSend) != null;
		}
		catch (Http2Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean hasNothingToSend(Http2Stream stream) {
		return !this.connection.remote().flowController().hasFlowControlled(stream);
	}

	/*
	 * Whether applications that do not read have nearly used up what the client may send
	 * on the connection, so that the others can't get their bodies.
	 */
	private boolean isWindowLow() {
		Http2LocalFlowController flow = this.connection.local().flowController();
		Http2Stream all = this.connection.connectionStream();
		return flow.windowSize(all) < flow.initialWindowSize(all) / 2;
	}

	/**
	 * A request has come.
	 * @param stream the channel of its stream
	 */
	void track(Http2StreamChannel stream) {
		if (this.codec instanceof ConnectionCodec own) {
			own.track(stream);
		}
	}

	/**
	 * Tell the client that this is the end. It stays unheard if the client does not read.
	 */
	void sayGoodbye() {
		if (this.context != null) {
			DefaultHttp2GoAwayFrame goAway = new DefaultHttp2GoAwayFrame(Http2Error.INTERNAL_ERROR);
			// Whatever was opened, it is not worth repeating at once.
			goAway.setExtraStreamIds(Integer.MAX_VALUE);
			this.context.writeAndFlush(goAway);
		}
	}

}
