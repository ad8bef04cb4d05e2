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

import io.kestrel.http2.ConnectionCodec;
import io.kestrel.limits.Http2Limits;
import io.kestrel.timing.KeepAlivePing;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import org.jspecify.annotations.Nullable;

/**
 * What a client of HTTP/2 leaves unsaid: the rest of a field section, or anything at all.
 * Asked once a second. Event loop only.
 */
final class Http2Silence {

	private final ConnectionCodec codec;

	private final ConnectionTiming timing;

	/** {@code null} where nobody is asked. */
	private final @Nullable KeepAlivePing ping;

	/** Frames that had come at the last beat. */
	private long frames;

	/** The field section that had come in part at the last beat, 0 for none. */
	private long openHead;

	Http2Silence(ConnectionCodec codec, ConnectionTiming timing, Http2Limits limits) {
		this.codec = codec;
		this.timing = timing;
		this.ping = KeepAlivePing.of(limits, timing.heartbeat().number());
	}

	/**
	 * Wait for the rest of a field section, if one has come in part. The time of each
	 * begins anew.
	 * @param number the number of the beat
	 * @return whether this is what is waited for
	 */
	boolean isAwaitingHead(long number) {
		long openHead = this.codec.openHead();
		if (openHead != this.openHead) {
			this.openHead = openHead;
			this.timing.busy();
		}
		if (openHead != 0) {
			this.timing.awaitHeadSince(number - 1);
		}
		return openHead != 0;
	}

	/**
	 * Ask whether the client is still there, if it is time to.
	 * @param number the number of the beat
	 * @param context where to ask
	 * @return whether it was asked and has not answered
	 */
	boolean isForever(long number, ChannelHandlerContext context) {
		if (this.ping == null) {
			return false;
		}
		boolean received = this.codec.frames() != this.frames;
		this.frames = this.codec.frames();
		KeepAlivePing.Step step = this.ping.beat(number, received);
		if (step == KeepAlivePing.Step.PING) {
			context.writeAndFlush(new DefaultHttp2PingFrame(0));
		}
		return step == KeepAlivePing.Step.GIVE_UP;
	}

}
