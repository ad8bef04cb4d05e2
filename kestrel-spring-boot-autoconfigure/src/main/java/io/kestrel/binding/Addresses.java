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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

import io.kestrel.address.EndpointAddress;
import io.kestrel.address.EndpointAddress.AnyIp;
import io.kestrel.address.EndpointAddress.Localhost;
import io.kestrel.address.EndpointAddress.Tcp;
import io.kestrel.address.EndpointAddress.UnixSocket;
import io.kestrel.address.UrlPrefix;
import org.jspecify.annotations.Nullable;

/**
 * The well-known IP addresses, and the URLs under which what is bound is published.
 *
 * @since 0.1.0
 */
public final class Addresses {

	static final InetAddress ANY_IPV4 = of(new byte[4]);

	static final InetAddress ANY_IPV6 = of(new byte[16]);

	static final InetAddress LOOPBACK_IPV4 = of(new byte[] { 127, 0, 0, 1 });

	static final InetAddress LOOPBACK_IPV6 = of(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 });

	private Addresses() {
	}

	/**
	 * Return the URLs of a bound address. A name below localhost is published together
	 * with localhost itself, as in .NET 10, unless it is a wildcard.
	 * @param prefix scheme and bound address
	 * @return one or two URLs
	 */
	public static List<String> print(UrlPrefix prefix) {
		if (prefix.address() instanceof Localhost localhost && !localhost.host().equals(Localhost.NAME)
				&& !localhost.host().startsWith("*")) {
			Localhost itself = new Localhost(Localhost.NAME, localhost.port());
			return List.of(prefix.toString(), prefix.withAddress(itself).toString());
		}
		return List.of(prefix.toString());
	}

	/**
	 * Return the kind of address that a socket address stands for.
	 * @param address what is or shall be bound
	 * @return the address, {@code [::]} for all of the machine
	 */
	public static EndpointAddress of(@Nullable SocketAddress address) {
		if (address instanceof InetSocketAddress inet) {
			InetAddress host = inet.getAddress();
			if (host == null) {
				return new AnyIp(inet.getHostString(), inet.getPort());
			}
			return Tcp.of(host.isAnyLocalAddress() ? ANY_IPV6 : host, inet.getPort());
		}
		return new UnixSocket(Path.of(String.valueOf(address)));
	}

	private static InetAddress of(byte[] address) {
		try {
			return InetAddress.getByAddress(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
