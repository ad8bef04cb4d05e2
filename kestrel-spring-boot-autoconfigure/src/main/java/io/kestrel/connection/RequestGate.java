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

import io.kestrel.admission.Permit;
import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for which the server has no room, however well-formed they are. Event
 * loop only.
 */
final class RequestGate {

	private RequestGate() {
	}

	/**
	 * Look at a message.
	 * @param permit what the connection counts as, {@code null} where nobody counts
	 * @param message the message
	 * @param upgradeAsked whether the latest request asks for another protocol
	 * @return why it is refused, {@code null} if it is not
	 */
	static @Nullable Refusal check(@Nullable Permit permit, HttpObject message, boolean upgradeAsked) {
		if (permit == null || !(upgradeAsked || permit.isOverflow()) || !(message instanceof HttpRequest request)) {
			return null;
		}
		if (permit.isOverflow()) {
			return Refusal.OVERLOADED;
		}
		// A client that would like another protocol is answered in this one, but one that
		// wants a WebSocket wants nothing else.
		boolean full = request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
				&& !permit.reserveUpgrade();
		return full ? Refusal.TOO_MANY_UPGRADED_CONNECTIONS : null;
	}

}
