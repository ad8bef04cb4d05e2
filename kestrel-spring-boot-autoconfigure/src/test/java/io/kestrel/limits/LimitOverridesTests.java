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
		LimitOverrides all = new LimitOverrides(body, 2, 3, 4, 5);
		LimitOverrides others = new LimitOverrides(new BodySizeLimit(6, "test"), 7, 8, 9, 10);
		assertThat(all.applyTo(ServerLimits.DEFAULT)).isEqualTo(new ServerLimits(body, 2, 3, 4, 5));
		assertThat(all.orElse(others)).isEqualTo(all);
		assertThat(LimitOverrides.NONE.orElse(all)).isEqualTo(all);
		assertThat(LimitOverrides.ofBodySize(body).orElse(others)).isEqualTo(new LimitOverrides(body, 7, 8, 9, 10));
		assertThat(ServerLimits.DEFAULT.withMaxRequestBodySize(body))
			.isEqualTo(new ServerLimits(body, 8192, 32768, 100, ServerLimits.UNLIMITED));
	}

	private static LimitOverrides set(Long bytes) {
		return (bytes != null) ? LimitOverrides.ofBodySize(new BodySizeLimit(bytes, "test")) : LimitOverrides.NONE;
	}

}
