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

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

import io.kestrel.feature.ConnectionFeature;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What the application holds of a connection, for as long as it likes. Made when it first
 * asks.
 */
final class ConnectionHandle implements ConnectionFeature {

	private final HttpConnection connection;

	private final String id;

	private final @Nullable SocketAddress localAddress;

	private final @Nullable SocketAddress remoteAddress;

	/** Of Reactor: a subscriber that cancels is forgotten, and none can cancel it. */
	private final Sinks.Empty<Void> closed = Sinks.empty();

	ConnectionHandle(HttpConnection connection) {
		this.connection = connection;
		this.id = ConnectionId.print(connection.number());
		this.localAddress = localAddress(connection.channel().localAddress());
		this.remoteAddress = remoteAddress(connection.channel().remoteAddress());
		if (connection.channel().closeFuture().isDone()) {
			// Its event loop may be gone.
			this.closed.tryEmitEmpty();
		}
		else {
			connection.channel().closeFuture().addListener((future) -> this.closed.tryEmitEmpty());
		}
	}

	private static @Nullable SocketAddress localAddress(@Nullable SocketAddress address) {
		// A Unix socket only knows the private name that its file had while it was made.
		return isOfUnixSocket(address) ? null : address;
	}

	private static @Nullable SocketAddress remoteAddress(@Nullable SocketAddress address) {
		if (address instanceof DomainSocketAddress unix) {
			return unix.path().isEmpty() ? null : UnixDomainSocketAddress.of(unix.path());
		}
		return (address instanceof UnixDomainSocketAddress unix && unix.getPath().toString().isEmpty()) ? null
				: address;
	}

	private static boolean isOfUnixSocket(@Nullable SocketAddress address) {
		return address instanceof DomainSocketAddress || address instanceof UnixDomainSocketAddress;
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public @Nullable SocketAddress getLocalAddress() {
		return this.localAddress;
	}

	@Override
	public @Nullable SocketAddress getRemoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public @Nullable String getEndpointName() {
		return this.connection.endpointName();
	}

	@Override
	public Mono<Void> closed() {
		return this.closed.asMono();
	}

	@Override
	public void abort() {
		this.connection.reset();
	}

	@Override
	public String toString() {
		return this.id;
	}

}
