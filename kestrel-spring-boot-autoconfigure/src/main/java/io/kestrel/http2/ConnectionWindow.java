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

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * What a client may send on one connection over all streams (RFC 9113 section 6.9.2).
 */
final class ConnectionWindow {

	private ConnectionWindow() {
	}

	/**
	 * Open it at once. Does nothing if it is open as wide.
	 * @param context the codec's
	 * @param connection the connection
	 * @param size its size in bytes
	 */
	static void open(ChannelHandlerContext context, Http2Connection connection, int size) {
		Http2LocalFlowController flow = connection.local().flowController();
		int more = size - flow.initialWindowSize(connection.connectionStream());
		if (more > 0) {
			try {
				increment(flow, connection.connectionStream(), more);
			}
			catch (Http2Exception ex) {
				throw new IllegalStateException(ex);
			}
			context.flush();
		}
	}

	/*
	 * Netty says nothing of a window that is less than half used up, as here it may be.
	 */
	private static void increment(Http2LocalFlowController flow, Http2Stream stream, int more) throws Http2Exception {
		if (flow instanceof DefaultHttp2LocalFlowController netty) {
			float ratio = netty.windowUpdateRatio(stream);
			netty.windowUpdateRatio(stream, Math.nextDown(1.0F));
			netty.incrementWindowSize(stream, more);
			netty.windowUpdateRatio(stream, ratio);
		}
		else {
			flow.incrementWindowSize(stream, more);
		}
	}

}
