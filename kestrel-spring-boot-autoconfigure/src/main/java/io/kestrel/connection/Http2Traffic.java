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
import io.kestrel.http2.ResponseFrame;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * What goes on on one connection of HTTP/2, over all its streams. Sits between the codec
 * and the handler that gives each stream a channel, and counts what is written; all else
 * is asked of the codec once a second. Event loop only.
 */
final class Http2Traffic extends ChannelDuplexHandler {

	static final String NAME = "kestrel.http2Traffic";

	private final ConnectionTiming timing;

	private final Http2Connection connection;

	private final Http2Tunnels tunnels = new Http2Tunnels();

	private final Http2FrameCodec codec;

	private final Http2End end;

	/** {@code null} where the codec is not ours. */
	private final @Nullable Http2Silence silence;

	private @Nullable ChannelHandlerContext context;

	private int requests;

	/** The last stream that the client had opened at the last beat. */
	private int lastStream = -1;

	Http2Traffic(Http2FrameCodec codec, HttpConnection connection) {
		this.codec = codec;
		this.connection = codec.connection();
		this.timing = connection.timing();
		this.end = new Http2End(connection, codec);
		this.silence = (codec instanceof ConnectionCodec own)
				? new Http2Silence(own, this.timing, connection.settings().limits().http2()) : null;
	}

	/**
	 * Return how the connection ends.
	 * @return its end, near or far
	 */
	Http2End end() {
		return this.end;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message.getClass() == DefaultHttp2HeadersFrame.class) {
			this.tunnels.see((DefaultHttp2HeadersFrame) message);
		}
		context.fireChannelRead(message);
	}

	/**
	 * Return the streams that may be tunnels.
	 * @return the streams
	 */
	Http2Tunnels tunnels() {
		return this.tunnels;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		// By their exact classes: see HttpMessages.
		Class<?> type = message.getClass();
		if (type == DefaultHttp2DataFrame.class && !this.tunnels.contains((DefaultHttp2DataFrame) message)) {
			this.timing.written(
					Http2CodecUtil.FRAME_HEADER_LENGTH + ((DefaultHttp2DataFrame) message).content().readableBytes());
		}
		else if (type == DefaultHttp2HeadersFrame.class) {
			// Nobody knows yet how long the fields are when they are compressed.
			this.timing.written(Http2CodecUtil.FRAME_HEADER_LENGTH);
		}
		else if (type == ResponseFrame.class) {
			this.timing
				.written(2 * Http2CodecUtil.FRAME_HEADER_LENGTH + ((ResponseFrame) message).content().readableBytes());
		}
		else if (type == DefaultHttp2ResetFrame.class) {
			context.write(reasoned((DefaultHttp2ResetFrame) message), promise);
			return;
		}
		context.write(message, promise);
	}

	/*
	 * Netty writes CANCEL where the channel of a stream closes with the response not at
	 * its end: that is an error here (RFC 9113 section 7), not a wish of the client.
	 */
	private static Http2ResetFrame reasoned(DefaultHttp2ResetFrame frame) {
		return (frame.errorCode() != Http2Error.CANCEL.code()) ? frame
				: new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR).stream(frame.stream());
	}

	/**
	 * Reset a stream for a reason of the application's.
	 * @param stream the stream
	 * @param errorCode the reason
	 */
	void reset(Http2FrameStream stream, long errorCode) {
		if (this.context != null) {
			this.context.writeAndFlush(new DefaultHttp2ResetFrame(errorCode).stream(stream));
		}
	}

	/**
	 * Count a request.
	 * @param max how many there may be on a connection
	 * @return whether it is the last one
	 */
	boolean isLastRequest(int max) {
		return ++this.requests == max;
	}

	/**
	 * Hear a beat.
	 * @param number its number
	 * @return what takes too long
	 */
	ConnectionTiming.Late beat(long number) {
		this.tunnels.forgetClosed();
		this.end.beat(number);
		if (this.end.isNear()) {
			return ConnectionTiming.Late.NOTHING;
		}
		if (this.silence != null && this.context != null && this.silence.isForever(number, this.context)) {
			return ConnectionTiming.Late.PING;
		}
		if (this.silence == null || !this.silence.isAwaitingHead(number)) {
			awaitRequest(number);
		}
		return this.timing.beat(number, isResponsePending(), isWindowLow());
	}

	private void awaitRequest(long number) {
		int last = this.connection.remote().lastStreamCreated();
		if (last != this.lastStream || this.connection.numActiveStreams() > 0) {
			this.lastStream = last;
			this.timing.busy();
		}
		if (this.connection.numActiveStreams() == 0) {
			this.timing.awaitRequestSince(number - 1);
		}
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
		return !this.connection.remote().flowController().hasFlowControlled(stream)
				|| this.tunnels.contains(stream.id());
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
	 * A request with a body has come.
	 * @param stream the channel of its stream
	 */
	void track(Http2StreamChannel stream) {
		if (this.codec instanceof ConnectionCodec own) {
			own.track(stream);
		}
	}

}
