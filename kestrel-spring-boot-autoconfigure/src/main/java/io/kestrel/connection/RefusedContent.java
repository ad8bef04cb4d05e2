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

import io.kestrel.feature.MalformedRequestBodyException;
import io.kestrel.feature.RequestBodyTimeoutException;
import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * A piece of a body that fails when it is read, which makes an error of whatever reads
 * it.
 * <p>
 * The ordinary way, an exception in the pipeline, would signal the error twice: Reactor
 * Netty (1.3.8 as well) does not forget a subscriber that it has told of an error while
 * it passes contents on directly, and tells it again when the request ends. Reactor logs
 * that with a stack trace.
 */
final class RefusedContent extends DefaultHttpContent {

	private final RuntimeException refusal;

	private RefusedContent(RuntimeException refusal) {
		super(Unpooled.EMPTY_BUFFER);
		this.refusal = refusal;
	}

	/**
	 * Let the application's reading of a body fail. Nothing happens if it has stopped
	 * reading.
	 * @param context a handler of the connection or stream
	 * @param refusal the error
	 */
	static void deliver(ChannelHandlerContext context, RuntimeException refusal) {
		ChannelPipeline pipeline = context.pipeline();
		ChannelOperations<?, ?> operations = ChannelOperations.get(context.channel());
		boolean isRead = operations != null && !operations.isInboundCancelled() && !operations.isInboundDisposed();
		ChannelHandlerContext bridge = pipeline.context(NettyPipeline.ReactiveBridge);
		if (!isRead || bridge == null) {
			return;
		}
		try {
			// Past all others, which would want to look inside.
			((ChannelInboundHandler) bridge.handler()).channelRead(bridge, new RefusedContent(refusal));
		}
		catch (Exception ex) {
			context.fireExceptionCaught(ex);
		}
	}

	/**
	 * Return what the application learns of a refusal in the middle of a body.
	 * @param refusal the reason
	 * @return the exception
	 */
	static RuntimeException exception(Refusal refusal) {
		return (refusal == Refusal.REQUEST_BODY_TOO_SLOW) ? new RequestBodyTimeoutException(refusal.text())
				: new MalformedRequestBodyException(refusal.status(), refusal.text());
	}

	@Override
	public ByteBuf content() {
		throw this.refusal;
	}

	@Override
	public String toString() {
		return "RefusedContent(" + this.refusal.getMessage() + ")";
	}

}
