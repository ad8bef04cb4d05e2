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

package io.kestrel.http2;

import io.kestrel.limits.Http2Limits;
import io.kestrel.limits.ServerLimits;
import io.kestrel.time.Heartbeat;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * The codec of one connection of HTTP/2: Netty's, with our settings and windows, without
 * priorities, and with {@link FrameRules} between the octets and the streams. Reactor
 * Netty's own can't be given any of them.
 */
public final class ConnectionCodec extends Http2FrameCodec {

	/** CONTINUATION frames that are nearly empty, one after the other: Netty's number. */
	private static final int MAX_SMALL_CONTINUATIONS = 16;

	private final int window;

	private final StrictFrameReader reader;

	private final AbuseGuard guard;

	private final StreamChannels channels;

	private ConnectionCodec(Http2ConnectionEncoder encoder, Http2ConnectionDecoder decoder, Http2Settings settings,
			Http2Limits limits, StrictFrameReader reader, AbuseGuard guard) {
		super(encoder, decoder, settings, false, true);
		this.reader = reader;
		this.guard = guard;
		// Behind the codec's own listener, which it has added just now.
		this.channels = new StreamChannels(connection());
		this.window = limits.connectionWindow();
		// Only now: from what the settings say before, Netty makes a window of the
		// connection that is larger than ours.
		settings.initialWindowSize(limits.streamWindow());
		// Who ends the connection limits the time.
		gracefulShutdownTimeoutMillis(-1);
	}

	/**
	 * Create the codec of a connection.
	 * @param limits what its endpoint allows
	 * @param heartbeat that of its event loop
	 * @return the codec
	 */
	public static ConnectionCodec create(ServerLimits limits, Heartbeat heartbeat) {
		Http2Limits http2 = limits.http2();
		Http2Connection connection = new DefaultHttp2Connection(true);
		AbuseGuard guard = new AbuseGuard(http2.maxStreams(), heartbeat);
		connection.remote().maxActiveStreams(http2.maxStreams());
		// Priorities are deprecated (RFC 9113 section 5.3.2), and cost time for each
		// stream.
		connection.remote()
			.flowController(
					new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
		Http2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection, new MeteredFrameWriter(
				new DefaultHttp2FrameWriter(Http2HeadersEncoder.NEVER_SENSITIVE, true), connection, guard));
		StrictFrameReader reader = new StrictFrameReader(
				new DefaultHttp2FrameReader(new RequestHeadersDecoder(limits.maxRequestHeadersTotalSize()),
						MAX_SMALL_CONTINUATIONS),
				connection, guard);
		Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(connection, encoder, reader,
				Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, true, true);
		return new ConnectionCodec(encoder, decoder, settings(limits), http2, reader, guard);
	}

	/* Only what differs from what a client takes for granted, as the original does. */
	private static Http2Settings settings(ServerLimits limits) {
		Http2Limits http2 = limits.http2();
		Http2Settings settings = new Http2Settings().maxConcurrentStreams(http2.maxStreams())
			.maxHeaderListSize(limits.maxRequestHeadersTotalSize())
			.connectProtocolEnabled(true);
		if (http2.headerTableSize() != Http2Limits.DEFAULT.headerTableSize()) {
			settings.headerTableSize(http2.headerTableSize());
		}
		if (http2.maxFrameSize() != Http2Limits.DEFAULT.maxFrameSize()) {
			settings.maxFrameSize(http2.maxFrameSize());
		}
		return settings;
	}

	/**
	 * Count a stream until its channel is closed, and close it at the latest when the
	 * stream is.
	 * @param stream its channel
	 */
	public void track(Http2StreamChannel stream) {
		this.guard.track(stream);
		this.channels.add(stream);
	}

	/**
	 * Return which head has come in part, of a request or trailers.
	 * @return a number that differs from that of the head before, 0 for none
	 */
	public int pendingHead() {
		return this.reader.pendingHead();
	}

	/**
	 * Let the client send as much on the connection as it may. Settings can't say so, so
	 * call it when the codec is in its place.
	 * @param context the codec's
	 */
	public void openWindow(ChannelHandlerContext context) {
		Http2Connection connection = connection();
		Http2LocalFlowController flow = connection.local().flowController();
		int more = this.window - flow.initialWindowSize(connection.connectionStream());
		if (more > 0) {
			try {
				flow.incrementWindowSize(connection.connectionStream(), more);
			}
			catch (Http2Exception ex) {
				throw new IllegalStateException(ex);
			}
			context.flush();
		}
	}

}
