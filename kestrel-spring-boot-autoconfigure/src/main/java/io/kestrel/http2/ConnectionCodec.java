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

import java.util.List;

import io.kestrel.http.ResponseEncoder;
import io.kestrel.limits.Http2Limits;
import io.kestrel.limits.ServerLimits;
import io.kestrel.time.Heartbeat;
import io.kestrel.time.NextTurn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The codec of one connection of HTTP/2: Netty's, with our settings and windows, without
 * priorities, and with {@link FrameRules} between the octets and the streams. Reactor
 * Netty's own can't be given any of them.
 */
public final class ConnectionCodec extends Http2FrameCodec {

	/** CONTINUATION frames that are nearly empty, one after the other: Netty's number. */
	private static final int MAX_SMALL_CONTINUATIONS = 16;

	private final GatheringFrameWriter writer;

	private final int window;

	private final StrictFrameReader reader;

	private final StreamChannels channels;

	/** The value of the field Server, {@code null} for none. */
	private final @Nullable AsciiString server;

	/** Whether something has come in this turn. */
	private boolean reading;

	/** Whether what has come waits for the next turn of the connection. */
	private boolean waiting;

	/** Whether the connection is read by itself after that. */
	private boolean readingOn;

	private ConnectionCodec(Http2ConnectionEncoder encoder, Http2ConnectionDecoder decoder, Http2Settings settings,
			GatheringFrameWriter writer, Http2Limits limits, StrictFrameReader reader, @Nullable AsciiString server) {
		super(encoder, decoder, settings, false, true);
		this.writer = writer;
		this.reader = reader;
		this.server = server;
		// Behind the codec's own listener, which it has added just now.
		this.channels = new StreamChannels(connection());
		this.window = limits.connectionWindow();
		// Only now: from what the settings say before, Netty makes a window of the
		// connection that is larger than ours.
		settings.initialWindowSize(limits.streamWindow());
		// Who ends the connection limits the time.
		gracefulShutdownTimeoutMillis(-1);
	}

	/**
	 * Create the codec of a connection.
	 * @param limits what its endpoint allows
	 * @param secure whether it is encrypted
	 * @param server the value of the field Server in responses, {@code null} for none
	 * @param heartbeat that of its event loop
	 * @param sink hears of refused requests
	 * @return the codec
	 */
	public static ConnectionCodec create(ServerLimits limits, boolean secure, @Nullable String server,
			Heartbeat heartbeat, RefusalSink sink) {
		AsciiString name = (server != null) ? new AsciiString(server) : null;
		Http2Limits http2 = limits.http2();
		Http2Connection connection = new DefaultHttp2Connection(true);
		AbuseGuard guard = new AbuseGuard(http2.maxStreams(), heartbeat);
		connection.remote().maxActiveStreams(http2.maxStreams());
		// Priorities are deprecated (RFC 9113 section 5.3.2), and cost time for each
		// stream.
		connection.remote()
			.flowController(
					new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
		GatheringFrameWriter writer = new GatheringFrameWriter(new ResponseHeadersEncoder(http2.headerTableSize()),
				http2.maxFrameSize());
		Http2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection,
				new MeteredFrameWriter(writer, connection, guard));
		StreamHistory streams = new StreamHistory(connection);
		MessageRules messages = new MessageRules(encoder, streams, limits, secure, name, guard, sink);
		StrictFrameReader reader = new StrictFrameReader(
				new DefaultHttp2FrameReader(new RequestHeadersDecoder(FieldLimits.of(limits)), MAX_SMALL_CONTINUATIONS),
				connection, streams, messages, guard);
		Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(connection, encoder, reader,
				Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false, false);
		return new ConnectionCodec(encoder, decoder, settings(limits), writer, http2, reader, name);
	}

	/* Only what differs from what a client takes for granted, as the original does. */
	private static Http2Settings settings(ServerLimits limits) {
		Http2Limits http2 = limits.http2();
		Http2Settings settings = new Http2Settings().maxConcurrentStreams(http2.maxStreams())
			.maxHeaderListSize(limits.maxRequestHeadersTotalSize())
			.connectProtocolEnabled(true);
		if (http2.headerTableSize() != Http2Limits.DEFAULT.headerTableSize()) {
			settings.headerTableSize(http2.headerTableSize());
		}
		if (http2.maxFrameSize() != Http2Limits.DEFAULT.maxFrameSize()) {
			settings.maxFrameSize(http2.maxFrameSize());
		}
		return settings;
	}

	/**
	 * Return how many frames the client has sent, those included that were refused.
	 * @return the number
	 */
	public long frames() {
		return this.reader.scanner().frames();
	}

	/**
	 * Return which field section has come in part: the client owes a CONTINUATION (RFC
	 * 9113 section 6.10).
	 * @return a number that no other one of the connection has, 0 if there is none
	 */
	public long openHead() {
		return this.reader.scanner().openHead();
	}

	/**
	 * Close the channel of a stream with the stream at the latest, though some of its
	 * body is unread.
	 * @param stream its channel
	 */
	public void track(Http2StreamChannel stream) {
		this.channels.add(stream);
	}

	/**
	 * Let the client send as much on the connection as it may. Settings can't say so, so
	 * call it when the codec is in its place.
	 * @param context the codec's
	 */
	public void openWindow(ChannelHandlerContext context) {
		ConnectionWindow.open(context, connection(), this.window);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (!this.waiting && !this.reading) {
			this.reading = true;
			this.reader.turn().begin();
		}
		super.channelRead(context, message);
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf input, List<Object> output) throws Exception {
		super.decode(context, input, output);
		if (this.reader.turn().isOver() && !this.waiting) {
			this.waiting = true;
			this.readingOn = context.channel().config().isAutoRead();
			context.channel().config().setAutoRead(false);
			NextTurn.schedule(context.executor(), () -> goOn(context));
		}
	}

	private void goOn(ChannelHandlerContext context) {
		if (context.isRemoved()) {
			return;
		}
		try {
			this.reader.turn().begin();
			super.channelRead(context, Unpooled.EMPTY_BUFFER);
			if (this.reader.turn().isOver()) {
				NextTurn.schedule(context.executor(), () -> goOn(context));
			}
			else {
				this.waiting = false;
				context.channel().config().setAutoRead(this.readingOn);
			}
			channelReadComplete(context);
		}
		catch (Exception ex) {
			context.fireExceptionCaught(ex);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		this.reading = false;
		if (this.waiting) {
			// Without asking for more.
			context.fireChannelReadComplete();
			flush(context);
		}
		else {
			super.channelReadComplete(context);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof ResponseFrame response) {
			int stream = response.number();
			ResponseFields.complete(response.headers(), this.server);
			encoder().writeHeaders(context, stream, response.headers(), 0, false, context.newPromise());
			if (!writeAtOnce(context, stream, response.content(), promise)) {
				encoder().writeData(context, stream, response.content(), 0, true, promise);
			}
		}
		else {
			if (message instanceof Http2HeadersFrame head) {
				ResponseFields.complete(head.headers(), this.server);
			}
			super.write(context, message, promise);
		}
	}

	/*
	 * The way of a body through Netty's queue of what waits for the client costs more
	 * than all else that is done for a small response. So it goes past, if nothing has to
	 * wait.
	 */
	private boolean writeAtOnce(ChannelHandlerContext context, int number, ByteBuf body, ChannelPromise promise) {
		Http2Connection connection = connection();
		Http2Stream stream = connection.stream(number);
		int length = body.readableBytes();
		if (stream == null || length > ResponseEncoder.MOST_COPIED || !context.channel().isWritable()) {
			return false;
		}
		Http2RemoteFlowController flow = connection.remote().flowController();
		Http2Stream all = connection.connectionStream();
		if (stream.state() != Http2Stream.State.HALF_CLOSED_REMOTE || flow.hasFlowControlled(stream)
				|| flow.windowSize(stream) < length || flow.windowSize(all) < length) {
			return false;
		}
		try {
			flow.incrementWindowSize(stream, -length);
			flow.incrementWindowSize(all, -length);
		}
		catch (Http2Exception ex) {
			throw new IllegalStateException(ex);
		}
		closeStreamLocal(stream, encoder().frameWriter().writeData(context, number, body, 0, true, promise));
		return true;
	}

	@Override
	public void flush(ChannelHandlerContext context) {
		try {
			encoder().flowController().writePendingBytes();
			this.writer.writeOut(context);
			context.flush();
		}
		catch (Http2Exception | RuntimeException ex) {
			onError(context, true, ex);
		}
	}

	/*
	 * Netty would close the connection as soon as GOAWAY is written. What the client has
	 * sent meanwhile would make a reset of that, which can overtake the GOAWAY: who hears
	 * of the error ends the connection in order.
	 */
	@Override
	protected void onConnectionError(ChannelHandlerContext context, boolean outbound, Throwable cause,
			@Nullable Http2Exception error) {
		if (outbound || error == null) {
			super.onConnectionError(context, outbound, cause, error);
			return;
		}
		this.reader.discard();
		this.writer.writeGoAway(context, connection().remote().lastStreamCreated(), error.error().code(),
				ByteBufUtil.writeUtf8(context.alloc(), error.getMessage()), context.newPromise());
		context.flush();
		connection().close(context.voidPromise());
		context.fireExceptionCaught(cause);
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
		this.writer.writeOut(context);
		super.close(context, promise);
	}

}
