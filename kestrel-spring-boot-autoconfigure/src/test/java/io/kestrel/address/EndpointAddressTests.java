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
import java.net.UnknownHostException;

import io.kestrel.address.EndpointAddress.Tcp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointAddress}.
 */
class EndpointAddressTests {

	@ParameterizedTest(name = "{0} and {1}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			http://127.0.0.1:1       | http://127.0.0.1:1        | true
			http://127.0.0.1:1       | https://127.0.0.1:1       | true
			http://127.0.0.1:1       | http://127.0.0.1:2        | false
			http://127.0.0.1:1       | http://127.0.0.2:1        | false
			http://127.0.0.1:1       | http://[::1]:1            | false
			http://127.0.0.1:1       | http://0.0.0.0:1          | true
			http://127.0.0.1:1       | http://[::]:1             | true
			http://127.0.0.1:1       | http://*:1                | true
			http://127.0.0.1:1       | http://example.org:1      | true
			http://127.0.0.1:1       | http://localhost:1        | true
			http://127.0.0.2:1       | http://localhost:1        | false
			http://[::1]:1           | http://localhost:1        | true
			http://[::1]:1           | http://0.0.0.0:1          | false
			http://[::1]:1           | http://[::]:1             | true
			http://[::1]:1           | http://[0:0::1]:1         | true
			http://[::2]:1           | http://localhost:1        | false
			http://0.0.0.0:1         | http://0.0.0.0:1          | true
			http://0.0.0.0:1         | http://[::]:1             | true
			http://0.0.0.0:1         | http://localhost:1        | true
			http://0.0.0.0:1         | http://*:1                | true
			http://*:1               | http://+:1                | true
			http://*:1               | http://localhost:1        | true
			http://*:1               | http://*:2                | false
			http://a.example:1       | http://b.example:1        | true
			http://localhost:1       | http://localhost:1        | true
			http://localhost:1       | http://app.localhost:1    | true
			http://localhost:1       | http://localhost:2        | false
			http://127.0.0.1:0       | http://127.0.0.1:0        | false
			http://*:0               | http://*:0                | false
			http://[fe80::1%1]:1     | http://[fe80::1%1]:1      | true
			http://[fe80::1%1]:1     | http://[fe80::1%2]:1      | false
			http://[fe80::1%1]:1     | http://[::]:1             | true
			http://unix:/run/a.sock  | http://unix:/run/a.sock   | true
			http://unix:/run/a.sock  | http://unix:/run/b.sock   | false
			http://unix:/run/a.sock  | http://unix:/run/./a.sock | true
			http://unix:/run/a.sock  | http://unix:/x/../run/a.sock | true
			http://unix:/run/a.sock  | http://*:1                | false
			""")
	void overlaps(String left, String right, boolean overlaps) {
		EndpointAddress one = UrlPrefix.parse(left).address();
		EndpointAddress other = UrlPrefix.parse(right).address();
		assertThat(one.overlaps(other)).isEqualTo(overlaps);
		assertThat(other.overlaps(one)).isEqualTo(overlaps);
	}

	@Test
	void overlapsWhenOneHasNoScope() throws UnknownHostException {
		byte[] linkLocal = IpLiteral.parse("[fe80::1]").getAddress();
		Tcp unscoped = Tcp.of(Inet6Address.getByAddress(null, linkLocal, 0), 1);
		Tcp scoped = Tcp.of(Inet6Address.getByAddress(null, linkLocal, 2), 1);
		assertThat(unscoped.overlaps(scoped)).isTrue();
		assertThat(scoped.overlaps(unscoped)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://127.0.0.1:1     | 127.0.0.1:5
			http://[::1]:1         | [::1]:5
			http://localhost:1     | localhost:5
			http://app.localhost:1 | app.localhost:5
			http://+:1             | +:5
			""")
	void withPortKeepsHost(String url, String authority) {
		EndpointAddress.Port address = (EndpointAddress.Port) UrlPrefix.parse(url).address();
		assertThat(address.withPort(5).port()).isEqualTo(5);
		assertThat(address.withPort(5).authority()).isEqualTo(authority);
		assertThat(address.withPort(5).getClass()).isEqualTo(address.getClass());
	}

}
