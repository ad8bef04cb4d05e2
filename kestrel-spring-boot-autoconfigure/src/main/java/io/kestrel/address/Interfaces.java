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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

import io.kestrel.address.EndpointAddress.AnyIp;
import io.kestrel.address.EndpointAddress.Localhost;
import io.kestrel.address.EndpointAddress.Tcp;

/**
 * The IP addresses that the sockets of an {@link EndpointAddress} claim, to tell which
 * two can't share a port.
 *
 * @param addresses the addresses, a wildcard standing for all of its family
 */
record Interfaces(List<InetAddress> addresses) {

	private static final InetAddress ANY = IpLiteral.parse("[::]");

	private static final List<InetAddress> LOOPBACKS = List.of(IpLiteral.parse("127.0.0.1"), IpLiteral.parse("[::1]"));

	static Interfaces of(EndpointAddress.Port address) {
		if (address instanceof Tcp tcp) {
			return new Interfaces(List.of(tcp.address()));
		}
		if (address instanceof Localhost) {
			return new Interfaces(LOOPBACKS);
		}
		if (address instanceof AnyIp) {
			return new Interfaces(List.of(ANY));
		}
		throw new IllegalArgumentException("Unknown address " + address);
	}

	boolean intersects(Interfaces other) {
		return this.addresses.stream()
			.anyMatch((left) -> other.addresses.stream().anyMatch((right) -> intersect(left, right)));
	}

	private static boolean intersect(InetAddress left, InetAddress right) {
		return (left.equals(right) && sameScope(left, right)) || covers(left, right) || covers(right, left);
	}

	/*
	 * Java takes two link-local addresses for equal though they are on two interfaces.
	 */
	private static boolean sameScope(InetAddress left, InetAddress right) {
		return scope(left) == scope(right) || scope(left) == 0 || scope(right) == 0;
	}

	private static int scope(InetAddress address) {
		return (address instanceof Inet6Address ipv6) ? ipv6.getScopeId() : 0;
	}

	private static boolean covers(InetAddress wildcard, InetAddress address) {
		// [::] is a dual-mode socket and so has IPv4 too; 0.0.0.0 has IPv4 alone.
		return wildcard.isAnyLocalAddress() && (wildcard.equals(ANY) || wildcard.getClass() == address.getClass());
	}

}
