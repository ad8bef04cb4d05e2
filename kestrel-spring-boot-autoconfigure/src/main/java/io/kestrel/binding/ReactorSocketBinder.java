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
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.kestrel.address.UrlPrefix;
import io.kestrel.endpoint.Endpoint;
import io.netty.channel.unix.DomainSocketAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Opens sockets with Reactor Netty: derives one {@code HttpServer} for each from that of
 * its endpoint, by {@link SocketStages}.
 */
final class ReactorSocketBinder implements SocketBinder {

	private static final Log logger = LogFactory.getLog(ReactorSocketBinder.class);

	private final Function<Endpoint, HttpServer> server;

	private final Transport transport;

	ReactorSocketBinder(Function<Endpoint, HttpServer> server, Transport transport) {
		this.server = server;
		this.transport = transport;
	}

	@Override
	public BoundEndpoint bindStock(Endpoint endpoint) {
		try {
			DisposableServer server = bindNow(this.server.apply(endpoint), false);
			UrlPrefix bound = endpoint.prefix().withAddress(Addresses.of(server.channel().localAddress()));
			return new BoundEndpoint(endpoint.name(), endpoint.isSecure(), List.of(new TcpSocket(server)),
					Addresses.print(bound));
		}
		catch (RuntimeException ex) {
			throw BindFailure.ofStock(endpoint, ex);
		}
	}

	@Override
	public BoundSocket bind(Endpoint endpoint, InetSocketAddress address) {
		boolean ipv4 = address.getAddress() instanceof Inet4Address;
		return new TcpSocket(bindNow(derive(endpoint, address), ipv4));
	}

	@Override
	public BoundSocket bind(Endpoint endpoint, UnixSocketFile file) throws IOException {
		DisposableServer server = null;
		try {
			server = bindNow(derive(endpoint, unixAddress(file.bindPath())), false);
			file.publish(endpoint.socket());
			return new UnixSocket(server, file);
		}
		catch (IOException | RuntimeException ex) {
			if (server != null) {
				server.disposeNow();
			}
			file.remove();
			throw ex;
		}
	}

	private SocketAddress unixAddress(Path path) {
		boolean nio = ListeningLoopResources.isNio(this.transport.loops(), this.transport.preferNative());
		return nio ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path.toFile());
	}

	private HttpServer derive(Endpoint endpoint, SocketAddress address) {
		return SocketStages.addressed(this.server.apply(endpoint), address, endpoint.socket().backlog());
	}

	private DisposableServer bindNow(HttpServer server, boolean ipv4) {
		LoopResources loops = new ListeningLoopResources(this.transport.loops(), ipv4, this.transport.acceptHandlers());
		HttpServer looped = server.runOn(loops, this.transport.preferNative());
		Duration timeout = this.transport.bindTimeout();
		return (timeout != null) ? looped.bindNow(timeout) : looped.bindNow();
	}

	private static CompletionStage<Void> close(DisposableServer server) {
		CompletableFuture<Void> closed = server.onDispose().toFuture();
		server.dispose();
		return closed;
	}

	private record TcpSocket(DisposableServer server) implements BoundSocket {

		@Override
		public int port() {
			return (this.server.channel().localAddress() instanceof InetSocketAddress address) ? address.getPort() : -1;
		}

		@Override
		public CompletionStage<Void> unbind() {
			return close(this.server);
		}

	}

	private record UnixSocket(DisposableServer server, UnixSocketFile file) implements BoundSocket {

		@Override
		public int port() {
			return -1;
		}

		@Override
		public CompletionStage<Void> unbind() {
			try {
				// Before the socket closes: until then no other file can get its inode.
				this.file.remove();
			}
			catch (IOException ex) {
				logger.warn("Cannot remove the socket file " + this.file.target(), ex);
			}
			return close(this.server);
		}

	}

}
