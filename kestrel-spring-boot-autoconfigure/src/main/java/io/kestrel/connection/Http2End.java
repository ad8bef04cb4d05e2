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

import io.kestrel.timing.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * How a connection of HTTP/2 ends, so that no request is lost (RFC 9113 section 6.8).
 * While there are streams, a first GOAWAY names none of them, and the client may still
 * send what it had begun to; a second one, a moment later or when the last stream ends,
 * names the last. When there is no stream any more, the sending side is closed, and what
 * the client still sends is thrown away for a moment: a close would be a reset, and that
 * makes a client forget what it has not read yet. Event loop only.
 */
final class Http2End extends Http2ConnectionAdapter {

	/** At least a round trip, and time to send a lost segment again. */
	private static final int MOMENT_SECONDS = 1;

	private final HttpConnection connection;

	private final Http2FrameCodec codec;

	private State state = State.OPEN;

	/** The first beat of the next state, where time makes one. */
	private long due = Long.MAX_VALUE;

	Http2End(HttpConnection connection, Http2FrameCodec codec) {
		this.connection = connection;
		this.codec = codec;
		codec.connection().addListener(this);
	}

	/**
	 * Let the streams that are there end, and those that the client is opening now. Does
	 * nothing the second time.
	 */
	void begin() {
		if (this.state == State.CLIENT_LEAVES || this.state == State.OPEN) {
			if (isIdle()) {
				leave();
				return;
			}
			this.state = State.ANNOUNCED;
			awaitMoment();
			// Past Netty's own bookkeeping: nothing changes yet, and it would take
			// another
			// GOAWAY with this number, that of an error, for a repetition.
			writeGoAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
		}
	}

	/**
	 * Hear a beat.
	 * @param number its number
	 */
	void beat(long number) {
		if (number < this.due) {
			return;
		}
		this.due = Long.MAX_VALUE;
		if (this.state == State.ANNOUNCED) {
			nameLastStream(Http2Error.NO_ERROR);
		}
		else {
			this.connection.abort();
		}
	}

	@Override
	public void onGoAwayReceived(int lastStream, long code, ByteBuf data) {
		if (this.state == State.OPEN) {
			this.state = State.CLIENT_LEAVES;
			this.connection.execute(this::leaveIfIdle);
		}
	}

	@Override
	public void onStreamClosed(Http2Stream stream) {
		if (this.state != State.OPEN && this.state != State.LEFT) {
			// Whoever closes the stream still works with it.
			this.connection.execute(this::leaveIfIdle);
		}
	}

	private void leaveIfIdle() {
		if (this.state != State.LEFT && isIdle()) {
			leave();
		}
	}

	private boolean isIdle() {
		return this.codec.connection().numActiveStreams() == 0;
	}

	/**
	 * End the connection of a client whose streams nobody looks at.
	 * @param error why
	 */
	void refuse(Http2Error error) {
		nameLastStream(error);
		leave();
	}

	private void nameLastStream(Http2Error error) {
		this.state = State.NAMED;
		ChannelHandlerContext context = context();
		this.codec.goAway(context, this.codec.connection().remote().lastStreamCreated(), error.code(),
				Unpooled.EMPTY_BUFFER, context.newPromise());
		context.flush();
	}

	private void leave() {
		if (!this.connection.channel().isActive()) {
			return;
		}
		if (this.state != State.NAMED) {
			nameLastStream(Http2Error.NO_ERROR);
		}
		this.state = State.LEFT;
		awaitMoment();
		// Behind everything that is still to be sent.
		context().writeAndFlush(Unpooled.EMPTY_BUFFER)
			.addListener((sent) -> UnreadBody.shutdownOutput(this.connection.channel()));
	}

	private void awaitMoment() {
		this.due = Deadline.due(this.connection.timing().heartbeat().number(), MOMENT_SECONDS);
	}

	/**
	 * Return whether there is nothing to wait for any more but the client's end.
	 * @return whether the last stream has ended
	 */
	boolean isNear() {
		return this.state == State.LEFT;
	}

	/**
	 * Tell the client that this is the end, at once, and that nothing is certain about
	 * its streams. It stays unheard if the client does not read.
	 */
	void tellAbort() {
		if (this.state != State.LEFT && this.connection.channel().isActive()) {
			int named = this.codec.connection().remote().lastStreamKnownByPeer();
			writeGoAway((named >= 0) ? named : Integer.MAX_VALUE, Http2Error.INTERNAL_ERROR);
		}
	}

	private void writeGoAway(int lastStream, Http2Error error) {
		ChannelHandlerContext context = context();
		this.codec.encoder()
			.frameWriter()
			.writeGoAway(context, lastStream, error.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
		context.flush();
	}

	private ChannelHandlerContext context() {
		return this.connection.channel().pipeline().context(this.codec);
	}

	private enum State {

		/** Requests come in. */
		OPEN,

		/** The client has sent GOAWAY. */
		CLIENT_LEAVES,

		/** The first GOAWAY is sent. */
		ANNOUNCED,

		/** The last GOAWAY is sent, and streams are under way. */
		NAMED,

		/** The last stream has ended. */
		LEFT

	}

}
