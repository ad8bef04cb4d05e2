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

import io.kestrel.endpoint.AddressSettings;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.BufferLimits;
import io.kestrel.limits.ConnectionLimits;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
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
				TimeLimits.DEFAULT, BufferLimits.DEFAULT, ConnectionLimits.DEFAULT));
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
				TimeLimits.DEFAULT, BufferLimits.DEFAULT, ConnectionLimits.DEFAULT));
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

	private static KestrelServerOptions.Builder builder(Long property) {
		return KestrelServerOptions.builder(AddressSettings.NONE, (property != null)
				? LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(property, "a property"))
				: LimitOverrides.NONE);
	}

}
