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

	private final @Nullable Permit permit;

	private @Nullable Refusal refusal;

	/**
	 * Create a gate.
	 * @param permit what the connection counts as, {@code null} where nobody counts
	 */
	RequestGate(@Nullable Permit permit) {
		this.permit = permit;
	}

	/**
	 * Look at a message.
	 * @param message the message, {@code null} if none has come
	 * @param upgradeAsked whether the latest request asks for another protocol
	 * @return whether it is refused
	 */
	boolean refuses(@Nullable HttpObject message, boolean upgradeAsked) {
		Permit permit = this.permit;
		if (permit == null || !(upgradeAsked || permit.isOverflow()) || !(message instanceof HttpRequest request)) {
			return false;
		}
		if (permit.isOverflow()) {
			this.refusal = Refusal.OVERLOADED;
		}
		// A client that would like another protocol is answered in this one, but one that
		// wants a WebSocket wants nothing else.
		else if (request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
				&& !permit.reserveUpgrade()) {
			this.refusal = Refusal.TOO_MANY_UPGRADED_CONNECTIONS;
		}
		return this.refusal != null;
	}

	/**
	 * Return why a request was refused.
	 * @return the reason, {@code null} if none was
	 */
	@Nullable Refusal refusal() {
		return this.refusal;
	}

	/**
	 * Another protocol is spoken from now on.
	 */
	void upgraded() {
		if (this.permit != null) {
			this.permit.upgrade();
		}
	}

	/**
	 * The request that asked for another protocol has ended without it.
	 */
	void endUpgrade() {
		if (this.permit != null) {
			this.permit.cancelUpgrade();
		}
	}

}
