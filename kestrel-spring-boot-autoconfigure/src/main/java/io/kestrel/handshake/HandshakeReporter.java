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

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Tells about the failure of one connection.
 */
final class HandshakeReporter {

	private final Channel channel;

	private final String endpoint;

	private final HandshakeFailures failures;

	private @Nullable String serverName;

	HandshakeReporter(Channel channel, String endpoint, HandshakeFailures failures) {
		this.channel = channel;
		this.endpoint = endpoint;
		this.failures = failures;
	}

	/**
	 * The client has asked for a name.
	 * @param serverName the name, {@code null} for none
	 */
	void serverName(@Nullable String serverName) {
		this.serverName = serverName;
	}

	/**
	 * The handshake has failed.
	 * @param failure why
	 * @param cause what was thrown, if anything
	 */
	void failed(HandshakeFailure failure, @Nullable Throwable cause) {
		this.failures.record(new HandshakeFailureReport(this.endpoint, this.channel.remoteAddress(), failure,
				this.serverName, cause), this.channel.eventLoop().ticker().nanoTime());
	}

}
