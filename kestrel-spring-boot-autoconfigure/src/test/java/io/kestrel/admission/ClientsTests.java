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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;

import io.kestrel.limits.ServerLimits;
import io.netty.channel.unix.DomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Clients}.
 */
class ClientsTests {

	private final Clients clients = new Clients();

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "255.255.255.255, 127.255.255.255, false",
			"2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true", "2001:db8:1:2::1, 2001:db8:1:3::1, false",
			"2001:db8:1:2::1, 2001:db9:1:2::1, false", "::1, 0.0.0.1, false", "::1, 127.0.0.1, false",
			"fe80::1, fe80::2, true", "::ffff:0:0:1, 192.0.2.1, false" })
	void oneAddressOrNetworkIsOneClient(String first, String second, boolean same) throws UnknownHostException {
		Long key = Clients.key(address(first, 1));
		assertThat(key).isNotNull();
		assertThat(key.equals(Clients.key(address(second, 2)))).isEqualTo(same);
	}

	private static SocketAddress address(String host, int port) throws UnknownHostException {
		return new InetSocketAddress(InetAddress.getByName(host), port);
	}

	@Test
	void addressesMappedToIpv6AreThoseOfIpv4() throws UnknownHostException {
		for (String host : new String[] { "192.0.2.1", "192.0.2.2" }) {
			assertThat(Clients.key(new InetSocketAddress(mapped(host), 1))).isEqualTo(Clients.key(address(host, 1)));
		}
		assertThat(Clients.key(new InetSocketAddress(mapped("192.0.2.1"), 1)))
			.isNotEqualTo(Clients.key(new InetSocketAddress(mapped("192.0.2.2"), 1)));
	}

	/* InetAddress itself would make an IPv4 address of it. */
	private static InetAddress mapped(String host) throws UnknownHostException {
		byte[] octets = new byte[16];
		octets[10] = (byte) 0xff;
		octets[11] = (byte) 0xff;
		System.arraycopy(InetAddress.getByName(host).getAddress(), 0, octets, 12, 4);
		return Inet6Address.getByAddress(null, octets, -1);
	}

	@Test
	void whoHasNoAddressIsNoClient() {
		assertThat(Clients.key(null)).isNull();
		assertThat(Clients.key(UnixDomainSocketAddress.of("/tmp/app.sock"))).isNull();
		assertThat(Clients.key(new DomainSocketAddress("/tmp/app.sock"))).isNull();
		assertThat(Clients.key(InetSocketAddress.createUnresolved("client.example", 1))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, true", "1, 1, false", "2, 1, false", "1, 2, true", "2, 2, false", "3, 2, false",
			"1000, -1, true" })
	void clientHasFewerThanTheLimit(int taken, int limit, boolean expected) {
		take(1L, taken);
		assertThat(this.clients.tryAcquire(1L, limit)).isEqualTo(expected);
		assertThat(this.clients.tryAcquire(2L, limit)).as("another client").isTrue();
		release(1L, expected ? taken + 1 : taken);
		release(2L, 1);
		assertThat(this.clients.size()).isZero();
	}

	@Test
	void refusedClientWithoutConnectionIsForgotten() {
		assertThat(this.clients.tryAcquire(1L, 0)).isFalse();
		assertThat(this.clients.size()).isZero();
	}

	@Test
	void limitMayChangeMeanwhile() {
		take(1L, 3);
		assertThat(this.clients.tryAcquire(1L, 2)).isFalse();
		release(1L, 2);
		assertThat(this.clients.tryAcquire(1L, 2)).isTrue();
		assertThat(this.clients.size()).isEqualTo(1);
	}

	private void take(Long client, int count) {
		for (int i = 0; i < count; i++) {
			this.clients.tryAcquire(client, ServerLimits.UNLIMITED);
		}
	}

	private void release(Long client, int count) {
		for (int i = 0; i < count; i++) {
			this.clients.release(client);
		}
	}

}
