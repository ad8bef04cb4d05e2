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

package io.kestrel.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.PromiseCombiner;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the responses of one connection of HTTP/1.1, as a part of the handler that
 * knows which request one is for: a write ends here. A short body goes into the buffer of
 * its head, so that most responses are one buffer, and one record of TLS.
 */
public final class ResponseEncoder {

	/**
	 * Number of bytes of the longest body that is copied behind its head, on HTTP/1.1 and
	 * on HTTP/2: that costs less than a buffer more.
	 */
	public static final int MOST_COPIED = 4096;

	private final @Nullable String server;

	private final Meter meter;

	private HttpMethod method = HttpMethod.GET;

	/** How the response is framed that has begun. */
	private int framing = ResponseFraming.NONE;

	/**
	 * Create an encoder for one connection.
	 * @param server the value of the field Server, {@code null} for none
	 * @param meter learns what is written
	 */
	public ResponseEncoder(@Nullable String server, Meter meter) {
		this.server = server;
		this.meter = meter;
	}

	/**
	 * The next final response is for another request.
	 * @param requestMethod the method of that request
	 */
	public void begin(HttpMethod requestMethod) {
		// Mostly the same, and reading is cheaper than writing.
		if (!this.method.equals(requestMethod)) {
			this.method = requestMethod;
		}
	}

	/**
	 * Write a piece of a response. Exact classes come first: a failed check for an
	 * interface searches all supertypes (JDK-8180450).
	 * @param context where it goes
	 * @param message the piece, which is released. One that is no piece passes as it is
	 * @param promise of the write
	 * @throws IllegalStateException if it does not follow what was written before
	 */
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		Class<?> type = message.getClass();
		if (type == DefaultFullHttpResponse.class) {
			DefaultFullHttpResponse response = (DefaultFullHttpResponse) message;
			write(context, response, response, response.content(), response.trailingHeaders(), promise);
		}
		else if (type == DefaultHttpResponse.class) {
			write(context, message, (DefaultHttpResponse) message, Unpooled.EMPTY_BUFFER, null, promise);
		}
		else if (message == LastHttpContent.EMPTY_LAST_CONTENT) {
			write(context, message, null, Unpooled.EMPTY_BUFFER, EmptyHttpHeaders.INSTANCE, promise);
		}
		else if (message instanceof ByteBuf content) {
			writeBuffer(context, content, promise);
		}
		else if (type == DefaultHttpContent.class) {
			write(context, message, null, ((DefaultHttpContent) message).content(), null, promise);
		}
		else {
			writeOther(context, message, promise);
		}
	}

	private void writeBuffer(ChannelHandlerContext context, ByteBuf content, ChannelPromise promise) {
		if (content.isReadable()) {
			write(context, content, null, content, null, promise);
		}
		else {
			// A way to wait for what was written before, at any time.
			context.write(content, promise);
		}
	}

	private void writeOther(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		HttpResponse head = (message instanceof HttpResponse response) ? response : null;
		if (message instanceof LastHttpContent last) {
			write(context, last, head, last.content(), last.trailingHeaders(), promise);
		}
		else if (message instanceof HttpContent content) {
			write(context, content, head, content.content(), null, promise);
		}
		else if (head != null) {
			write(context, message, head, Unpooled.EMPTY_BUFFER, null, promise);
		}
		else if (message instanceof FileRegion file) {
			writeFile(context, file, promise);
		}
		else {
			context.write(message, promise);
		}
	}

	/* Trailers come with the end of a response only, and there may be none in them. */
	private void write(ChannelHandlerContext context, Object message, @Nullable HttpResponse head, ByteBuf content,
			@Nullable HttpHeaders trailers, ChannelPromise promise) {
		try {
			if ((head != null) != (this.framing == ResponseFraming.NONE)) {
				throw unexpected(message);
			}
			OctetBuilder octets = OctetBuilder.ofThread();
			int current = (head != null) ? ResponseHead.append(head, this.method, this.server, octets) : this.framing;
			int length = (current != ResponseFraming.EMPTY) ? content.readableBytes() : 0;
			if (current == ResponseFraming.CHUNKED) {
				ChunkFraming.append(length, trailers, octets);
			}
			this.framing = (trailers != null) ? ResponseFraming.NONE : current;
			count(octets.length() + length);
			// From here on others have their turn, and may use the builder.
			if (octets.length() == 0) {
				context.write((length > 0) ? content.retain() : Unpooled.EMPTY_BUFFER, promise);
			}
			else if (length <= MOST_COPIED) {
				context.write(octets.around(content, length, context.alloc()), promise);
			}
			else {
				ByteBuf before = octets.before(context.alloc());
				writeAll(context, promise, before, content.retain(), octets.behind(context.alloc()));
			}
		}
		finally {
			release(message);
		}
	}

	private void writeFile(ChannelHandlerContext context, FileRegion file, ChannelPromise promise) {
		if (this.framing == ResponseFraming.NONE) {
			file.release();
			throw unexpected(file);
		}
		if (this.framing == ResponseFraming.EMPTY || file.count() <= 0) {
			file.release();
			context.write(Unpooled.EMPTY_BUFFER, promise);
			return;
		}
		this.meter.sending(file);
		if (this.framing == ResponseFraming.PLAIN) {
			context.write(file, promise);
			return;
		}
		OctetBuilder octets = OctetBuilder.ofThread();
		ChunkFraming.append(file.count(), null, octets);
		count(octets.length());
		ByteBuf before = octets.before(context.alloc());
		writeAll(context, promise, before, file, octets.behind(context.alloc()));
	}

	private void count(int octets) {
		if (octets > 0) {
			this.meter.written(octets);
		}
	}

	private static void writeAll(ChannelHandlerContext context, ChannelPromise promise, Object... parts) {
		PromiseCombiner written = new PromiseCombiner(context.executor());
		for (Object part : parts) {
			if (part != Unpooled.EMPTY_BUFFER) {
				written.add(context.write(part));
			}
		}
		written.finish(promise);
	}

	private static void release(Object message) {
		// Not one that can't be.
		if (message.getClass() != DefaultHttpResponse.class) {
			ReferenceCountUtil.release(message);
		}
	}

	private static IllegalStateException unexpected(Object message) {
		return new IllegalStateException(message.getClass().getSimpleName() + " does not follow what was written");
	}

	/**
	 * Learns what is written.
	 */
	public interface Meter {

		/**
		 * Octets were written.
		 * @param octets how many
		 */
		void written(long octets);

		/**
		 * A file was written, which the system sends by itself.
		 * @param file the file
		 */
		void sending(FileRegion file);

	}

}
