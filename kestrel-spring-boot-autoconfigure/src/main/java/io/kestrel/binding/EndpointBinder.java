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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.kestrel.address.EndpointAddress;
import io.kestrel.address.EndpointAddress.AnyIp;
import io.kestrel.address.EndpointAddress.Localhost;
import io.kestrel.address.EndpointAddress.Tcp;
import io.kestrel.address.EndpointAddress.UnixSocket;
import io.kestrel.address.UrlPrefix;
import io.kestrel.endpoint.Endpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

/**
 * Binds an endpoint: knows which sockets each kind of address stands for, and what to do
 * if one of them can't be had. The rules are those of ASP.NET Core.
 *
 * @since 0.1.0
 */
public final class EndpointBinder {

	private static final Log logger = LogFactory.getLog(EndpointBinder.class);

	/** Ports tried until one is free on both loopback addresses. */
	static final int FREE_PORT_ATTEMPTS = 50;

	private final SocketBinder sockets;

	private final boolean freePorts;

	/**
	 * Create a binder.
	 * @param sockets opens single sockets
	 * @param freePorts whether Unix sockets move to a fresh temporary file
	 */
	EndpointBinder(SocketBinder sockets, boolean freePorts) {
		this.sockets = sockets;
		this.freePorts = freePorts;
	}

	/**
	 * Return a binder for the sockets of a server.
	 * @param server makes the server of an endpoint, complete but for its address and its
	 * loops
	 * @param transport what carries the sockets
	 * @param freePorts whether Unix sockets move to a fresh temporary file
	 * @return the binder
	 */
	public static EndpointBinder of(Function<Endpoint, HttpServer> server, Transport transport, boolean freePorts) {
		return new EndpointBinder(new ReactorSocketBinder(server, transport), freePorts);
	}

	/**
	 * Listen where Spring Boot's own server would.
	 * @param endpoint what the user reads about it
	 * @return the bound endpoint
	 */
	public BoundEndpoint bindStock(Endpoint endpoint) {
		return this.sockets.bindStock(endpoint);
	}

	/**
	 * Listen at an endpoint.
	 * @param endpoint the endpoint
	 * @return the bound endpoint
	 * @throws AddressInUseException if somebody else listens there
	 * @throws EndpointBindException if it can't be bound for another reason
	 */
	public BoundEndpoint bind(Endpoint endpoint) {
		EndpointAddress address = endpoint.address();
		if (address instanceof Tcp tcp) {
			return bindOne(endpoint, tcp, tcp.address());
		}
		if (address instanceof Localhost localhost) {
			return bindLocalhost(endpoint, localhost);
		}
		if (address instanceof AnyIp anyIp) {
			return bindAnyIp(endpoint, anyIp);
		}
		if (address instanceof UnixSocket unixSocket) {
			return bindUnixSocket(endpoint, unixSocket);
		}
		throw new IllegalArgumentException("Unknown address " + address);
	}

	private BoundEndpoint bindOne(Endpoint endpoint, Tcp tcp, InetAddress address) {
		try {
			BoundSocket socket = this.sockets.bind(endpoint, new InetSocketAddress(address, tcp.port()));
			return bound(endpoint, List.of(socket), tcp.withPort(socket.port()));
		}
		catch (RuntimeException ex) {
			throw BindFailure.of(endpoint, endpoint.prefix().withAddress(tcp).toString(), ex);
		}
	}

	/*
	 * All addresses: one dual-mode socket, or IPv4 alone where there is no IPv6.
	 */
	private BoundEndpoint bindAnyIp(Endpoint endpoint, AnyIp anyIp) {
		Tcp ipv6 = Tcp.of(Addresses.ANY_IPV6, anyIp.port());
		try {
			return bindOne(endpoint, ipv6, ipv6.address());
		}
		catch (AddressInUseException ex) {
			throw ex;
		}
		catch (EndpointBindException ex) {
			Tcp ipv4 = Tcp.of(Addresses.ANY_IPV4, anyIp.port());
			logger.debug("Cannot listen at " + endpoint.prefix().withAddress(ipv6) + ". Trying "
					+ endpoint.prefix().withAddress(ipv4) + " instead.", ex);
			return bindOne(endpoint, ipv4, ipv4.address());
		}
	}

	/*
	 * Both loopback addresses. One that is in use fails the start, since the clients of
	 * this name would reach somebody else half of the time; one that the machine does not
	 * have is worth a warning.
	 */
	private BoundEndpoint bindLocalhost(Endpoint endpoint, Localhost localhost) {
		for (int attempt = 1;; attempt++) {
			BoundSocket ipv4 = bindLoopback(endpoint, localhost, Addresses.LOOPBACK_IPV4);
			int port = (ipv4 != null) ? ipv4.port() : localhost.port();
			try {
				BoundSocket ipv6 = bindLoopback(endpoint, localhost.withPort(port), Addresses.LOOPBACK_IPV6);
				return boundLocalhost(endpoint, localhost, ipv4, ipv6);
			}
			catch (RuntimeException ex) {
				if (ipv4 != null) {
					ipv4.unbind().toCompletableFuture().join();
				}
				boolean retry = ex instanceof AddressInUseException && localhost.port() == 0;
				if (!retry || attempt == FREE_PORT_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private @Nullable BoundSocket bindLoopback(Endpoint endpoint, Localhost localhost, InetAddress loopback) {
		Tcp tcp = Tcp.of(loopback, localhost.port());
		String url = endpoint.prefix().withAddress(tcp).toString();
		try {
			return this.sockets.bind(endpoint, new InetSocketAddress(loopback, localhost.port()));
		}
		catch (RuntimeException ex) {
			BindReason reason = BindReason.of(ex);
			if (reason == BindReason.IN_USE || reason == BindReason.FORBIDDEN) {
				throw BindFailure.of(endpoint, url, ex);
			}
			logger.warn("Cannot listen at " + url + ", one of the two addresses of " + localhost.host() + ": " + reason
					+ ". Going on without it.");
			return null;
		}
	}

	private BoundEndpoint boundLocalhost(Endpoint endpoint, Localhost localhost, @Nullable BoundSocket ipv4,
			@Nullable BoundSocket ipv6) {
		List<BoundSocket> sockets = Stream.of(ipv4, ipv6).flatMap(Stream::ofNullable).toList();
		if (sockets.isEmpty()) {
			throw BindFailure.of(endpoint, endpoint.toString(),
					new IllegalStateException("this machine has neither 127.0.0.1 nor ::1"));
		}
		Localhost bound = localhost.withPort(sockets.get(0).port());
		return bound(endpoint, sockets, bound);
	}

	private BoundEndpoint bindUnixSocket(Endpoint endpoint, UnixSocket unixSocket) {
		try {
			UnixSocketFile file = this.freePorts ? UnixSocketFile.prepareTemporary()
					: UnixSocketFile.prepare(unixSocket.path());
			return bound(endpoint, List.of(this.sockets.bind(endpoint, file)), new UnixSocket(file.target()));
		}
		catch (IOException | RuntimeException ex) {
			throw BindFailure.of(endpoint, endpoint.toString(), ex);
		}
	}

	private static BoundEndpoint bound(Endpoint endpoint, List<BoundSocket> sockets, EndpointAddress address) {
		UrlPrefix prefix = endpoint.prefix().withAddress(address);
		return new BoundEndpoint(endpoint.name(), endpoint.isSecure(), sockets, Addresses.print(prefix));
	}

}
