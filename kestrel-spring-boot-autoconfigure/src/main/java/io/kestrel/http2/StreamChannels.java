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

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;

/**
 * Closes the channel of a stream that is reset, or whose connection has ended. Netty
 * leaves it open as long as something that came before is unread: an application that
 * does not read its body would never hear that the client has gone, and what is unread
 * would leak.
 */
final class StreamChannels extends Http2ConnectionAdapter {

	private final Http2Connection connection;

	private final Http2Connection.PropertyKey key;

	StreamChannels(Http2Connection connection) {
		this.connection = connection;
		this.key = connection.newKey();
		connection.addListener(this);
	}

	void add(Http2StreamChannel channel) {
		Http2Stream stream = this.connection.stream(channel.stream().id());
		if (stream != null) {
			stream.setProperty(this.key, channel);
		}
	}

	@Override
	public void onStreamClosed(Http2Stream stream) {
		Channel channel = stream.getProperty(this.key);
		// Without a word to the client: the channel knows already that the stream is
		// over.
		if (channel != null && channel.isOpen()) {
			channel.unsafe().closeForcibly();
		}
	}

}
