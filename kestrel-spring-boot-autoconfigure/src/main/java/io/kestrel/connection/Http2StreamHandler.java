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

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;

/**
 * One stream of HTTP/2 whose request has a body, between the codec and Reactor Netty.
 * Passes the body on only when the application asks for it; where the response ends
 * before the request does, tells the client to stop sending (RFC 9113 section 8.1). Event
 * loop only.
 */
final class Http2StreamHandler extends ChannelDuplexHandler {

	static final String NAME = "kestrel.http2Stream";

	private final BodyGate gate;

	private boolean receiving = true;

	private boolean answered;

	private boolean interim;

	Http2StreamHandler(RequestBody body, HttpHeaders headers) {
		this.gate = new BodyGate(body, headers);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof HttpContent content)) {
			context.fireChannelRead(message);
			return;
		}
		if (HttpMessages.isLast(message)) {
			this.receiving = false;
		}
		if (this.answered) {
			content.release();
		}
		else {
			this.gate.receive(context, content);
		}
	}

	@Override
	public void read(ChannelHandlerContext context) {
		if (!this.answered) {
			this.gate.open(context);
		}
		if (this.answered || !this.gate.isRefused()) {
			context.read();
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (HttpMessages.isResponse(message)) {
			HttpResponseStatus status = ((HttpResponse) message).status();
			this.interim = status.codeClass() == HttpStatusClass.INFORMATIONAL;
			if (status.code() == HttpResponseStatus.CONTINUE.code() && this.gate.holdContinue()) {
				ReferenceCountUtil.release(message);
				promise.trySuccess();
				return;
			}
		}
		if (this.interim || !HttpMessages.isLast(message)) {
			context.write(message, promise);
			return;
		}
		this.answered = true;
		this.gate.end();
		if (this.receiving) {
			context.write(message, promise.unvoid()).addListener((ChannelFuture written) -> reset(context));
		}
		else {
			context.write(message, promise);
		}
	}

	private void reset(ChannelHandlerContext context) {
		if (this.receiving && context.channel().isActive()) {
			context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.gate.release();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.gate.release();
	}

}
