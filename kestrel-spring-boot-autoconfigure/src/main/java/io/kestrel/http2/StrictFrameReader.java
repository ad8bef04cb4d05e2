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

import io.kestrel.time.TimeSlice;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames as Netty does, and shows them to {@link FrameRules} before they reach
 * their stream.
 */
final class StrictFrameReader implements Http2FrameReader {

	private final Http2FrameReader reader;

	private final Http2Connection connection;

	private final AbuseGuard guard;

	/** Whether nothing more is read. */
	private boolean failed;

	private @Nullable Http2FrameListener behind;

	private @Nullable FrameRules rules;

	private final FrameScanner scanner = new FrameScanner();

	private final ReadingTurn turn = new ReadingTurn(new TimeSlice(ReadingTurn.LENGTH));

	private final StreamHistory streams;

	private final MessageRules messages;

	StrictFrameReader(Http2FrameReader reader, Http2Connection connection, StreamHistory streams, MessageRules messages,
			AbuseGuard guard) {
		this.reader = reader;
		this.connection = connection;
		this.streams = streams;
		this.messages = messages;
		this.guard = guard;
	}

	@Override
	public void readFrame(ChannelHandlerContext context, ByteBuf input, Http2FrameListener listener)
			throws Http2Exception {
		if (this.failed) {
			input.skipBytes(input.readableBytes());
			return;
		}
		this.scanner.scan(input);
		int start = input.readerIndex();
		int end = input.writerIndex();
		this.turn.read(input);
		this.turn.check();
		try {
			this.reader.readFrame(context, input, rules(listener));
		}
		catch (Http2Exception.StreamException ex) {
			if (ex.error() == Http2Error.FRAME_SIZE_ERROR || ex.error() == Http2Error.PROTOCOL_ERROR) {
				// Frames that Netty finds malformed: PRIORITY of a wrong length or of a
				// stream
				// that depends on itself, padding that is too long, WINDOW_UPDATE by
				// nothing.
				// RFC 9113 leaves the choice for most; as the original.
				this.failed = true;
				throw Http2Exception.connectionError(ex.error(), ex, "%s", ex.getMessage());
			}
			meter(ex);
			throw ex;
		}
		finally {
			this.turn.check();
			this.turn.stop(end);
			this.scanner.read(input.readerIndex() - start);
		}
	}

	/* What is wrong with a stream costs a reset. Netty's reader would go on. */
	private void meter(Http2Exception.StreamException ex) throws RefusedException {
		try {
			this.guard.receiveStreamError(ex.error());
		}
		catch (RefusedException abuse) {
			this.failed = true;
			throw abuse;
		}
	}

	/**
	 * Read nothing more, and throw away what still comes.
	 */
	void discard() {
		this.failed = true;
	}

	ReadingTurn turn() {
		return this.turn;
	}

	FrameScanner scanner() {
		return this.scanner;
	}

	/* Netty has another listener until the first frame has come. */
	private FrameRules rules(Http2FrameListener listener) {
		FrameRules rules = this.rules;
		if (rules == null || listener != this.behind) {
			rules = new FrameRules(this.streams, this.connection, this.messages, this.guard, this.turn, listener);
			this.rules = rules;
			this.behind = listener;
		}
		return rules;
	}

	@Override
	public Configuration configuration() {
		return this.reader.configuration();
	}

	@Override
	public void close() {
		this.reader.close();
	}

}
