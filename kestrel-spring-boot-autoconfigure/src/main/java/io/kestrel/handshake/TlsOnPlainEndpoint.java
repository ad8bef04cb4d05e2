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

package io.kestrel.handshake;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses TLS on an endpoint that has none. Looks at the first bytes of a connection and
 * then leaves. The original answers 400 in clear, which a client of TLS can't read; an
 * alert it can.
 */
final class TlsOnPlainEndpoint extends ChannelInboundHandlerAdapter {

	private static final int HANDSHAKE = 22;

	private static final int MAJOR_VERSION = 3;

	private final HandshakeReporter reporter;

	private boolean refused;

	TlsOnPlainEndpoint(HandshakeReporter reporter) {
		this.reporter = reporter;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!this.refused && !(message instanceof ByteBuf bytes && isTls(bytes))) {
			context.pipeline().remove(this);
			context.fireChannelRead(message);
			return;
		}
		ReferenceCountUtil.release(message);
		if (!this.refused) {
			this.refused = true;
			this.reporter.failed(HandshakeFailure.TLS_ON_PLAIN_ENDPOINT, null);
			Farewell.say(context, TlsAlert.HANDSHAKE_FAILURE.record(context.alloc()));
		}
	}

	/* No message of HTTP begins with this byte either, if it comes alone. */
	private static boolean isTls(ByteBuf bytes) {
		int start = bytes.readerIndex();
		return bytes.isReadable() && bytes.getUnsignedByte(start) == HANDSHAKE
				&& (bytes.readableBytes() == 1 || bytes.getUnsignedByte(start + 1) == MAJOR_VERSION);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.refused) {
			context.read();
		}
		else {
			context.fireChannelReadComplete();
		}
	}

}
