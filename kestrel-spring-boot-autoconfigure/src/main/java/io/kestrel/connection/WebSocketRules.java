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

import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * The rules of RFC 6455 that Netty's decoder leaves to others, for the frames that a
 * client sends, in their order. UTF-8 is the matter of Netty's own validator.
 */
final class WebSocketRules {

	/** The codes of applications end here (section 7.4.2). */
	private static final int HIGHEST_CODE = 4999;

	/** Bytes of one message, all its fragments together. */
	private final int maxMessageSize;

	/** Bytes of the message so far. */
	private long size;

	WebSocketRules(int maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	/**
	 * Check the next frame, decompressed.
	 * @param frame the frame
	 * @return what is wrong with it, {@code null} if nothing is
	 */
	@Nullable CorruptedWebSocketFrameException check(WebSocketFrame frame) {
		if (frame.rsv() != 0) {
			// Section 5.2. Netty lets them pass for the sake of extensions; one that was
			// agreed on has taken its bit away.
			return violation(WebSocketCloseStatus.PROTOCOL_ERROR, "Reserved bits are set");
		}
		if (frame instanceof CloseWebSocketFrame close) {
			return checkClose(close);
		}
		if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
			this.size = 0;
		}
		else if (!(frame instanceof ContinuationWebSocketFrame)) {
			return null;
		}
		this.size += frame.content().readableBytes();
		return (this.size > this.maxMessageSize) ? violation(WebSocketCloseStatus.MESSAGE_TOO_BIG,
				"A message may have " + this.maxMessageSize + " bytes") : null;
	}

	/* Netty reads the code as a signed number, and knows no highest one. */
	private static @Nullable CorruptedWebSocketFrameException checkClose(CloseWebSocketFrame close) {
		int code = (close.content().readableBytes() < 2) ? 0
				: close.content().getUnsignedShort(close.content().readerIndex());
		return (code > HIGHEST_CODE) ? violation(WebSocketCloseStatus.PROTOCOL_ERROR, "Invalid close code " + code)
				: null;
	}

	private static CorruptedWebSocketFrameException violation(WebSocketCloseStatus status, String reason) {
		return new CorruptedWebSocketFrameException(status, reason);
	}

}
