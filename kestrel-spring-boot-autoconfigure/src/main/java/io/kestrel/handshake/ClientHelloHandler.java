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

import java.util.List;

import io.kestrel.handshake.ClientHello.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Reads the first message of a client, looks up what is offered for the server name in it
 * and makes room for the TLS handler of that host. What is no TLS ends here.
 */
final class ClientHelloHandler extends SslClientHelloHandler<TlsHost> {

	/* As much as the JDK takes as one handshake message. */
	private static final int MAX_CLIENT_HELLO_LENGTH = 32 * 1024;

	private static final int HANDSHAKE = 22;

	private final TlsEndpoint endpoint;

	private final HandshakeGate gate;

	private final PlainRequest plainRequest;

	ClientHelloHandler(TlsEndpoint endpoint, HandshakeGate gate) {
		super(MAX_CLIENT_HELLO_LENGTH);
		this.endpoint = endpoint;
		this.gate = gate;
		this.plainRequest = new PlainRequest(endpoint.plainHttp());
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
		if (!this.gate.isFailed() && in.isReadable()) {
			if (in.getUnsignedByte(in.readerIndex()) == HANDSHAKE) {
				super.decode(context, in, out);
			}
			else {
				decodePlain(context, in);
			}
		}
		if (this.gate.isFailed()) {
			in.skipBytes(in.readableBytes());
		}
	}

	private void decodePlain(ChannelHandlerContext context, ByteBuf in) {
		PlainRequest.Verdict verdict = this.plainRequest.judge(in);
		switch (verdict) {
			case INCOMPLETE -> {
			}
			case NOT_HTTP -> this.gate.refuse(HandshakeFailure.NOT_TLS, context.alloc().buffer(0));
			case HTTP -> this.gate.refuse(HandshakeFailure.PLAIN_HTTP, this.plainRequest.answer(in, context.alloc()));
		}
	}

	/* Nothing may be thrown from here: Netty would call again, with no message. */
	@Override
	protected Future<TlsHost> lookup(ChannelHandlerContext context, @Nullable ByteBuf hello) {
		TlsHost host = null;
		try {
			host = (hello != null) ? find(context, hello) : null;
		}
		catch (MalformedException ex) {
			this.gate.refuse(HandshakeFailure.MALFORMED, ex.alert().record(context.alloc()));
		}
		catch (RuntimeException ex) {
			this.gate.exceptionCaught(context, ex);
		}
		return context.executor().newSucceededFuture(host);
	}

	private @Nullable TlsHost find(ChannelHandlerContext context, ByteBuf hello) throws MalformedException {
		String serverName = ClientHello.serverName(hello);
		this.gate.asked(serverName);
		TlsHost host = this.endpoint.hosts().find(serverName);
		if (host != null) {
			this.gate.selected(serverName, host);
		}
		else {
			this.gate.refuse(
					(serverName != null) ? HandshakeFailure.UNKNOWN_SERVER_NAME : HandshakeFailure.NO_SERVER_NAME,
					TlsAlert.UNRECOGNIZED_NAME.record(context.alloc()));
		}
		return host;
	}

	/* At the end of a connection Netty decodes what is left as well. */
	@Override
	protected void onLookupComplete(ChannelHandlerContext context, Future<TlsHost> lookup) {
		TlsHost host = lookup.getNow();
		if (host != null && context.channel().isActive()) {
			speakTls(context, host);
		}
		else if (!this.gate.isFailed()) {
			this.gate.refuse(HandshakeFailure.MALFORMED, TlsAlert.DECODE_ERROR.record(context.alloc()));
		}
	}

	private void speakTls(ChannelHandlerContext context, TlsHost host) {
		SslHandler ssl = host.context().newHandler(context.alloc());
		// The deadline of the gate counts from the start of the connection.
		ssl.setHandshakeTimeoutMillis(0);
		try {
			context.pipeline().replace(this, NettyPipeline.SslHandler, ssl);
		}
		catch (RuntimeException ex) {
			ReferenceCountUtil.safeRelease(ssl.engine());
			throw ex;
		}
	}

}
