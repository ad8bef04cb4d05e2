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
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IpLiteral}.
 */
class IpLiteralTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[0:0:0:0:0:0:0:0]          | [::]
			[0:0:0:0:0:0:0:1]          | [::1]
			[1:0:0:0:0:0:0:0]          | [1::]
			[2001:0db8::0001]          | [2001:db8::1]
			[2001:DB8::ABCD]           | [2001:db8::abcd]
			[2001:db8:0:0:0:0:2:1]     | [2001:db8::2:1]
			[2001:db8:0:1:1:1:1:1]     | [2001:db8:0:1:1:1:1:1]
			[2001:0:0:1:0:0:0:1]       | [2001:0:0:1::1]
			[2001:db8:0:0:1:0:0:1]     | [2001:db8::1:0:0:1]
			[0:0:1:0:0:0:1:0]          | [0:0:1::1:0]
			[0:1:0:1:0:1:0:1]          | [0:1:0:1:0:1:0:1]
			[1:2:3:4:5:6:7:0]          | [1:2:3:4:5:6:7:0]
			[1:2:3:4:5:6:0:0]          | [1:2:3:4:5:6::]
			[0:0:3:4:5:6:7:8]          | [::3:4:5:6:7:8]
			[64:ff9b::192.0.2.33]      | [64:ff9b::c000:221]
			[::ffff:192.0.2.33]        | 192.0.2.33
			127.0.0.1                  | 127.0.0.1
			0.0.0.0                    | 0.0.0.0
			255.255.255.255            | 255.255.255.255
			""")
	void printShortensAsRfc5952Asks(String literal, String printed) {
		InetAddress address = IpLiteral.parse(literal);
		assertThat(IpLiteral.print(address)).isEqualTo(printed);
		assertThat(IpLiteral.parse(printed)).isEqualTo(address);
	}

	@Test
	void printWhenAddressHasNumericScope() throws UnknownHostException {
		assertThat(IpLiteral.print(IpLiteral.parse("[fe80::1%7]"))).isEqualTo("[fe80::1%7]");
		Inet6Address unscoped = Inet6Address.getByAddress(null, IpLiteral.parse("[fe80::1]").getAddress(), 0);
		assertThat(IpLiteral.print(unscoped)).isEqualTo("[fe80::1]");
	}

	/**
	 * With the one scoped address that every machine with IPv6 has.
	 */
	@Test
	void parseWhenScopeIsInterface() throws SocketException {
		String name = NetworkInterface.networkInterfaces()
			.filter((candidate) -> candidate.inetAddresses()
				.anyMatch((address) -> address instanceof Inet6Address && address.isLoopbackAddress()))
			.map(NetworkInterface::getName)
			.findFirst()
			.orElseThrow();
		InetAddress address = IpLiteral.parse("[::1%" + name + "]");
		assertThat(((Inet6Address) address).getScopedInterface().getName()).isEqualTo(name);
		assertThat(UrlPrefix.parse("http://[0::1%" + name + "]:5000")).hasToString("http://[::1%" + name + "]:5000");
	}

	@Test
	void parseWhenScopeIsUnknown() {
		assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> IpLiteral.parse("[fe80::1%nosuch0]"))
			.withMessageContaining("no network interface 'nosuch0'")
			.withMessageContaining("the scope of [fe80::1%nosuch0]")
			.satisfies((ex) -> assertThat(ex.getCure()).contains("ip -6 address"));
	}

	@Test
	void parseWhenScopeStandsBehindNoAddress() {
		assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> IpLiteral.parse("[fe80:1%nosuch0]"))
			.withMessage("'[fe80:1%nosuch0]' is not an IPv6 address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "5000", "1.2.3", "127.1", "127.0.0.1", "1.2.3.4.5", "0x7f000001", "a.0x1", "0X", "a.1",
			"127.0.0.1." })
	void isNumericWhenLastLabelIsNumber(String host) {
		assertThat(IpLiteral.isNumeric(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1a", "a1", "1.a", "1.a.", "0x7g", "a-1", "x.0y" })
	void isNumericWhenLastLabelIsName(String host) {
		assertThat(IpLiteral.isNumeric(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "256.0.0.1", "1.2.3.256", "01.2.3.4", "1.2.3.00", "1.2.3", "1.2.3.4.", "1.2.3.4.5",
			"999.1.1.1", "1234.1.1.1", "-1.0.0.0" })
	void parseRefusesWhatIsNotFourDecimalNumbers(String host) {
		assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> IpLiteral.parse(host))
			.withMessageContaining("'" + host + "' is not an IPv4 address");
	}

}
