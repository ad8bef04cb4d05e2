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

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.kestrel.address.EndpointAddress.Port;
import io.kestrel.address.UrlPrefix;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.EndpointOptions;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelBindException;

/**
 * Opens no sockets, and fails where it is told to.
 */
final class FakeSocketBinder implements SocketBinder {

	static final int FIRST_FREE_PORT = 40000;

	static final String IN_USE = "Address already in use";

	static final String NOT_LOCAL = "Cannot assign requested address";

	static final String FORBIDDEN = "Permission denied";

	static final String NO_IPV6 = "Protocol family unavailable";

	private final Map<String, String> failures = new HashMap<>();

	private final List<FakeSocket> sockets = new ArrayList<>();

	private final List<String> attempts = new ArrayList<>();

	private int nextFreePort = FIRST_FREE_PORT;

	static Endpoint endpoint(String url) {
		return new Endpoint(null, UrlPrefix.parse(url), EndpointOptions.DEFAULT, ConfigurationKey.of("server.urls"));
	}

	/**
	 * Fail at an address.
	 * @param address host (IPv6 in brackets) and port, or the host alone for all ports
	 * @param message what the system says
	 * @return this binder
	 */
	FakeSocketBinder fail(String address, String message) {
		this.failures.put(address, message);
		return this;
	}

	/**
	 * Return where was tried to listen, in order.
	 * @return the addresses as asked for, host and port
	 */
	List<String> attempts() {
		return this.attempts;
	}

	/**
	 * Return the sockets that are still open.
	 * @return host and real port of each, or the path
	 */
	List<String> open() {
		return this.sockets.stream().filter((socket) -> !socket.closed).map((socket) -> socket.name).toList();
	}

	List<FakeSocket> sockets() {
		return this.sockets;
	}

	@Override
	public BoundEndpoint bindStock(Endpoint endpoint) {
		throw new UnsupportedOperationException();
	}

	@Override
	public BoundSocket bind(Endpoint endpoint, InetSocketAddress address) {
		Port asked = (Port) UrlPrefix.of(UrlPrefix.Scheme.HTTP, address.getAddress(), address.getPort()).address();
		this.attempts.add(asked.authority());
		boolean dynamic = asked.port() == 0;
		Port bound = asked.withPort(dynamic ? this.nextFreePort : asked.port());
		failIfTold(address, this.failures.get(bound.host()));
		failIfTold(address, this.failures.get(bound.authority()));
		this.nextFreePort += dynamic ? 1 : 0;
		return add(new FakeSocket(bound.authority(), bound.port(), null));
	}

	@Override
	public BoundSocket bind(Endpoint endpoint, UnixSocketFile file) throws IOException {
		this.attempts.add("unix:" + file.target());
		try {
			failIfTold(new InetSocketAddress(0), this.failures.get("unix"));
			return add(new FakeSocket(file.target().toString(), -1, file));
		}
		catch (RuntimeException ex) {
			file.remove();
			throw ex;
		}
	}

	private BoundSocket add(FakeSocket socket) {
		this.sockets.add(socket);
		return socket;
	}

	private static void failIfTold(SocketAddress address, @Nullable String message) {
		if (message != null) {
			// As Java NIO and Reactor Netty do it.
			SocketException cause = message.equals(FORBIDDEN) ? new SocketException(message)
					: new BindException(message);
			throw ChannelBindException.fail(address, cause);
		}
	}

	static final class FakeSocket implements BoundSocket {

		private final String name;

		private final int port;

		private final @Nullable UnixSocketFile file;

		private boolean closed;

		private FakeSocket(String name, int port, @Nullable UnixSocketFile file) {
			this.name = name;
			this.port = port;
			this.file = file;
		}

		@Override
		public int port() {
			return this.port;
		}

		@Override
		public CompletionStage<Void> unbind() {
			this.closed = true;
			try {
				if (this.file != null) {
					this.file.remove();
				}
				return CompletableFuture.completedFuture(null);
			}
			catch (IOException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

	}

}
