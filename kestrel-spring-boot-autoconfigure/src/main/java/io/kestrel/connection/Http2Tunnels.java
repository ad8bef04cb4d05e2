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

import java.util.HashMap;
import java.util.Map;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one connection whose request is an extended CONNECT (RFC 8441 section
 * 4), with the protocols that they ask for: neither Netty nor Reactor Netty keeps those.
 * Event loop only.
 */
final class Http2Tunnels {

	private Map<Http2FrameStream, String> protocols = Map.of();

	/**
	 * Look at the head of a request.
	 * @param frame its fields
	 */
	void see(DefaultHttp2HeadersFrame frame) {
		if (HttpMethod.CONNECT.asciiName().contentEquals(nonNull(frame.headers().method()))) {
			CharSequence protocol = frame.headers().get(Http2Headers.PseudoHeaderName.PROTOCOL.value());
			if (protocol != null) {
				if (this.protocols.isEmpty()) {
					this.protocols = new HashMap<>();
				}
				this.protocols.put(frame.stream(), protocol.toString());
			}
		}
	}

	/* Trailers have no method. */
	private static CharSequence nonNull(@Nullable CharSequence method) {
		return (method != null) ? method : "";
	}

	/**
	 * Return what a stream asks for.
	 * @param stream the stream
	 * @return {@code :protocol}, {@code null} if there is none
	 */
	@Nullable String protocolOf(Http2FrameStream stream) {
		return this.protocols.get(stream);
	}

	/**
	 * Return whether bytes belong to one of them, and no limit holds for them.
	 * @param frame what is to be written
	 * @return whether they do
	 */
	boolean contains(DefaultHttp2DataFrame frame) {
		return !this.protocols.isEmpty() && this.protocols.containsKey(frame.stream());
	}

	/**
	 * Return whether a stream is one of them.
	 * @param number its number
	 * @return whether it is
	 */
	boolean contains(int number) {
		return !this.protocols.isEmpty()
				&& this.protocols.keySet().stream().anyMatch((stream) -> stream.id() == number);
	}

	/**
	 * Keep nothing of those that have ended.
	 */
	void forgetClosed() {
		if (!this.protocols.isEmpty()) {
			this.protocols.keySet().removeIf((stream) -> stream.state() == Http2Stream.State.CLOSED);
		}
	}

}
