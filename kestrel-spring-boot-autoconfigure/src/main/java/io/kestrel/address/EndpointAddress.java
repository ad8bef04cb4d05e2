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

package io.kestrel.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;

/**
 * Where an endpoint listens, as configured: one of a closed set of kinds, each of which
 * becomes one or two sockets. It is not about what is spoken there (see
 * {@link UrlPrefix#scheme()}).
 *
 * @since 0.1.0
 */
public sealed interface EndpointAddress {

	/**
	 * Return the authority as it is written in a URL, with the configured port.
	 * @return host and port, or {@code unix:} and the path
	 */
	String authority();

	/**
	 * Return whether a socket of this address and one of the other would claim the same
	 * address and port. Port 0 never clashes: the system picks a free one each time.
	 * @param other the other address
	 * @return whether the two can't be listened on together
	 */
	boolean overlaps(EndpointAddress other);

	/**
	 * An address that listens on a TCP port.
	 */
	sealed interface Port extends EndpointAddress {

		/**
		 * Return the port.
		 * @return the port, 0 for one that the system picks
		 */
		int port();

		/**
		 * Return the same address with another port.
		 * @param port the port
		 * @return the address
		 */
		Port withPort(int port);

		/**
		 * Return the host as it is written in a URL.
		 * @return the host
		 */
		String host();

		@Override
		default String authority() {
			return host() + ":" + port();
		}

		@Override
		default boolean overlaps(EndpointAddress other) {
			return other instanceof Port that && port() != 0 && port() == that.port()
					&& Interfaces.of(this).intersects(Interfaces.of(that));
		}

	}

	/**
	 * Exactly one IP address. {@code 0.0.0.0} is all IPv4 addresses, {@code ::} is all
	 * addresses of both families (a dual-mode socket).
	 *
	 * @param address the IP address
	 * @param host the address as it is written in a URL, IPv6 in brackets and shortened
	 * as RFC 5952 has it
	 * @param port the port, 0 for one that the system picks
	 */
	record Tcp(InetAddress address, String host, int port) implements Port {

		/**
		 * Create the address for an IP address.
		 * @param address the IP address
		 * @param port the port
		 * @return the address
		 */
		public static Tcp of(InetAddress address, int port) {
			return new Tcp(address, IpLiteral.print(address), port);
		}

		@Override
		public Tcp withPort(int port) {
			return new Tcp(this.address, this.host, port);
		}

		/**
		 * Return whether the socket is one of the IPv4 family.
		 * @return {@code true} for IPv4
		 */
		public boolean isIpv4() {
			return this.address instanceof Inet4Address;
		}

	}

	/**
	 * Both loopback addresses, {@code 127.0.0.1} and {@code ::1}, as two sockets on one
	 * port.
	 *
	 * @param host {@code localhost} or a name below it, in lower case
	 * @param port the port, 0 for one that is free on both
	 */
	record Localhost(String host, int port) implements Port {

		/**
		 * The name itself.
		 */
		public static final String NAME = "localhost";

		@Override
		public Localhost withPort(int port) {
			return new Localhost(this.host, port);
		}

	}

	/**
	 * All addresses of the machine: a dual-mode socket, or IPv4 alone where the system
	 * has no IPv6.
	 *
	 * @param host what was written: {@code *}, {@code +} or a host name, which is not
	 * looked up and filters nothing
	 * @param port the port, 0 for one that the system picks
	 */
	record AnyIp(String host, int port) implements Port {

		@Override
		public AnyIp withPort(int port) {
			return new AnyIp(this.host, port);
		}

	}

	/**
	 * A Unix domain socket.
	 *
	 * @param path the absolute path of the socket file
	 */
	record UnixSocket(Path path) implements EndpointAddress {

		/**
		 * What a URL has before the path.
		 */
		public static final String PREFIX = "unix:";

		@Override
		public String authority() {
			return PREFIX + this.path;
		}

		@Override
		public boolean overlaps(EndpointAddress other) {
			return other instanceof UnixSocket that && this.path.normalize().equals(that.path.normalize());
		}

	}

}
