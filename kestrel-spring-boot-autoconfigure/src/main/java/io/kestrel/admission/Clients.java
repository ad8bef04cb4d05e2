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

package io.kestrel.admission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.kestrel.limits.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections by client. One client is an IPv4 address, or a /64 network of IPv6:
 * that is what a single subscriber has. For any thread.
 */
final class Clients {

	/**
	 * Puts IPv4 where no network of IPv6 is: below ::/8, which is reserved (RFC 4291).
	 */
	private static final long IPV4 = 0x0000_ffff_0000_0000L;

	private static final int IPV4_LENGTH = 4;

	/** Where an IPv4 address begins that was mapped to IPv6. */
	private static final int MAPPED = 12;

	private final ConcurrentMap<Long, Integer> counts = new ConcurrentHashMap<>();

	/**
	 * Return what a client is counted by.
	 * @param address its address, {@code null} if it is not known any more
	 * @return the key, {@code null} for one who has no address: a Unix socket
	 */
	static @Nullable Long key(@Nullable SocketAddress address) {
		if (!(address instanceof InetSocketAddress socket) || socket.getAddress() == null) {
			return null;
		}
		InetAddress ip = socket.getAddress();
		byte[] octets = ip.getAddress();
		if (ip instanceof Inet4Address) {
			return ipv4(octets, 0);
		}
		return isMapped(octets) ? ipv4(octets, MAPPED) : ByteBuffer.wrap(octets).getLong();
	}

	private static Long ipv4(byte[] octets, int start) {
		return IPV4 | Integer.toUnsignedLong(ByteBuffer.wrap(octets, start, IPV4_LENGTH).getInt());
	}

	/* RFC 4291 section 2.5.5.2 */
	private static boolean isMapped(byte[] octets) {
		ByteBuffer buffer = ByteBuffer.wrap(octets);
		return buffer.getLong() == 0 && buffer.getInt() == 0x0000_ffff;
	}

	/**
	 * Take one for a client, if it has fewer than the limit.
	 * @param client the key of the client
	 * @param limit how many it may have, or {@link ServerLimits#UNLIMITED}
	 * @return whether one was taken, which must be released
	 */
	boolean tryAcquire(Long client, int limit) {
		if (limit == ServerLimits.UNLIMITED) {
			this.counts.merge(client, 1, Integer::sum);
			return true;
		}
		boolean[] taken = { false };
		this.counts.compute(client, (key, count) -> {
			int before = (count != null) ? count : 0;
			taken[0] = before < limit;
			return (before < limit) ? Integer.valueOf(before + 1) : count;
		});
		return taken[0];
	}

	/**
	 * Give one back.
	 * @param client the key of the client
	 */
	void release(Long client) {
		this.counts.computeIfPresent(client, (key, count) -> {
			int rest = count - 1;
			return (rest != 0) ? rest : null;
		});
	}

	/**
	 * Return how many clients have one.
	 * @return the number
	 */
	int size() {
		return this.counts.size();
	}

}
