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

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * What a client still sends of a request that is answered already. It is read and thrown
 * away for a while: so that the connection can be kept, or so that the client gets the
 * response before the connection closes (RFC 9112 section 9.6). A close at once would
 * answer the client's next bytes with a reset, and that makes it forget a response it has
 * not read yet. Event loop only.
 */
final class UnreadBody {

	/** As long as ASP.NET Core's Kestrel does. */
	static final int SECONDS = 5;

	private final ConnectionTiming timing;

	private Purpose purpose = Purpose.NONE;

	UnreadBody(ConnectionTiming timing) {
		this.timing = timing;
	}

	/**
	 * Read the rest so that the connection can be kept.
	 * @param context where to read
	 */
	void keepConnection(ChannelHandlerContext context) {
		if (this.purpose == Purpose.NONE) {
			this.purpose = Purpose.KEEP;
			// The time begins when the response is sent.
			context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((sent) -> startDeadline());
		}
		context.read();
	}

	/**
	 * Close the sending side of the connection, read the rest, then close. The response
	 * must be sent already.
	 * @param context where to read
	 */
	void closeConnection(ChannelHandlerContext context) {
		if (this.purpose != Purpose.CLOSE) {
			stop();
			this.purpose = Purpose.CLOSE;
			startDeadline();
			shutdownOutput(context.channel());
			context.read();
		}
	}

	private void startDeadline() {
		if (this.purpose != Purpose.NONE) {
			this.timing.awaitDrain(SECONDS);
		}
	}

	/**
	 * Send nothing more, so that the client knows.
	 * @param channel its connection
	 */
	static void shutdownOutput(Channel channel) {
		SslHandler ssl = channel.pipeline().get(SslHandler.class);
		if (ssl != null) {
			ssl.closeOutbound();
		}
		else if (channel instanceof DuplexChannel duplex) {
			duplex.shutdownOutput();
		}
	}

	/**
	 * Read on, after what was read has been thrown away.
	 * @param context where to read
	 */
	void readOn(ChannelHandlerContext context) {
		if (this.purpose != Purpose.NONE) {
			context.read();
		}
	}

	/**
	 * The client has sent all that it announced.
	 * @param context where to read the next request, or close
	 */
	void ended(ChannelHandlerContext context) {
		Purpose ended = this.purpose;
		stop();
		switch (ended) {
			case KEEP -> context.read();
			case CLOSE -> context.close();
			case NONE -> {
			}
		}
	}

	/**
	 * TLS has ended, by its own account. OpenSSL says so for whatever comes after our own
	 * end, so it is asked whether the client's has come.
	 * @param context where to close
	 */
	void endedByTls(ChannelHandlerContext context) {
		SslHandler ssl = context.pipeline().get(SslHandler.class);
		if (ssl == null || ssl.engine().isInboundDone()) {
			ended(context);
		}
	}

	/**
	 * Throw away nothing more.
	 */
	void stop() {
		this.purpose = Purpose.NONE;
		this.timing.endDrain();
	}

	private enum Purpose {

		NONE, KEEP, CLOSE

	}

}
