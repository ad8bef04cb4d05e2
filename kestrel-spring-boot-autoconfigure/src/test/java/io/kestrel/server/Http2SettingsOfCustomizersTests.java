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

import java.util.function.Consumer;

import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.Http2SettingsSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Http2SettingsOfCustomizers}.
 */
class Http2SettingsOfCustomizersTests {

	@Test
	void whatNobodyChangedIsNotSet() {
		Http2SettingsSpec defaults = spec((settings) -> {
		});
		assertThat(Http2SettingsOfCustomizers.read(null, null)).isEqualTo(LimitOverrides.NONE);
		assertThat(Http2SettingsOfCustomizers.read(null, defaults)).isEqualTo(LimitOverrides.NONE);
		Http2SettingsSpec boot = spec((settings) -> settings.maxHeaderListSize(100));
		assertThat(Http2SettingsOfCustomizers.read(boot, boot)).isEqualTo(LimitOverrides.NONE);
	}

	@Test
	void eachSettingIsItsLimit() {
		assertThat(read((settings) -> settings.maxConcurrentStreams(5)))
			.hasToString("{http2.max-streams-per-connection=5}");
		assertThat(read((settings) -> settings.maxConcurrentStreams(0xffff_ffffL)))
			.hasToString("{http2.max-streams-per-connection=2147483647}");
		assertThat(read((settings) -> settings.headerTableSize(0))).hasToString("{http2.header-table-size=0}");
		assertThat(read((settings) -> settings.maxFrameSize(20_000))).hasToString("{http2.max-frame-size=20000}");
		assertThat(read((settings) -> settings.maxHeaderListSize(9_000)))
			.hasToString("{max-request-headers-total-size=9000}");
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, ", "65535, 65535, ", "557055, 557055, ", "557056, 557056, 1048577",
			"2147483647, 2147483647, 2147483647" })
	void windowOfStreamsWidensThatOfTheConnection(int size, int stream, Integer connection) {
		LimitOverrides limits = read((settings) -> settings.initialWindowSize(size));
		assertThat(limits.get(Limit.HTTP2_INITIAL_STREAM_WINDOW_SIZE)).isEqualTo(stream);
		assertThat(limits.get(Limit.HTTP2_INITIAL_CONNECTION_WINDOW_SIZE)).isEqualTo(connection);
	}

	private static LimitOverrides read(Consumer<Http2SettingsSpec.Builder> settings) {
		return Http2SettingsOfCustomizers.read(null, spec(settings));
	}

	private static Http2SettingsSpec spec(Consumer<Http2SettingsSpec.Builder> settings) {
		Http2SettingsSpec.Builder builder = Http2SettingsSpec.builder();
		settings.accept(builder);
		return builder.build();
	}

}
