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

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * The server name of a TLS connection, for a handshake handler that has read it from the
 * ClientHello itself. It counts before what the TLS provider says, which for a resumed
 * session may be the name of the first one.
 *
 * @since 0.1.0
 */
public final class RequestedServerName {

	private static final AttributeKey<String> NAME = AttributeKey.valueOf(RequestedServerName.class, "name");

	private RequestedServerName() {
	}

	/**
	 * Remember the name that a client asks for. Call it before the handshake is complete.
	 * @param connection the channel of the connection
	 * @param serverName the name in lower case, {@code null} if the client asks for none
	 */
	public static void set(Channel connection, @Nullable String serverName) {
		connection.attr(NAME).set((serverName != null) ? serverName : "");
	}

	/**
	 * Return the name that was remembered.
	 * @param connection the channel of the connection
	 * @return the name, empty if the client asks for none, {@code null} if nobody has
	 * said
	 */
	static @Nullable String get(Channel connection) {
		return connection.hasAttr(NAME) ? connection.attr(NAME).get() : null;
	}

}
