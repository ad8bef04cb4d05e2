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

package io.kestrel.handshake;

import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * What a connection agreed upon before its handshake. The rest is in the session of the
 * channel's {@link io.netty.handler.ssl.SslHandler}.
 *
 * @param serverName the name that the client asked for in lower case, {@code null} if it
 * asked for none
 * @param host what it was offered
 */
public record NegotiatedTls(@Nullable String serverName, TlsHost host) {

	/**
	 * Where it is found on the channel, as soon as the client has said whom it wants.
	 */
	public static final AttributeKey<NegotiatedTls> KEY = AttributeKey.valueOf(NegotiatedTls.class, "KEY");

}
