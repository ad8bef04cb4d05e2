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

import java.nio.channels.ClosedChannelException;

import io.kestrel.http.ResponseEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of responses one behind the other into one buffer until the codec
 * flushes. Netty makes four buffers of a small response, and the socket, or TLS, has to
 * take each of them by itself. Whoever calls {@link #writeOut} before each flush gets the
 * frames in the order in which they were written. Event loop only.
 */
final class GatheringFrameWriter extends DecoratingHttp2FrameWriter {

	/** A buffer of this number of bytes is passed on before the flush. */
	private static final int FULL = 16 * 1024;

	private static final int SMALLEST = 256;

	private final Http2HeadersEncoder encoder;

	private @Nullable ByteBuf buffer;

	private WriteBatch batch = new WriteBatch();

	/** How much the last buffer took. */
	private int usual = SMALLEST;

	/**
	 * Create a writer.
	 * @param encoder encodes the fields, for the connection alone
	 * @param maxFrameSize number of bytes of the longest frame, whatever the client takes
	 */
	GatheringFrameWriter(Http2HeadersEncoder encoder, int maxFrameSize) {
		super(new LimitedFrameWriter(encoder, maxFrameSize));
		this.encoder = encoder;
	}

	@Override
	public ChannelFuture writeHeaders(ChannelHandlerContext context, int stream, Http2Headers headers, int padding,
			boolean end, ChannelPromise promise) {
		if (padding > 0) {
			writeOut(context);
			return super.writeHeaders(context, stream, headers, padding, end, promise);
		}
		ByteBuf out = buffer(context);
		int start = out.writerIndex();
		try {
			out.writeZero(Http2CodecUtil.FRAME_HEADER_LENGTH);
			this.encoder.encodeHeaders(stream, headers, out);
		}
		catch (Http2Exception | RuntimeException ex) {
			out.writerIndex(start);
			return promise.setFailure(ex);
		}
		int length = out.writerIndex() - start - Http2CodecUtil.FRAME_HEADER_LENGTH;
		int most = configuration().frameSizePolicy().maxFrameSize();
		int flags = end ? Http2Flags.END_STREAM : 0;
		if (length <= most) {
			setHead(out, start, length, Http2FrameTypes.HEADERS, flags | Http2Flags.END_HEADERS, stream);
		}
		else {
			splitHeaders(out, start, most, flags, stream);
		}
		return written(context, out, promise);
	}

	/* More than one frame takes (RFC 9113 section 6.10), which is rare. */
	private static void splitHeaders(ByteBuf out, int start, int most, int flags, int stream) {
		ByteBuf block = out.copy(start + Http2CodecUtil.FRAME_HEADER_LENGTH,
				out.writerIndex() - start - Http2CodecUtil.FRAME_HEADER_LENGTH);
		out.writerIndex(start);
		byte type = Http2FrameTypes.HEADERS;
		int left = flags;
		while (block.isReadable()) {
			int length = Math.min(most, block.readableBytes());
			boolean last = length == block.readableBytes();
			int head = out.writerIndex();
			out.writeZero(Http2CodecUtil.FRAME_HEADER_LENGTH);
			setHead(out, head, length, type, left | (last ? Http2Flags.END_HEADERS : 0), stream);
			out.writeBytes(block, length);
			type = Http2FrameTypes.CONTINUATION;
			left = 0;
		}
		block.release();
	}

	private static void setHead(ByteBuf out, int start, int length, byte type, int flags, int stream) {
		out.setMedium(start, length);
		out.setByte(start + 3, type);
		out.setByte(start + 4, flags);
		out.setInt(start + 5, stream);
	}

	@Override
	public ChannelFuture writeData(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end,
			ChannelPromise promise) {
		int length = data.readableBytes();
		if (padding > 0 || length > configuration().frameSizePolicy().maxFrameSize()) {
			writeOut(context);
			return super.writeData(context, stream, data, padding, end, promise);
		}
		ByteBuf out = buffer(context);
		int start = out.writerIndex();
		out.writeZero(Http2CodecUtil.FRAME_HEADER_LENGTH);
		setHead(out, start, length, Http2FrameTypes.DATA, end ? Http2Flags.END_STREAM : 0, stream);
		if (length > ResponseEncoder.MOST_COPIED) {
			writeOut(context);
			return context.write(data, promise);
		}
		// Not out.writeBytes: Netty would make NIO buffers to copy between.
		out.ensureWritable(length);
		data.getBytes(data.readerIndex(), out, length);
		data.release();
		return written(context, out, promise);
	}

	private ByteBuf buffer(ChannelHandlerContext context) {
		ByteBuf buffer = this.buffer;
		if (buffer == null) {
			buffer = context.alloc().buffer(this.usual);
			this.buffer = buffer;
		}
		return buffer;
	}

	private ChannelFuture written(ChannelHandlerContext context, ByteBuf out, ChannelPromise promise) {
		this.batch.add(promise);
		if (out.readableBytes() >= FULL) {
			writeOut(context);
		}
		return promise;
	}

	/**
	 * Pass on what was gathered.
	 * @param context the codec's
	 */
	void writeOut(ChannelHandlerContext context) {
		ByteBuf out = this.buffer;
		if (out != null) {
			this.buffer = null;
			WriteBatch whole = this.batch;
			this.batch = new WriteBatch();
			this.usual = Math.max(SMALLEST, Math.min(FULL, Integer.highestOneBit(out.readableBytes()) << 1));
			context.write(out, context.newPromise().addListener(whole));
		}
	}

	@Override
	public ChannelFuture writeHeaders(ChannelHandlerContext context, int stream, Http2Headers headers, int dependency,
			short weight, boolean exclusive, int padding, boolean end, ChannelPromise promise) {
		// A server has no priorities to tell.
		return writeHeaders(context, stream, headers, padding, end, promise);
	}

	@Override
	public ChannelFuture writeRstStream(ChannelHandlerContext context, int stream, long code, ChannelPromise promise) {
		writeOut(context);
		return super.writeRstStream(context, stream, code, promise);
	}

	@Override
	public ChannelFuture writeSettings(ChannelHandlerContext context, Http2Settings settings, ChannelPromise promise) {
		writeOut(context);
		return super.writeSettings(context, settings, promise);
	}

	@Override
	public ChannelFuture writeSettingsAck(ChannelHandlerContext context, ChannelPromise promise) {
		writeOut(context);
		return super.writeSettingsAck(context, promise);
	}

	@Override
	public ChannelFuture writePing(ChannelHandlerContext context, boolean ack, long data, ChannelPromise promise) {
		writeOut(context);
		return super.writePing(context, ack, data, promise);
	}

	@Override
	public ChannelFuture writeGoAway(ChannelHandlerContext context, int last, long code, ByteBuf debug,
			ChannelPromise promise) {
		writeOut(context);
		return super.writeGoAway(context, last, code, debug, promise);
	}

	@Override
	public ChannelFuture writeWindowUpdate(ChannelHandlerContext context, int stream, int increment,
			ChannelPromise promise) {
		writeOut(context);
		return super.writeWindowUpdate(context, stream, increment, promise);
	}

	@Override
	public ChannelFuture writeFrame(ChannelHandlerContext context, byte type, int stream, Http2Flags flags,
			ByteBuf payload, ChannelPromise promise) {
		writeOut(context);
		return super.writeFrame(context, type, stream, flags, payload, promise);
	}

	@Override
	public void close() {
		ByteBuf out = this.buffer;
		if (out != null) {
			this.buffer = null;
			out.release();
			this.batch.fail(new ClosedChannelException());
		}
		super.close();
	}

}
