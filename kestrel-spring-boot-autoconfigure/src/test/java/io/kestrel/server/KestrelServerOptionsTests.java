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

import java.time.Duration;
import java.util.function.Supplier;

import io.kestrel.endpoint.AddressSettings;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.BufferLimits;
import io.kestrel.limits.ConnectionLimits;
import io.kestrel.limits.Http2Limits;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.MinDataRate;
import io.kestrel.limits.ServerLimits;
import io.kestrel.limits.TimeLimits;
import io.kestrel.proxy.AllowedHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the limits of {@link KestrelServerOptions} and {@link ListenOptions}.
 */
class KestrelServerOptionsTests {

	@Test
	void defaultHoldsWhereNothingIsSet() {
		assertThat(KestrelServerOptions.NONE.limits(LimitOverrides.NONE)).isEqualTo(ServerLimits.DEFAULT);
		assertThat(builder(null).build().limits(LimitOverrides.NONE)).isEqualTo(ServerLimits.DEFAULT);
		assertThat(builder(null).limits((limits) -> {
		}).build().limits(LimitOverrides.NONE)).isEqualTo(ServerLimits.DEFAULT);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "unlimited",
			value = { "10, 20, 20", "20, 10, 10", "-1, 10, 10", "10, 0, 0", "10, unlimited, -1", "0, unlimited, -1" })
	void customizerWinsOverProperty(long property, Long set, long expected) {
		DataSize size = (set != null) ? DataSize.ofBytes(set) : null;
		ServerLimits limits = builder(property).limits((options) -> options.maxRequestBodySize(size))
			.build()
			.limits(LimitOverrides.NONE);
		assertThat(limits.maxRequestBodySize())
			.isEqualTo(new BodySizeLimit(expected, "maxRequestBodySize(...) of a KestrelServerCustomizer"));
	}

	@Test
	void propertyHoldsWhereTheCustomizerSaysNothing() {
		assertThat(builder(10L).build().limits(LimitOverrides.NONE).maxRequestBodySize())
			.isEqualTo(new BodySizeLimit(10, "a property"));
	}

	@Test
	void laterCustomizerWins() {
		KestrelServerOptions.Builder builder = builder(null);
		builder.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(1)));
		builder.limits((limits) -> {
		});
		builder.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(2)));
		assertThat(builder.build().limits(LimitOverrides.NONE).maxRequestBodySize().bytes()).isEqualTo(2);
	}

	@Test
	void endpointOfListenHasItsOwnLimits() {
		KestrelServerOptions.Builder builder = builder(10L);
		builder.listen("localhost", 5000).limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(20)));
		builder.listen("localhost", 5001);
		KestrelServerOptions options = builder.build();
		assertThat(options.addresses().endpoints()).extracting((setting) -> setting.options().limits())
			.containsExactly(
					LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(20,
							"maxRequestBodySize(...) of listen(\"localhost\", 5000) of a KestrelServerCustomizer")),
					LimitOverrides.NONE);
		assertThat(options.limits(LimitOverrides.NONE).maxRequestBodySize().bytes()).isEqualTo(10);
	}

	@Test
	void negativeSizeIsRefusedAndNamesTheCall() {
		KestrelServerOptions.Builder builder = builder(null);
		DataSize negative = DataSize.ofBytes(-1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder.limits((limits) -> limits.maxRequestBodySize(negative)))
			.withMessage("The maximum request body size is a number of bytes from 0, or null for no limit: -1"
					+ " (maxRequestBodySize(...) of a KestrelServerCustomizer)");
	}

	@Test
	void customizerSetsEachLimit() {
		ServerLimits limits = builder(null)
			.limits((options) -> options.maxRequestLineSize(DataSize.ofBytes(2))
				.maxRequestHeadersTotalSize(DataSize.ofBytes(3))
				.maxRequestHeaderCount(4)
				.maxRequestsPerConnection(5))
			.build()
			.limits(LimitOverrides.NONE);
		assertThat(limits).isEqualTo(new ServerLimits(ServerLimits.DEFAULT.maxRequestBodySize(), 2, 3, 4, 5,
				TimeLimits.DEFAULT, BufferLimits.DEFAULT, ConnectionLimits.DEFAULT, Http2Limits.DEFAULT));
		assertThat(builder(null).limits((options) -> options.maxRequestsPerConnection(5).maxRequestsPerConnection(null))
			.build()
			.limits(LimitOverrides.NONE)).isEqualTo(ServerLimits.DEFAULT);
	}

	@Test
	void oursWinOverThoseOfCustomizersOverThoseOfBoot() {
		LimitOverrides ours = LimitOverrides.NONE.with(Limit.MAX_REQUEST_LINE_SIZE, 1);
		LimitOverrides changed = LimitOverrides.NONE.with(Limit.MAX_REQUEST_LINE_SIZE, 2)
			.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, 2);
		LimitOverrides stock = LimitOverrides.NONE.with(Limit.MAX_REQUEST_LINE_SIZE, 3)
			.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, 3)
			.with(Limit.MAX_REQUESTS_PER_CONNECTION, 3);
		ServerLimits limits = KestrelServerOptions.builder(AddressSettings.NONE, ours, stock, AllowedHosts.ANY)
			.build()
			.limits(changed);
		assertThat(limits).isEqualTo(new ServerLimits(ServerLimits.DEFAULT.maxRequestBodySize(), 1, 2, 100, 3,
				TimeLimits.DEFAULT, BufferLimits.DEFAULT, ConnectionLimits.DEFAULT, Http2Limits.DEFAULT));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, 2147483648L })
	void impossibleSizeIsRefusedAndNamesTheCall(long size) {
		LimitOptions options = new LimitOptions("listen(\"localhost\", 5000)");
		assertThatIllegalArgumentException().isThrownBy(() -> options.maxRequestLineSize(DataSize.ofBytes(size)))
			.withMessage(
					"The maximum request line size is 1 to 2147483647: " + size + " (of listen(\"localhost\", 5000))");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> options.maxRequestHeadersTotalSize(DataSize.ofBytes(size)));
		assertThatIllegalArgumentException().isThrownBy(() -> options.maxRequestHeaderCount((int) Math.min(size, 0)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> options.maxRequestsPerConnection((int) Math.min(size, 0)));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "none, -1", "1, 1", "0,", "-1,", "2147483647, 2147483647" })
	void numbersOfConnections(Integer count, Integer expected) {
		LimitOptions options = new LimitOptions("listen(5000)");
		check(() -> options.maxConcurrentConnections(count), Limit.MAX_CONCURRENT_CONNECTIONS, expected,
				"The maximum number of concurrent connections is at least 1: " + count + " (of listen(5000))");
		check(() -> options.maxConcurrentConnectionsPerClient(count), Limit.MAX_CONCURRENT_CONNECTIONS_PER_CLIENT,
				expected, "The maximum number of concurrent connections per client is at least 1: " + count
						+ " (of listen(5000))");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "none, -1", "0, 0", "1, 1", "-1," })
	void numbersOfUpgradedConnections(Integer count, Integer expected) {
		LimitOptions options = new LimitOptions("listen(5000)");
		check(() -> options.maxConcurrentUpgradedConnections(count), Limit.MAX_CONCURRENT_UPGRADED_CONNECTIONS,
				expected,
				"The maximum number of concurrent upgraded connections is at least 0: " + count + " (of listen(5000))");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "none, -1, -1", "-1,,", "0,, 0", "1, 1, 1",
			"2147483647, 2147483647, 2147483647", "2147483648,," })
	void sizesOfBuffers(Long bytes, Integer request, Integer response) {
		LimitOptions options = new LimitOptions("listen(5000)");
		DataSize size = (bytes != null) ? DataSize.ofBytes(bytes) : null;
		check(() -> options.maxRequestBufferSize(size), Limit.MAX_REQUEST_BUFFER_SIZE, request,
				"The maximum request buffer size is 1 to 2147483647: " + bytes + " (of listen(5000))");
		check(() -> options.maxResponseBufferSize(size), Limit.MAX_RESPONSE_BUFFER_SIZE, response,
				"The maximum response buffer size is 0 to 2147483647: " + bytes + " (of listen(5000))");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "none, PT-1S", "PT0.000000001S, PT0.000000001S", "PT0S,", "PT-1S," })
	void times(Duration time, Duration expected) {
		LimitOptions options = new LimitOptions("listen(5000)");
		String rest = " is more than zero: " + time + " (of listen(5000))";
		check(() -> options.keepAliveTimeout(time), Limit.KEEP_ALIVE_TIMEOUT, expected,
				"The keep-alive timeout" + rest);
		check(() -> options.requestHeadersTimeout(time), Limit.REQUEST_HEADERS_TIMEOUT, expected,
				"The request headers timeout" + rest);
		check(() -> options.maxConnectionAge(time), Limit.MAX_CONNECTION_AGE, expected,
				"The maximum connection age" + rest);
		check(() -> options.maxConnectionAgeGrace(time), Limit.MAX_CONNECTION_AGE_GRACE, expected,
				"The grace of the connection age" + rest);
	}

	@ParameterizedTest
	@CsvSource({ "-1,", "0, 0", "1, 1", "99, 99", "100, 100", "101," })
	void jitterOfTheAge(int percent, Integer expected) {
		LimitOptions options = new LimitOptions("listen(5000)");
		check(() -> options.maxConnectionAgeJitter(percent), Limit.MAX_CONNECTION_AGE_JITTER, expected,
				"The jitter of the connection age is 0 to 100 per cent: " + percent + " (of listen(5000))");
	}

	@ParameterizedTest
	@CsvSource({ "1, 1001, true", "0, 1001, false", "1, 1000, false", "-1, 5000, false" })
	void dataRates(long bytes, long graceMillis, boolean legal) {
		Duration grace = Duration.ofMillis(graceMillis);
		if (!legal) {
			assertThatIllegalArgumentException().isThrownBy(() -> new MinDataRate(bytes, grace))
				.withMessageContaining(": " + ((bytes < 1) ? bytes : grace) + ". ");
			return;
		}
		LimitOptions options = new LimitOptions("listen(5000)");
		LimitOverrides limits = options.minRequestBodyDataRate(new MinDataRate(bytes, grace))
			.minResponseDataRate(null)
			.build();
		TimeLimits times = limits.applyTo(ServerLimits.DEFAULT).times();
		assertThat(times.requestBody()).isEqualTo(new MinDataRate(bytes, grace));
		assertThat(times.response()).isNull();
	}

	/* Without an expected value it is refused. */
	private static <T> void check(Supplier<LimitOptions> call, Limit<T> limit, T expected, String message) {
		if (expected != null) {
			assertThat(call.get().build().get(limit)).isEqualTo(expected);
		}
		else {
			assertThatIllegalArgumentException().isThrownBy(call::get).withMessage(message);
		}
	}

	private static KestrelServerOptions.Builder builder(Long property) {
		return KestrelServerOptions.builder(AddressSettings.NONE, (property != null)
				? LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(property, "a property"))
				: LimitOverrides.NONE);
	}

}
