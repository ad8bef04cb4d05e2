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
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of frames and streams (RFC 9113 sections 5 and 6) that Netty does not keep,
 * or keeps another way than the original. Hears each frame before its stream does.
 */
final class FrameRules extends Http2FrameListenerDecorator {

	private final StreamHistory streams;

	private final Http2Connection connection;

	private final MessageRules messages;

	private final AbuseGuard guard;

	private final ReadingTurn turn;

	FrameRules(StreamHistory streams, Http2Connection connection, MessageRules messages, AbuseGuard guard,
			ReadingTurn turn, Http2FrameListener listener) {
		super(listener);
		this.streams = streams;
		this.connection = connection;
		this.messages = messages;
		this.guard = guard;
		this.turn = turn;
	}

	@Override
	public int onDataRead(ChannelHandlerContext context, int number, ByteBuf data, int padding, boolean end)
			throws Http2Exception {
		this.guard.receiveData(data.readableBytes(), end);
		Http2Stream stream = this.connection.stream(number);
		if (isLate(number, stream)) {
			// It counts for the connection all the same (section 5.1).
			this.connection.local().flowController().receiveFlowControlledFrame(null, data, padding, end);
			return data.readableBytes() + padding;
		}
		checkOpen(number, stream);
		try {
			return super.onDataRead(context, number, data, padding, end);
		}
		catch (Http2Exception.StreamException ex) {
			if (ex.error() == Http2Error.FLOW_CONTROL_ERROR) {
				throw error(Http2Error.FLOW_CONTROL_ERROR, "The window of stream %d is used up", number);
			}
			refuseLength(context, number, ex);
			return 0;
		}
	}

	@Override
	public void onHeadersRead(ChannelHandlerContext context, int number, Http2Headers headers, int padding, boolean end)
			throws Http2Exception {
		this.guard.check();
		if (!admits(number, end) || !this.messages.admit(context, number, headers, end)) {
			return;
		}
		try {
			super.onHeadersRead(context, number, headers, padding, end);
			if (!end) {
				this.messages.begin(number, headers);
			}
			this.turn.check();
		}
		catch (Http2Exception.StreamException ex) {
			refuseLength(context, number, ex);
		}
	}

	/*
	 * Netty compares the length of a body. Its error would pass through the handlers of
	 * the stream, which would log it as one of the application.
	 */
	private void refuseLength(ChannelHandlerContext context, int number, Http2Exception.StreamException ex)
			throws Http2Exception {
		if (ex.error() != Http2Error.PROTOCOL_ERROR) {
			throw ex;
		}
		this.messages.refuseLength(context, number);
	}

	@Override
	public void onHeadersRead(ChannelHandlerContext context, int number, Http2Headers headers, int dependency,
			short weight, boolean exclusive, int padding, boolean end) throws Http2Exception {
		checkDependency(number, dependency);
		// Priorities are ignored.
		onHeadersRead(context, number, headers, padding, end);
	}

	private boolean admits(int number, boolean end) throws Http2Exception {
		if ((number & 1) == 0) {
			throw error(Http2Error.PROTOCOL_ERROR, "A client must not open stream %d", number);
		}
		if (this.streams.open(number)) {
			if (isLate(number)) {
				this.guard.receive(FrameCost.LATE_HEADERS);
				return false;
			}
			checkRoom(number);
			this.guard.receiveRequest();
			return true;
		}
		Http2Stream stream = this.connection.stream(number);
		if (isLate(number, stream)) {
			this.guard.receive(FrameCost.LATE_HEADERS);
			return false;
		}
		checkOpen(number, stream);
		if (!end) {
			throw error(Http2Error.PROTOCOL_ERROR, "Trailers of stream %d do not end it", number);
		}
		return true;
	}

	/*
	 * Netty refuses it too, but then takes what follows of the stream for an error of the
	 * whole connection.
	 */
	private void checkRoom(int number) throws Http2Exception {
		if (!this.connection.remote().canOpenStream()) {
			this.streams.remember(number);
			throw Http2Exception.streamError(number, Http2Error.REFUSED_STREAM,
					"Maximum active streams violated for this endpoint");
		}
	}

	/* Sections 5.1 and 6.1: what comes after the end of a stream. */
	private void checkOpen(int number, @Nullable Http2Stream stream) throws Http2Exception {
		if (stream == null) {
			throw this.streams.isKnown(number) ? error(Http2Error.STREAM_CLOSED, "Stream %d is over", number)
					: error(Http2Error.PROTOCOL_ERROR, "Stream %d was never opened", number);
		}
		if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
			throw error(Http2Error.STREAM_CLOSED, "The request of stream %d has ended", number);
		}
	}

	private boolean isLate(int number, @Nullable Http2Stream stream) {
		return (stream != null) ? stream.isResetSent() : isLate(number);
	}

	/*
	 * Whether the client could not know better: we have reset the stream, or sent GOAWAY.
	 */
	private boolean isLate(int number) {
		return this.streams.isReset(number)
				|| (this.connection.goAwaySent() && number > this.connection.remote().lastStreamKnownByPeer());
	}

	@Override
	public void onPriorityRead(ChannelHandlerContext context, int number, int dependency, short weight,
			boolean exclusive) throws Http2Exception {
		this.guard.receive(FrameCost.PRIORITY);
		checkDependency(number, dependency);
		// Ignored.
	}

	/* Section 5.3.1 of RFC 7540; the newer document leaves it open. */
	private static void checkDependency(int number, int dependency) throws Http2Exception {
		if (number == dependency) {
			throw error(Http2Error.PROTOCOL_ERROR, "Stream %d depends on itself", number);
		}
	}

	@Override
	public void onWindowUpdateRead(ChannelHandlerContext context, int number, int increment) throws Http2Exception {
		this.guard.receive(FrameCost.WINDOW_UPDATE);
		if (number != 0 && !this.streams.isKnown(number)) {
			throw error(Http2Error.PROTOCOL_ERROR, "Stream %d was never opened", number);
		}
		if (number == 0 || this.connection.stream(number) != null) {
			super.onWindowUpdateRead(context, number, increment);
		}
	}

	@Override
	public void onRstStreamRead(ChannelHandlerContext context, int number, long code) throws Http2Exception {
		if (!this.streams.isKnown(number)) {
			throw error(Http2Error.PROTOCOL_ERROR, "Stream %d was never opened", number);
		}
		Http2Stream stream = this.connection.stream(number);
		if (stream != null && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
			// It has its response, and stops sending a body that nobody waits for.
			this.guard.receive(FrameCost.LATE_RESET);
		}
		else {
			this.guard.receiveReset();
		}
		if (stream != null) {
			// Netty does not know those that we have refused.
			super.onRstStreamRead(context, number, code);
			this.turn.check();
		}
	}

	@Override
	public void onUnknownFrame(ChannelHandlerContext context, byte type, int number, Http2Flags flags, ByteBuf payload)
			throws Http2Exception {
		this.guard.receive(FrameCost.UNKNOWN);
		// Section 5.5: ignored. Nobody behind would do anything with it either.
	}

	@Override
	public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
		this.guard.receive(FrameCost.SETTINGS);
		super.onSettingsRead(context, settings);
		this.turn.check();
	}

	@Override
	public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
		this.guard.receive(FrameCost.PING);
		super.onPingRead(context, data);
	}

	@Override
	public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
		this.guard.receive(FrameCost.PING);
		super.onPingAckRead(context, data);
	}

	@Override
	public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long code, ByteBuf text)
			throws Http2Exception {
		this.guard.receive(FrameCost.GOAWAY);
		super.onGoAwayRead(context, lastStream, code, text);
	}

	private static Http2Exception error(Http2Error error, String text, Object... arguments) {
		return Http2Exception.connectionError(error, text, arguments);
	}

}
