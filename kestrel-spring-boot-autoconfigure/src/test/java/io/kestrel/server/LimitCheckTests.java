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

package io.kestrel.server;

import java.util.List;
import java.util.function.Function;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.endpoint.EndpointOptions;
import io.kestrel.endpoint.EndpointSetting;
import io.kestrel.endpoint.SocketOptions;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.proxy.AllowedHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitCheck}.
 */
class LimitCheckTests {

	private static final Function<Limit<?>, String> OURS = (limit) -> "server.limits." + limit.key();

	@Test
	void defaultsFit() {
		assertThat(LimitCheck.problems(ServerLimits.DEFAULT, OURS, List.of())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "99, 100, 50, max-request-line-size=100B", "99, 50, 100, max-request-headers-total-size=100B",
			"100, 100, 100,", "101, 100, 100,", "-1, 100, 100,", "1, 1, 1," })
	void whatIsReadWholeFitsIntoTheBuffer(int buffer, int line, int headers, String tooLarge) {
		List<ConfigurationProblem> problems = LimitCheck.problems(limits(buffer, line, headers), OURS, List.of());
		if (tooLarge == null) {
			assertThat(problems).isEmpty();
			return;
		}
		String name = tooLarge.substring(0, tooLarge.indexOf('='));
		assertThat(problems).singleElement()
			.hasToString("server.limits.max-request-buffer-size=" + buffer + "B: it is less than server.limits."
					+ tooLarge + ", which has to fit into the buffer. Set server.limits.max-request-buffer-size"
					+ " to at least 100B or to -1, or lower server.limits." + name + ".");
	}

	@Test
	void limitsOfAnEndpointAreComparedWithThoseOfAll() {
		LimitOverrides own = LimitOverrides.NONE.with(Limit.MAX_REQUEST_BUFFER_SIZE, 8191);
		assertThat(LimitCheck.problems(ServerLimits.DEFAULT, OURS, List.of(endpoint("server.endpoints.web.url", own))))
			.hasSize(2)
			.first()
			.hasToString("server.endpoints.web.limits.max-request-buffer-size=8191B: it is less than"
					+ " server.limits.max-request-line-size=8192B, which has to fit into the buffer."
					+ " Set server.endpoints.web.limits.max-request-buffer-size to at least 8192B or to -1,"
					+ " or lower server.limits.max-request-line-size.");
	}

	@Test
	void limitsThatCodeSetNameTheCall() {
		LimitOverrides own = LimitOverrides.NONE.with(Limit.MAX_REQUEST_LINE_SIZE, 1 << 21);
		assertThat(LimitCheck.problems(ServerLimits.DEFAULT, OURS, List.of(endpoint("listen(5000)", own))))
			.singleElement()
			.satisfies((problem) -> assertThat(problem.toString())
				.startsWith("server.limits.max-request-buffer-size=1048576B")
				.contains("listen(5000) limits max-request-line-size=2097152B"));
	}

	@Test
	void contradictionOfAllIsNotRepeatedForEachEndpoint() {
		assertThat(LimitCheck.problems(limits(99, 100, 50), OURS, List
			.of(endpoint("server.endpoints.web.url", LimitOverrides.NONE.with(Limit.MAX_REQUEST_HEADER_COUNT, 5)))))
			.hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0, server.limits.max-request-headers-total-size",
			"2, 0, 0, server.limits.max-request-headers-total-size",
			"2, 2, 2, server.limits.max-request-headers-total-size",
			"0, 2, 0, a NettyServerCustomizer's max-request-headers-total-size",
			"0, 2, 2, server.max-http-request-header-size", "0, 0, 2, server.max-http-request-header-size" })
	void keyIsTheOneThatWasWritten(int ours, int customizer, int stock, String key) {
		KestrelServerOptions options = KestrelServerOptions
			.builder(AddressSettings.NONE, headers(ours), headers(stock), AllowedHosts.ANY)
			.build();
		assertThat(options.keyOf(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, headers(customizer))).isEqualTo(key);
	}

	private static LimitOverrides headers(int megabytes) {
		return LimitOverrides.NONE.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE,
				(megabytes != 0) ? Integer.valueOf(megabytes << 20) : null);
	}

	private static ServerLimits limits(int buffer, int line, int headers) {
		return LimitOverrides.NONE.with(Limit.MAX_REQUEST_BUFFER_SIZE, buffer)
			.with(Limit.MAX_REQUEST_LINE_SIZE, line)
			.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, headers)
			.applyTo(ServerLimits.DEFAULT);
	}

	private static EndpointSetting endpoint(String key, LimitOverrides limits) {
		return new EndpointSetting("web", "http://localhost:5000", options(limits), ConfigurationKey.of(key));
	}

	private static EndpointOptions options(LimitOverrides limits) {
		return new EndpointOptions(List.of(), SocketOptions.DEFAULT, limits, EndpointOptions.DEFAULT.https());
	}

}
