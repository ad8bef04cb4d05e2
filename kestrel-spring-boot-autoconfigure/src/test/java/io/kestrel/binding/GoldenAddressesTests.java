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

package io.kestrel.binding;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.kestrel.address.UrlList;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.AddressSettings.StockSettings;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.EndpointDefaults;
import io.kestrel.endpoint.EndpointResolver;
import io.kestrel.endpoint.ListSetting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.web.server.WebServerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Compares what becomes of {@code server.urls} with what the original did with the same
 * text, as recorded in {@code golden/addresses.json}.
 */
class GoldenAddressesTests {

	/**
	 * Where the original listens at something that the text does not say, and what our
	 * refusal names instead.
	 */
	private static final Map<String, String> REFUSED_ON_PURPOSE = Map.of("http://127.0.0.1:5100?x=1", "'?x=1'",
			"http://127.0.0.1:5100#f", "'#f'", "http://127.0.0.1:abc", "'abc'", "http://127.0.0.1: 5100", "blank",
			"http://127.0.0.1 :5100", "blank", "http://127.1:5100", "'127.1'", "http://a b:5100", "blank",
			"http://user@127.0.0.1:5100", "'user@'", "http://127.0.0.1:5100:5101", "'127.0.0.1:5100:5101'");

	private final FakeSocketBinder sockets = new FakeSocketBinder().fail("[2001:db8::1]", FakeSocketBinder.NOT_LOCAL)
		.fail("[fe80::1%lo]", FakeSocketBinder.NOT_LOCAL);

	@AfterEach
	void close() {
		this.sockets.sockets().forEach(FakeSocketBinder.FakeSocket::unbind);
	}

	@ParameterizedTest
	@MethodSource("rows")
	void urlsBecomeWhatTheyAreInTheOriginal(Row row) {
		List<String> listening = new ArrayList<>();
		Throwable failure = catchThrowable(() -> listening.addAll(start(row.urls())));
		if (row.starts() && !REFUSED_ON_PURPOSE.containsKey(row.urls())) {
			assertThat(failure).isNull();
			assertThat(listening).map(GoldenAddressesTests::withoutDynamicPort)
				.isEqualTo(row.listening().stream().map(GoldenAddressesTests::withoutDynamicPort).toList());
			return;
		}
		assertThat(failure).isInstanceOfAny(InvalidConfigurationException.class, WebServerException.class);
		assertThat(failure).hasMessageContaining("server.urls=")
			.hasMessageContaining(REFUSED_ON_PURPOSE.getOrDefault(row.urls(), ""));
	}

	@Test
	void differencesAreStillDifferences() throws IOException {
		assertThat(rows().filter(Row::starts).map(Row::urls)).containsAll(REFUSED_ON_PURPOSE.keySet());
	}

	private List<String> start(String urls) {
		ListSetting setting = new ListSetting(ConfigurationKey.of("server.urls"), UrlList.splitUrls(urls));
		AddressSettings settings = new AddressSettings(setting, List.of(), AddressSettings.NONE.httpPorts(),
				AddressSettings.NONE.httpsPorts(), List.of(), EndpointDefaults.NONE, false, List.of(),
				new StockSettings(List.of(), true, true, List.of(), Binding.AS_CONFIGURED));
		EndpointBinder binder = new EndpointBinder(this.sockets, false);
		List<String> listening = new ArrayList<>();
		for (Endpoint endpoint : EndpointResolver.resolve(settings).endpoints()) {
			listening.addAll(binder.bind(endpoint).addresses());
		}
		return listening;
	}

	private static String withoutDynamicPort(String url) {
		return url.replaceFirst(":[34]\\d{4}$", ":?");
	}

	static Stream<Row> rows() throws IOException {
		try (InputStream golden = GoldenAddressesTests.class.getResourceAsStream("/golden/addresses.json")) {
			return Stream.of(new JsonMapper().readValue(Objects.requireNonNull(golden), Row[].class));
		}
	}

	record Row(String urls, boolean starts, List<String> listening, List<String> warnings, String error) {

		@Override
		public String toString() {
			return this.urls;
		}

	}

}
