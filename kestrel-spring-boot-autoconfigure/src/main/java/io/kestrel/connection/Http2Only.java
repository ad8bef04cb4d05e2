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

import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what is not HTTP/2 in clear text where nothing else is spoken, in the words of
 * the original: a request of HTTP/1.x with 400, anything else with GOAWAY (RFC 9113
 * section 3.4). What the client still sends is thrown away until it closes, or its time
 * is over: a close with something unread would be a reset, which can overtake the answer.
 */
final class Http2Only extends ChannelInboundHandlerAdapter {

	private static final String TEXT = "An HTTP/1.x request was sent to an HTTP/2 only endpoint.";

	private static final byte[] BAD_REQUEST = ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
			+ "Content-Type: text/plain\r\nContent-Length: " + TEXT.length() + "\r\n\r\n" + TEXT)
		.getBytes(StandardCharsets.US_ASCII);

	/* GOAWAY with PROTOCOL_ERROR (RFC 9113 sections 6.8 and 7). */
	private static final byte[] GO_AWAY = { 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };

	/** What the request line of the shortest request ends with. */
	private static final byte[] VERSION = " HTTP/1.".getBytes(StandardCharsets.US_ASCII);

	private static final int SHORTEST_LINE = 10;

	private final HttpConnection connection;

	private final Refusal refusal;

	private Http2Only(HttpConnection connection, Refusal refusal) {
		this.connection = connection;
		this.refusal = refusal;
	}

	/**
	 * Refuse what is not the preface, as soon as it shows what it is.
	 * @param context the handler that has read it, behind which nobody sees anything more
	 * @param octets what has come
	 * @param connection its connection
	 * @return whether it was refused
	 */
	static boolean refuse(ChannelHandlerContext context, ByteBuf octets, HttpConnection connection) {
		Refusal refusal = judge(octets, connection.settings().limits().maxRequestLineSize());
		if (refusal != null) {
			connection.settings().report(refusal, connection.channel());
			context.pipeline().addBefore(context.name(), null, new Http2Only(connection, refusal));
		}
		return refusal != null;
	}

	private static @Nullable Refusal judge(ByteBuf octets, int maxLine) {
		int line = octets.bytesBefore((byte) '\n');
		if (line < 0) {
			return (octets.readableBytes() < maxLine) ? null : Refusal.INVALID_PREFACE;
		}
		int version = octets.readerIndex() + line - VERSION.length - 2;
		if (line < SHORTEST_LINE || octets.getByte(version + VERSION.length + 1) != '\r') {
			return Refusal.INVALID_PREFACE;
		}
		for (int i = 0; i < VERSION.length; i++) {
			if (octets.getByte(version + i) != VERSION[i]) {
				return Refusal.INVALID_PREFACE;
			}
		}
		return Refusal.HTTP1_NOT_SPOKEN;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		byte[] words = (this.refusal == Refusal.HTTP1_NOT_SPOKEN) ? BAD_REQUEST : GO_AWAY;
		this.connection.timing().busy();
		this.connection.timing().awaitDrain(UnreadBody.SECONDS);
		this.connection.channel().config().setAutoRead(true);
		context.writeAndFlush(Unpooled.wrappedBuffer(words))
			.addListener((sent) -> UnreadBody.shutdownOutput(context.channel()));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ReferenceCountUtil.release(message);
	}

}
