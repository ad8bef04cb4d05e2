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

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.HttpInfos;

/**
 * One stream of HTTP/2 whose request is a CONNECT: it has no body, but may become a
 * tunnel (RFC 9113 section 8.5, RFC 8441 section 4). Until it is one nothing of it
 * passes, and no response may say that it is. Event loop only.
 */
final class Http2Tunnel extends ChannelDuplexHandler {

	static final String NAME = "kestrel.http2Tunnel";

	private static final AttributeKey<String> PROTOCOL = AttributeKey.valueOf(Http2Tunnel.class, "protocol");

	/** Whether the other protocol is spoken. */
	private boolean open;

	private boolean received;

	/** Whether the body of a response is thrown away. */
	private boolean refused;

	Http2Tunnel(Http2StreamChannel stream, @Nullable Http2Traffic traffic) {
		stream.attr(PROTOCOL).set((traffic != null) ? traffic.tunnels().protocolOf(stream.stream()) : null);
	}

	/**
	 * Return the protocol that an extended CONNECT asks for.
	 * @param stream the stream
	 * @return {@code :protocol}, {@code null} if there is none
	 */
	static @Nullable String protocolOf(Channel stream) {
		return stream.attr(PROTOCOL).get();
	}

	/**
	 * The next response opens the tunnel.
	 * @param stream the stream; a connection of HTTP/1.1 is left alone
	 */
	static void open(Channel stream) {
		Http2Tunnel tunnel = stream.pipeline().get(Http2Tunnel.class);
		if (tunnel != null) {
			tunnel.open = true;
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		boolean last = message instanceof LastHttpContent;
		this.received |= last;
		if (!this.open && message instanceof HttpContent) {
			ReferenceCountUtil.release(message);
			context.read();
			return;
		}
		context.fireChannelRead(message);
		WebSocketGuard webSocket = last ? WebSockets.guardOf(context.channel()) : null;
		if (webSocket != null) {
			// Reactor Netty does not see that a client has gone without a close frame.
			webSocket.clientEnded();
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response) {
			this.open |= ChannelOperations.get(context.channel()) instanceof HttpInfos request && request.isWebsocket()
					&& response.status().equals(HttpResponseStatus.OK);
			if (!this.open && response.status().codeClass() == HttpStatusClass.SUCCESS) {
				// The client would take it for the tunnel.
				this.refused = true;
				response.setStatus(HttpResponseStatus.NOT_IMPLEMENTED);
				response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
				response.headers().remove(HttpHeaderNames.CONTENT_TYPE);
			}
		}
		if (this.refused && message instanceof HttpContent content) {
			content.content().clear();
		}
		boolean end = !this.open && message instanceof LastHttpContent;
		context.write(message, end ? promise.unvoid().addListener(reset(context)) : promise);
	}

	/* The client has nothing more to say, but may not know. */
	private ChannelFutureListener reset(ChannelHandlerContext context) {
		return (written) -> {
			if (!this.received && context.channel().isActive()) {
				context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
			}
		};
	}

}
