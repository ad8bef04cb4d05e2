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

package io.kestrel.binding;

import java.net.SocketAddress;

import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

/**
 * The steps from the server that all sockets share to the one that is bound to a single
 * socket. Each takes over what it does not have to change.
 */
final class SocketStages {

	private SocketStages() {
	}

	/**
	 * Listen at another address than Spring Boot's.
	 * @param server the server so far
	 * @param address the address
	 * @param backlog connections that wait to be accepted, {@code null} for the system's
	 * default
	 * @return the server
	 */
	static HttpServer addressed(HttpServer server, SocketAddress address, @Nullable Integer backlog) {
		HttpServer addressed = server.bindAddress(() -> address);
		return (backlog != null) ? addressed.option(ChannelOption.SO_BACKLOG, backlog) : addressed;
	}

}
