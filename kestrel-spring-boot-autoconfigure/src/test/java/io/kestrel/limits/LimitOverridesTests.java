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

package io.kestrel.limits;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitOverrides} and {@link ServerLimits}: which limit wins.
 */
class LimitOverridesTests {

	@Test
	void defaultIsThatOfKestrel() {
		assertThat(ServerLimits.DEFAULT.maxRequestBodySize().bytes()).isEqualTo(30_000_000);
		assertThat(ServerLimits.DEFAULT.maxRequestBodySize().source())
			.isEqualTo("server.limits.max-request-body-size, the default");
		assertThat(LimitOverrides.NONE.applyTo(ServerLimits.DEFAULT)).isEqualTo(ServerLimits.DEFAULT);
	}

	@ParameterizedTest
	@CsvSource({ ",, 30000000", "10,, 10", ", 20, 20", "10, 20, 20", "20, 10, 10", "10, -1, -1", "-1, 10, 10",
			"-1,, -1", ", -1, -1", "10, 0, 0", "0,, 0", "0, 10, 10" })
	void endpointWinsOverServerWinsOverDefault(Long server, Long endpoint, long expected) {
		ServerLimits ofServer = set(server).applyTo(ServerLimits.DEFAULT);
		assertThat(set(endpoint).applyTo(ofServer).maxRequestBodySize().bytes()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ ",,", "10,, 10", ", 20, 20", "10, 20, 10", "-1, 20, -1", "0, 20, 0" })
	void nearerOverrideWins(Long nearer, Long farther, Long expected) {
		assertThat(set(nearer).orElse(set(farther))).isEqualTo(set(expected));
	}

	@Test
	void eachLimitStaysWhatItIs() {
		BodySizeLimit body = new BodySizeLimit(1, "test");
		Duration time = Duration.ofSeconds(6);
		LimitOverrides all = LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, body)
			.with(Limit.MAX_REQUEST_LINE_SIZE, 2)
			.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, 3)
			.with(Limit.MAX_REQUEST_HEADER_COUNT, 4)
			.with(Limit.MAX_REQUESTS_PER_CONNECTION, 5)
			.with(Limit.KEEP_ALIVE_TIMEOUT, time)
			.with(Limit.REQUEST_HEADERS_TIMEOUT, time.plusSeconds(1))
			.with(Limit.MIN_REQUEST_BODY_DATA_RATE, 8L)
			.with(Limit.MIN_REQUEST_BODY_DATA_RATE_GRACE_PERIOD, time.plusSeconds(3))
			.with(Limit.MIN_RESPONSE_DATA_RATE, 10L)
			.with(Limit.MIN_RESPONSE_DATA_RATE_GRACE_PERIOD, time.plusSeconds(5))
			.with(Limit.MAX_REQUEST_BUFFER_SIZE, 12)
			.with(Limit.MAX_RESPONSE_BUFFER_SIZE, 13)
			.with(Limit.MAX_CONCURRENT_CONNECTIONS, 14)
			.with(Limit.MAX_CONCURRENT_UPGRADED_CONNECTIONS, 15)
			.with(Limit.MAX_CONCURRENT_CONNECTIONS_PER_CLIENT, 16)
			.with(Limit.CONNECTION_OVERFLOW, ConnectionOverflow.PAUSE)
			.with(Limit.MAX_CONNECTION_AGE, time.plusSeconds(11))
			.with(Limit.MAX_CONNECTION_AGE_JITTER, 18)
			.with(Limit.MAX_CONNECTION_AGE_GRACE, time.plusSeconds(13))
			.with(Limit.HTTP2_MAX_STREAMS_PER_CONNECTION, 20)
			.with(Limit.HTTP2_HEADER_TABLE_SIZE, 21)
			.with(Limit.HTTP2_MAX_FRAME_SIZE, 22)
			.with(Limit.HTTP2_MAX_REQUEST_HEADER_FIELD_SIZE, 23)
			.with(Limit.HTTP2_INITIAL_CONNECTION_WINDOW_SIZE, 24)
			.with(Limit.HTTP2_INITIAL_STREAM_WINDOW_SIZE, 25)
			.with(Limit.HTTP2_KEEP_ALIVE_PING_DELAY, time.plusSeconds(20))
			.with(Limit.HTTP2_KEEP_ALIVE_PING_TIMEOUT, time.plusSeconds(21));
		assertThat(all.applyTo(ServerLimits.DEFAULT)).isEqualTo(
				new ServerLimits(
						body, 2, 3, 4, 5, new TimeLimits(time, time.plusSeconds(1),
								new MinDataRate(8, time.plusSeconds(3)), new MinDataRate(10, time.plusSeconds(5))),
						new BufferLimits(12, 13),
						new ConnectionLimits(14, 15, 16, ConnectionOverflow.PAUSE, time.plusSeconds(11), 18,
								time.plusSeconds(13)),
						new Http2Limits(20, 21, 22, 23, 24, 25, time.plusSeconds(20), time.plusSeconds(21))));
		LimitOverrides others = LimitOverrides.NONE.with(Limit.MAX_REQUEST_LINE_SIZE, 7);
		assertThat(all.orElse(others)).isEqualTo(all);
		assertThat(LimitOverrides.NONE.orElse(all)).isEqualTo(all);
		assertThat(others.orElse(all)).isEqualTo(all.with(Limit.MAX_REQUEST_LINE_SIZE, 7));
	}

	@ParameterizedTest
	@CsvSource({ ",,,, 240, 5", "10,,,, 10, 5", ", 2,,, 240, 2", "10, 2, 20,, 20, 2", "-1,,,,,", ",, -1,,,",
			"-1,, 20, 3, 20, 3", "-1, 2, 20,, 20, 5" })
	void rateAndGracePeriodAreSetApart(Long serverRate, Long serverGrace, Long endpointRate, Long endpointGrace,
			Long rate, Long grace) {
		TimeLimits limits = rate(endpointRate, endpointGrace)
			.applyTo(rate(serverRate, serverGrace).applyTo(ServerLimits.DEFAULT))
			.times();
		assertThat(limits.requestBody())
			.isEqualTo((rate != null) ? new MinDataRate(rate, Duration.ofSeconds(grace)) : null);
		assertThat(limits.response()).isEqualTo(MinDataRate.DEFAULT);
	}

	private static LimitOverrides rate(Long rate, Long grace) {
		return LimitOverrides.NONE.with(Limit.MIN_REQUEST_BODY_DATA_RATE, rate)
			.with(Limit.MIN_REQUEST_BODY_DATA_RATE_GRACE_PERIOD, (grace != null) ? Duration.ofSeconds(grace) : null);
	}

	private static LimitOverrides set(Long bytes) {
		return (bytes != null) ? LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(bytes, "test"))
				: LimitOverrides.NONE;
	}

}
