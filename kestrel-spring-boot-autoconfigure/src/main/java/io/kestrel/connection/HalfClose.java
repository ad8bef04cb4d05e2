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
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProtocols;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Tells an upgraded connection of HTTP/1.1 that its client sends nothing more but may
 * still receive, where Netty and Reactor Netty would close it: the end of TCP's sending
 * side, or close_notify of TLS 1.3 (RFC 8446 section 6.1). Event loop only.
 */
final class HalfClose extends ChannelInboundHandlerAdapter {

	private static final String NAME = "kestrel.halfClose";

	private final Runnable received;

	private HalfClose(Runnable received) {
		this.received = received;
	}

	/**
	 * Allow the client of a connection to end its sending side alone.
	 * @param connection the connection
	 * @param received called when all that the client has sent is with Reactor Netty
	 */
	static void allow(Channel connection, Runnable received) {
		connection.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
		connection.pipeline().addBefore(NettyPipeline.ReactiveBridge, NAME, new HalfClose(received));
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		SslHandler tls = context.pipeline().get(SslHandler.class);
		if (event instanceof ChannelInputShutdownEvent) {
			endOfTcp(context, tls);
		}
		else if (tls != null && event instanceof SslCloseCompletionEvent end && end.isSuccess() && canSend(tls)) {
			// Reactor Netty must not hear of it.
			this.received.run();
			return;
		}
		context.fireUserEventTriggered(event);
	}

	private void endOfTcp(ChannelHandlerContext context, @Nullable SslHandler tls) {
		if (tls == null) {
			this.received.run();
		}
		else if (!tls.engine().isInboundDone()) {
			// Without close_notify anybody may have cut it off.
			context.close();
		}
	}

	/*
	 * Before version 1.3 the client's close_notify must be answered at once, and whatever
	 * is not sent is lost. Netty's OpenSSL engine keeps to that in every version.
	 */
	private static boolean canSend(SslHandler tls) {
		return SslProtocols.TLS_v1_3.equals(tls.engine().getSession().getProtocol())
				&& !(tls.engine() instanceof ReferenceCountedOpenSslEngine);
	}

}
