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

import java.nio.charset.StandardCharsets;

import io.kestrel.http.ResponseEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Sends the responses of one HTTP/1.1 connection, and lets it end with the last of them.
 * Event loop only.
 */
final class Http1Responses {

	private static final ByteBuf CONTINUE = Unpooled.unreleasableBuffer(
			Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII).asReadOnly());

	private final Http1Exchange exchange;

	private final Http1End end;

	private final ConnectionTiming timing;

	private final ResponseEncoder encoder;

	Http1Responses(Http1Exchange exchange, Http1End end, ConnectionTiming timing, @Nullable String server) {
		this.exchange = exchange;
		this.end = end;
		this.timing = timing;
		this.encoder = new ResponseEncoder(server, timing);
	}

	/**
	 * The next response is for another request.
	 * @param method the method of that request
	 */
	void begin(HttpMethod method) {
		this.encoder.begin(method);
	}

	/**
	 * Return whether another protocol is spoken behind a message.
	 * @param message what is to be written
	 * @return whether it is the response 101
	 */
	static boolean isSwitch(Object message) {
		return HttpMessages.isResponse(message)
				&& ((HttpResponse) message).status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
	}

	/**
	 * Write the response behind which another protocol is spoken.
	 * @param context the handler
	 * @param message the response
	 * @param promise of the write
	 */
	void writeSwitch(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		// Before the first frame can come.
		WebSockets.guard(context.channel());
		this.encoder.write(context, message, promise);
	}

	/**
	 * Tell the client to send its body.
	 * @param context the handler
	 */
	static void sendContinue(ChannelHandlerContext context) {
		context.writeAndFlush(CONTINUE.duplicate());
	}

	/**
	 * Write a piece of a response.
	 * @param context the handler
	 * @param message the piece
	 * @param promise of the write
	 * @param last whether no other request is taken
	 */
	void write(ChannelHandlerContext context, Object message, ChannelPromise promise, boolean last) {
		if (HttpMessages.isResponse(message) && !begin((HttpResponse) message, last)) {
			ReferenceCountUtil.release(message);
			promise.trySuccess();
			return;
		}
		this.timing.respond(this.exchange.knownBody());
		if (!this.exchange.isEnd(message)) {
			this.encoder.write(context, message, promise);
			return;
		}
		this.timing.endBody();
		if (!this.exchange.answered()) {
			this.end.announce();
		}
		if (this.end.isNear()) {
			this.encoder.write(context, message, this.end.after(context, promise));
			return;
		}
		this.encoder.write(context, message, promise);
		this.end.answered(context);
	}

	/* Returns whether the response goes out now. */
	private boolean begin(HttpResponse response, boolean last) {
		if (this.exchange.respond(response.status())) {
			if (this.exchange.isLastAfter(response) || last) {
				this.end.announce();
			}
			if (this.end.isNear()) {
				HttpUtil.setKeepAlive(response, false);
			}
		}
		return !this.exchange.holdContinue(response.status());
	}

}
