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

import java.io.IOException;

import io.kestrel.http2.RefusedException;
import io.kestrel.refusal.Refusal;
import io.kestrel.time.Heartbeat;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Hears of all errors of one connection of HTTP/2, directly behind the codec, which
 * answers them with RST_STREAM or GOAWAY. What ends the connection is reported once; an
 * application whose stream is reset finds that its client has gone. Otherwise each would
 * be an error in the log of Reactor Netty, and a client could fill it. Event loop only.
 */
final class Http2Errors extends ChannelInboundHandlerAdapter {

	static final String NAME = "kestrel.http2Errors";

	private final HttpConnection connection;

	/** {@code null} as long as nothing ends the connection. */
	private @Nullable End end;

	Http2Errors(HttpConnection connection) {
		this.connection = connection;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof Http2FrameStreamException stream) {
			// Then the application finds that the client has gone.
			context.write(new DefaultHttp2ResetFrame(stream.error()).stream(stream.stream()));
			return;
		}
		Http2Exception error = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
		if (error != null) {
			if (this.end == null) {
				this.connection.settings().report(reason(error), this.connection.channel(), "GOAWAY");
				Channel channel = this.connection.channel();
				channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((told) -> UnreadBody.shutdownOutput(channel));
				this.end = new End(this.connection);
			}
		}
		else if (!(cause instanceof IOException)) {
			context.fireExceptionCaught(cause);
		}
	}

	private static Refusal reason(Http2Exception error) {
		if (error instanceof RefusedException refused) {
			return refused.refusal();
		}
		// Netty's own: CONTINUATION that carries next to nothing.
		return (error.error() == Http2Error.ENHANCE_YOUR_CALM) ? Refusal.TOO_MANY_USELESS_FRAMES
				: Refusal.HTTP2_VIOLATED;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.end != null) {
			this.end.stop();
		}
	}

	/**
	 * Closes a connection whose client does not even take the GOAWAY.
	 */
	private static final class End extends Heartbeat.Member {

		private final HttpConnection connection;

		private End(HttpConnection connection) {
			this.connection = connection;
			connection.timing().heartbeat().add(this);
		}

		@Override
		protected void beat(long number) {
			stop();
			this.connection.reset();
		}

		private void stop() {
			this.connection.timing().heartbeat().remove(this);
		}

	}

}
