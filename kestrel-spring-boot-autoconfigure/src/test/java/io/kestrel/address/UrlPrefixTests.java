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
import java.net.UnknownHostException;

import io.kestrel.address.EndpointAddress.AnyIp;
import io.kestrel.address.EndpointAddress.Tcp;
import io.kestrel.address.UrlPrefix.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UrlPrefix}. The number of a row is that of the table in the
 * specification of ASP.NET Core's behaviour; rows 37, 81, 82, 83 are those of
 * {@link IpLiteralTests} and {@link UrlListTests}.
 */
class UrlPrefixTests {

	@ParameterizedTest(name = "row {0}: {1}")
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			14  | http://+                                    | http://+:80                          | AnyIp
			15  | http://*                                    | http://*:80                          | AnyIp
			16  | https://*                                   | https://*:443                        | AnyIp
			17  | http://*:0/                                 | http://*:0                           | AnyIp
			18  | http://+:0/                                 | http://+:0                           | AnyIp
			19  | http://*:80                                 | http://*:80                          | AnyIp
			20  | http://localhost                            | http://localhost:80                  | Localhost
			21  | HTTP://LOCALHOST:5000                       | http://localhost:5000                | Localhost
			22  | http://localhost:5000/                      | http://localhost:5000                | Localhost
			23  | http://localhost:0                          | http://localhost:0                   | Localhost
			24  | https://localhost                           | https://localhost:443                | Localhost
			25  | http://app.localhost:5000                   | http://app.localhost:5000            | Localhost
			25a | http://App.LocalHost:5000                   | http://app.localhost:5000            | Localhost
			25b | http://*.localhost:5000                     | http://*.localhost:5000              | Localhost
			25c | http://notlocalhost:5000                    | http://notlocalhost:5000             | AnyIp
			26  | http://app.localhost:0                      | http://app.localhost:0               | Localhost
			27  | http://127.0.0.1                            | http://127.0.0.1:80                  | Tcp
			28  | https://127.0.0.1                           | https://127.0.0.1:443                | Tcp
			29  | http://127.0.0.1:0                          | http://127.0.0.1:0                   | Tcp
			30  | http://10.10.10.10:5000/                    | http://10.10.10.10:5000              | Tcp
			31  | http://0.0.0.0:5000                         | http://0.0.0.0:5000                  | Tcp
			32  | http://[::1]                                | http://[::1]:80                      | Tcp
			33  | http://[::1]:5000                           | http://[::1]:5000                    | Tcp
			34  | http://[::1]:0/                             | http://[::1]:0                       | Tcp
			35  | http://[::]:5000                            | http://[::]:5000                     | Tcp
			36  | http://[0:0:0:0:0:ffff:4137:270a]:80/       | http://65.55.39.10:80                | Tcp
			38  | http://::1:5000                             | http://[::1]:5000                    | Tcp
			40  | http://contoso.com:80/                      | http://contoso.com:80                | AnyIp
			41  | http://randomhost                           | http://randomhost:80                 | AnyIp
			42  | https://randomhost                          | https://randomhost:443               | AnyIp
			43  | http://randomhost:6000                      | http://randomhost:6000               | AnyIp
			44  | http://www.example.com/                     | http://www.example.com:80            | AnyIp
			45  | https://www.example.com:5000                | https://www.example.com:5000         | AnyIp
			61  | http://unix:/tmp/kestrel-test.sock          | http://unix:/tmp/kestrel-test.sock   | UnixSocket
			62  | https://unix:/tmp/kestrel-test.sock         | https://unix:/tmp/kestrel-test.sock  | UnixSocket
			63  | http://unix:/tmp/kestrel-test.sock:         | http://unix:/tmp/kestrel-test.sock   | UnixSocket
			64  | http://unix:/tmp/kestrel-test.sock:/        | http://unix:/tmp/kestrel-test.sock   | UnixSocket
			66  | http://unix://tmp/a.sock                    | http://unix:/tmp/a.sock              | UnixSocket
			71  | http://unix:/c                              | http://unix:/c                       | UnixSocket
			72  | http://unix:/wrong.path                     | http://unix:/wrong.path              | UnixSocket
			76  | http://pipe:8080                            | http://pipe:8080                     | AnyIp
			""")
	void parseAcceptsWhatTheOriginalAccepts(String row, String url, String normalForm, String kind) {
		UrlPrefix prefix = UrlPrefix.parse(url);
		assertThat(prefix).hasToString(normalForm);
		assertThat(prefix.address().getClass().getSimpleName()).isEqualTo(kind);
		assertThat(UrlPrefix.parse(prefix.toString())).isEqualTo(prefix);
	}

	@ParameterizedTest(name = "row {0}: {1}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					1   | ""                                         | it has no scheme                | Write http://
					2   | 5000                                       | it has no scheme                | Write http://
					3   | //noscheme                                 | it has no scheme                | Write http://
					4   | localhost:5000                             | it has no scheme                | Write http://
					5   | ://                                        | the scheme '' is not supported  | http:// or https://
					6   | ://:5000                                   | the scheme '' is not supported  | http:// or https://
					7   | http://                                    | it has no host                  | http://*:5000 for all
					8   | http://:5000                               | it has no host                  | http://*:5000 for all
					9   | http:///                                   | it has no host                  | http://*:5000 for all
					10  | http:///:5000                              | the path base '/:5000'          | End the URL after the port
					11  | http:////                                  | the path base '//'              | End the URL after the port
					12  | http:////:5000                             | the path base '//:5000'         | End the URL after the port
					13  | ://emptyscheme                             | the scheme '' is not supported  | http:// or https://
					46  | http://www.example.com/foo?bar=baz         | the path base '/foo?bar=baz'    | spring.webflux.base-path
					47  | http://localhost:5000/base                 | the path base '/base'           | spring.webflux.base-path
					48  | http://a//                                 | the path base '//'              | spring.webflux.base-path
					53  | http://a:-1                                | the port -1 is out of range     | to 65535
					54  | http://a:65536                             | the port 65536 is out of range  | to 65535
					60  | http://foo:/tmp/a.sock:5000/doesn't/matter | '/tmp/a.sock:5000/doesn't/matter' | spring.webflux.base-path
					65  | http://unix:/tmp/a.sock:5000/doesn't/matter | '/5000/doesn't/matter'         | spring.webflux.base-path
					67  | http://unix:foo/tmp/a.sock                 | a Unix socket begins with '/'   | http://unix:/run/app.sock
					68  | http://unix:5000/tmp/a.sock                | the path base '/tmp/a.sock'     | spring.webflux.base-path
					69  | http://unix:/                              | the path '/' is that of a directory | name of the socket file
					69a | http://unix:/tmp/dir/                      | '/tmp/dir/' is that of a directory | name of the socket file
					70  | http://unix:/c:/foo/bar/pipe.socket        | '/foo/bar/pipe.socket'          | spring.webflux.base-path
					73  | http://pipe:/HelloWorld                    | named pipes                     | http://unix:
					74  | http://pipe:/LOCAL\\HelloWorld             | named pipes                     | http://unix:
					75  | http://pipe://tmp/kestrel-test.sock        | named pipes                     | http://unix:
					77  | http://pipe:/a:5                           | named pipes                     | http://unix:
					78  | ftp://localhost                            | the scheme 'ftp'                | http:// or https://
					79  | ssh://localhost                            | the scheme 'ssh'                | http:// or https://
					80  | " http://a:1"                              | the scheme ' http'              | http:// or https://
					""")
	void parseRefusesWhatTheOriginalRefuses(String row, String url, String reason, String cure) {
		assertThatRefused(url, reason, cure);
	}

	@ParameterizedTest(name = "row {0}: {1}, not {2}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					39  | http://::1                      | any IP, port 1   | '::1' has more than one ':'     | in brackets
					49  | http://www.example.com:NOTAPORT | any IP, port 80  | the port 'NOTAPORT'             | a port from 0 to 65535
					50  | https://www.example.com:NOTAPORT | any IP, port 443 | the port 'NOTAPORT'            | a port from 0 to 65535
					51  | http://www.example.com:NOTAPORT/ | any IP, port 80 | the port 'NOTAPORT'             | a port from 0 to 65535
					52  | http://a:                       | any IP, port 80  | the port '' is not a number     | after the last ':', or neither
					55  | http://a:99999999999            | any IP, port 80  | the port 99999999999 is out     | to 65535
					56  | "http://a: 80"                  | any IP, port 80  | 'a: 80' has a blank inside       | Remove it
					56a | http://a:+80                    | any IP, port 80  | the port '+80' is not a number  | a port from 0 to 65535
					57  | http://a:5000?x=1               | any IP, port 80  | '?x=1' is a query               | no '?' and no '#'
					57a | http://a:5000#f                 | any IP, port 80  | '#f' is a query or a fragment   | no '?' and no '#'
					57b | http://a?x=1                    | any IP, port 80  | '?x=1' is a query               | no '?' and no '#'
					58  | http://1.2.3:80                 | 1.2.0.3, port 80 | '1.2.3' is not an IPv4 address  | all four numbers
					58a | http://127.1:5100               | 127.0.0.1        | '127.1' is not an IPv4 address  | all four numbers
					58b | http://0x7f000001:80            | 127.0.0.1        | '0x7f000001' is not an IPv4     | all four numbers
					58c | http://127.0.0.0x1:80           | 127.0.0.1        | '127.0.0.0x1' is not an IPv4    | all four numbers
					58d | http://0177.0.0.1:80            | 127.0.0.1        | '0177.0.0.1' is not an IPv4     | without leading zeros
					58e | http://256.0.0.1:80             | any IP, port 80  | '256.0.0.1' is not an IPv4      | from 0 to 255
					58f | http://127.0.0.1.:80            | any IP, port 80  | '127.0.0.1.' is not an IPv4     | all four numbers
					59  | http://5000                     | 0.0.19.136       | '5000' is not an IPv4 address   | http://localhost:5000
					84  | http://u:p@h:90                 | any IP, port 90  | 'u:p@' is user information      | Remove it
					""")
	void parseRefusesWhatTheOriginalMisunderstands(String row, String url, String original, String reason,
			String cure) {
		assertThatRefused(url, reason, cure);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			http://[::1:5000              | the bracket of '[::1:5000' is not closed | Write ']'
			http://[::1                   | the bracket of '[::1' is not closed      | Write ']'
			http://[::1]5000              | '5000' stands between                    | directly after the bracket
			http://[127.0.0.1]:80         | '[127.0.0.1]' is not an IPv6 address     | in brackets
			http://[]:80                  | '[]' is not an IPv6 address              | in brackets
			http://[localhost]:80         | '[localhost]' is not an IPv6 address     | in brackets
			http://[::1%]:80              | '[::1%]' is not an IPv6 address          | in brackets
			http://[::1::2]:80            | '[::1::2]' is not an IPv6 address        | in brackets
			http://[::1]:abc              | the port 'abc' is not a number           | a port from 0 to 65535
			http://127.0.0.1:5100:5101    | '127.0.0.1:5100:5101' has more than one  | one port
			http://a:1:2                  | 'a:1:2' has more than one ':'            | one port
			http://::1:65536              | the port 65536 is out of range           | to 65535
			http://::1:x                  | the port 'x' is not a number             | a port from 0 to 65535
			"http://a b:5100"             | 'a b:5100' has a blank inside            | Remove it
			"http:// a:5100"              | ' a:5100' has a blank inside             | Remove it
			"http://127.0.0.1 :5100"      | '127.0.0.1 :5100' has a blank inside     | Remove it
			http://unix:                  | path of a Unix socket begins with '/'    | http://unix:/run/app.sock
			http:/a                       | a slash is missing                       | two slashes
			http:a                        | it has no scheme                         | http://
			http://a:1,b:2                | 'a:1,b:2' has more than one ':'          | one port
			http://a,b:1                  | 'a,b' has a character                    | ';' between two URLs
			http://a%41:1                 | 'a%41' has a character                   | Write a host name
			http://a\\b:1                 | 'a\\b' has a character                   | Write a host name
			http://a..b:1                 | 'a..b' has an empty label                | between each two dots
			http://.localhost:1           | '.localhost' has an empty label          | between each two dots
			http://@h:90                  | '@' is user information                  | Remove it
			""")
	void parseRefusesNonsense(String url, String reason, String cure) {
		assertThatRefused(url, reason, cure);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "00080, 80", "65534, 65534", "65535, 65535", "000065535, 65535" })
	void parseWhenPortIsInRange(String text, int port) {
		assertThat(UrlPrefix.parse("http://a:" + text).address()).isEqualTo(new AnyIp("a", port));
		assertThat(UrlPrefix.parse("http://[::1]:" + text)).hasToString("http://[::1]:" + port);
	}

	@ParameterizedTest
	@CsvSource({ "-1", "-65535", "65536", "00065536", "100000", "2147483648", "18446744073709551696" })
	void parseWhenPortIsOutOfRange(String port) {
		assertThatRefused("http://a:" + port, "the port " + port + " is out of range",
				"from 0 (one that is free) to 65535");
		assertThatRefused("http://[::1]:" + port, "the port " + port + " is out of range", "to 65535");
	}

	@ParameterizedTest
	@CsvSource({ "-", "--1", "-1x", "0x50", "8O", "1e3", "80.0", "\u0668\u0660" })
	void parseWhenPortIsNoNumber(String port) {
		assertThatRefused("http://a:" + port, "the port '" + port + "' is not a number", "from 0 to 65535");
	}

	@Test
	void ofMakesPrefixOfIpAddress() throws UnknownHostException {
		InetAddress loopback = Inet6Address.getByName("::1");
		assertThat(UrlPrefix.of(Scheme.HTTPS, loopback, 65535)).hasToString("https://[::1]:65535");
		assertThat(UrlPrefix.of(Scheme.HTTP, loopback, 0)).isEqualTo(UrlPrefix.parse("http://[::1]:0"));
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> UrlPrefix.of(Scheme.HTTP, loopback, 65536))
			.withMessage("the port 65536 is out of range");
		assertThatExceptionOfType(InvalidAddressException.class)
			.isThrownBy(() -> UrlPrefix.of(Scheme.HTTP, loopback, -1))
			.withMessage("the port -1 is out of range");
	}

	@Test
	void withAddressKeepsScheme() {
		UrlPrefix prefix = UrlPrefix.parse("https://localhost:5001");
		assertThat(prefix.isSecure()).isTrue();
		assertThat(prefix.withAddress(new AnyIp("*", 1))).hasToString("https://*:1");
		assertThat(UrlPrefix.parse("http://a").isSecure()).isFalse();
	}

	@Test
	void tcpKnowsItsFamily() {
		assertThat(((Tcp) UrlPrefix.parse("http://127.0.0.1").address()).isIpv4()).isTrue();
		assertThat(((Tcp) UrlPrefix.parse("http://[::1]").address()).isIpv4()).isFalse();
	}

	private static void assertThatRefused(String url, String reason, String cure) {
		assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() -> UrlPrefix.parse(url))
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getCure()).contains(cure).endsWith("."));
	}

}
