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
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the limits of {@link KestrelServerOptions} and {@link ListenOptions}.
 */
class KestrelServerOptionsTests {

	@Test
	void defaultHoldsWhereNothingIsSet() {
		assertThat(KestrelServerOptions.NONE.limits()).isEqualTo(ServerLimits.DEFAULT);
		assertThat(builder(null).build().limits()).isEqualTo(ServerLimits.DEFAULT);
		assertThat(builder(null).limits((limits) -> {
		}).build().limits()).isEqualTo(ServerLimits.DEFAULT);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "unlimited",
			value = { "10, 20, 20", "20, 10, 10", "-1, 10, 10", "10, 0, 0", "10, unlimited, -1", "0, unlimited, -1" })
	void customizerWinsOverProperty(long property, Long set, long expected) {
		DataSize size = (set != null) ? DataSize.ofBytes(set) : null;
		ServerLimits limits = builder(property).limits((options) -> options.maxRequestBodySize(size)).build().limits();
		assertThat(limits.maxRequestBodySize())
			.isEqualTo(new BodySizeLimit(expected, "maxRequestBodySize(...) of a KestrelServerCustomizer"));
	}

	@Test
	void propertyHoldsWhereTheCustomizerSaysNothing() {
		assertThat(builder(10L).build().limits().maxRequestBodySize()).isEqualTo(new BodySizeLimit(10, "a property"));
	}

	@Test
	void laterCustomizerWins() {
		KestrelServerOptions.Builder builder = builder(null);
		builder.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(1)));
		builder.limits((limits) -> {
		});
		builder.limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(2)));
		assertThat(builder.build().limits().maxRequestBodySize().bytes()).isEqualTo(2);
	}

	@Test
	void endpointOfListenHasItsOwnLimits() {
		KestrelServerOptions.Builder builder = builder(10L);
		builder.listen("localhost", 5000).limits((limits) -> limits.maxRequestBodySize(DataSize.ofBytes(20)));
		builder.listen("localhost", 5001);
		KestrelServerOptions options = builder.build();
		assertThat(options.addresses().endpoints()).extracting((setting) -> setting.options().limits())
			.containsExactly(
					new LimitOverrides(new BodySizeLimit(20,
							"maxRequestBodySize(...) of listen(\"localhost\", 5000) of a KestrelServerCustomizer")),
					LimitOverrides.NONE);
		assertThat(options.limits().maxRequestBodySize().bytes()).isEqualTo(10);
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

	private static KestrelServerOptions.Builder builder(Long property) {
		return KestrelServerOptions.builder(AddressSettings.NONE, (property != null)
				? new LimitOverrides(new BodySizeLimit(property, "a property")) : LimitOverrides.NONE);
	}

}
