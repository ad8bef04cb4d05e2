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
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client asks for renegotiation: it costs the server far more
 * than the client, and nothing of HTTP needs it (RFC 9113 section 9.2.1 forbids it).
 * Stands in front of the TLS handler; a connection of TLS 1.3, which has none, does
 * without it after the handshake.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {

	private final HandshakeReporter reporter;

	private final ClientRecords records = new ClientRecords();

	private boolean handshakeEnded;

	private boolean refused;

	private @Nullable ChannelHandlerContext context;

	RenegotiationGuard(HandshakeReporter reporter) {
		this.reporter = reporter;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	/* Before the end of the handshake it isn't known whether it is TLS 1.2. */
	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!this.refused && message instanceof ByteBuf bytes) {
			this.records.follow(bytes);
			if (this.handshakeEnded) {
				refuseRenegotiation(context);
			}
		}
		if (this.refused) {
			ReferenceCountUtil.release(message);
		}
		else {
			context.fireChannelRead(message);
		}
	}

	/**
	 * Return the alert that the client sent in clear.
	 * @return its description (RFC 8446 section 6), -1 if there is none
	 */
	int alert() {
		return this.records.alert();
	}

	/**
	 * The handshake has succeeded.
	 * @param protocol the version of TLS, by its name in Java
	 */
	void handshakeEnded(String protocol) {
		ChannelHandlerContext added = this.context;
		if (added == null) {
			return;
		}
		this.handshakeEnded = true;
		if (protocol.equals("TLSv1.3")) {
			added.pipeline().remove(this);
		}
		else {
			refuseRenegotiation(added);
		}
	}

	private void refuseRenegotiation(ChannelHandlerContext context) {
		if (this.records.isRenegotiation()) {
			this.refused = true;
			this.reporter.failed(HandshakeFailure.RENEGOTIATION, null);
			// Past the TLS handler: its close_notify would make this look like a regular
			// end.
			context.close();
		}
	}

}
