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

package io.kestrel.endpoint;

import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.Notice;
import io.kestrel.configuration.Notice.Level;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.Resolution.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddressRule}: who wins, and what is said about those who lose.
 */
class AddressRuleTests {

	private static final String PREFERRED = " because server.prefer-hosting-urls is true";

	@Test
	void rulesStandInTheirOrder() {
		assertThat(AddressRule.IN_ORDER).map((rule) -> rule.getClass().getSimpleName())
			.containsExactly("NoAddress", "UrlsOverEndpoints", "Endpoints", "Urls", "Ports", "StockAddress",
					"DefaultAddress");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			nothing                      | http://localhost:5000  | -
			urls                         | http://urls:1          | -
			http                         | http://*:80            | -
			https                        | https://*:443          | -
			endpoint                     | http://endpoint:2      | -
			listen                       | http://listen:3        | -
			prefer                       | http://localhost:5000  | -
			urls, http                   | http://urls:1          | server.http-ports=80
			urls, https                  | http://urls:1          | server.https-ports=443
			urls, http, https            | http://urls:1          | server.http-ports=80 and server.https-ports=443
			urls, port                   | http://urls:1          | server.port=8080
			urls, address                | http://urls:1          | server.address=127.0.0.1
			urls, port, address          | http://urls:1          | server.port=8080 and server.address=127.0.0.1
			urls, http, port             | http://urls:1          | server.http-ports=80 and server.port=8080
			urls, ssl                    | http://urls:1          | -
			urls, prefer                 | http://urls:1          | -
			http, https                  | http://*:80, https://*:443 | -
			http, port                   | http://*:80            | server.port=8080
			https, address               | https://*:443          | server.address=127.0.0.1
			http, ssl                    | http://*:80            | -
			http, prefer                 | http://*:80            | -
			endpoint, urls               | http://endpoint:2      | server.urls=http://urls:1
			endpoint, http               | http://endpoint:2      | server.http-ports=80
			endpoint, http, https        | http://endpoint:2      | server.http-ports=80 and server.https-ports=443
			endpoint, urls, http         | http://endpoint:2      | server.urls=http://urls:1
			endpoint, port               | http://endpoint:2      | server.port=8080
			endpoint, address            | http://endpoint:2      | server.address=127.0.0.1
			endpoint, urls, port         | http://endpoint:2      | server.urls=http://urls:1 and server.port=8080
			endpoint, ssl                | http://endpoint:2      | -
			endpoint, prefer             | http://endpoint:2      | -
			endpoint, prefer, port       | http://endpoint:2      | server.port=8080
			listen, urls                 | http://listen:3        | server.urls=http://urls:1
			listen, port                 | http://listen:3        | server.port=8080
			listen, endpoint             | http://listen:3, http://endpoint:2 | -
			listen, endpoint, urls       | http://listen:3, http://endpoint:2 | server.urls=http://urls:1
			""")
	void ruleThatAppliesFirstDecidesAlone(String sources, String urls, String losers) {
		Resolution resolution = resolve(sources);
		assertThat(resolution.kind()).isEqualTo(Kind.ENDPOINTS);
		assertThat(resolution.endpoints()).map(Endpoint::toString).containsExactly(urls.split(", "));
		List<Notice> warnings = resolution.notices()
			.stream()
			.filter((notice) -> notice.level() == Level.WARN)
			.filter((notice) -> !notice.text().contains("certificate"))
			.toList();
		if (losers == null) {
			assertThat(warnings).isEmpty();
			return;
		}
		assertThat(warnings).singleElement()
			.satisfies((notice) -> assertThat(notice.text())
				.isEqualTo("Overriding " + losers + ": listening at " + winners(resolution) + " instead."));
	}

	private static String winners(Resolution resolution) {
		return String.join(", ", resolution.endpoints().stream().map(AddressRuleTests::winner).toList());
	}

	private static String winner(Endpoint endpoint) {
		String port = endpoint.key().name().endsWith("-ports") ? endpoint.toString().replaceFirst(".*:", "") : null;
		return endpoint.key() + "=" + ((port != null) ? port : endpoint);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					endpoint, urls, prefer   | http://urls:1  | server.endpoints.named.url=http://endpoint:2 | server.urls=http://urls:1
					listen, urls, prefer     | http://urls:1  | listen("http://listen:3")=http://listen:3    | server.urls=http://urls:1
					endpoint, http, prefer   | http://*:80    | server.endpoints.named.url=http://endpoint:2 | server.http-ports=80
					endpoint, https, prefer  | https://*:443  | server.endpoints.named.url=http://endpoint:2 | server.https-ports=443
					""")
	void urlsWinOverEndpointsWhenPreferred(String sources, String url, String loser, String winner) {
		Resolution resolution = resolve(sources);
		assertThat(resolution.endpoints()).map(Endpoint::toString).containsExactly(url);
		assertThat(resolution.notices()).containsExactly(
				new Notice(Level.INFO, "Overriding " + loser + PREFERRED + ": listening at " + winner + " instead."));
	}

	@Test
	void urlsThatArePreferredWinOverEverythingElseToo() {
		Resolution resolution = resolve("listen, endpoint, urls, http, port, prefer");
		assertThat(resolution.endpoints()).map(Endpoint::toString).containsExactly("http://urls:1");
		assertThat(resolution.notices()).containsExactly(new Notice(Level.INFO,
				"Overriding listen(\"http://listen:3\")=http://listen:3 and server.endpoints.named.url=http://endpoint:2"
						+ PREFERRED + ": listening at server.urls=http://urls:1 instead."),
				new Notice(Level.WARN, "Overriding server.http-ports=80 and server.port=8080: listening at"
						+ " server.urls=http://urls:1 instead."));
	}

	@Test
	void portsThatArePreferredWinOverBootsPort() {
		Resolution resolution = resolve("endpoint, http, https, port, prefer");
		assertThat(resolution.endpoints()).map(Endpoint::toString).containsExactly("http://*:80", "https://*:443");
		assertThat(resolution.notices()).map(Notice::level).containsExactly(Level.INFO, Level.WARN);
		assertThat(resolution.notices().get(1).text()).isEqualTo(
				"Overriding server.port=8080: listening at server.http-ports=80, server.https-ports=443 instead.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "urls", "http", "endpoint", "listen, urls, prefer", "port", "address, ssl",
			"endpoint, urls, http, port, prefer" })
	void portMinusOneWinsOverAll(String sources) {
		Resolution resolution = settings(sources).binding(Binding.NONE).resolve();
		assertThat(resolution.kind()).isEqualTo(Kind.NOTHING);
		assertThat(resolution.endpoints()).isEmpty();
		assertThat(resolution.notices())
			.containsExactly(new Notice(Level.INFO, "Listening nowhere, because server.port is -1."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "port", "address", "ssl", "port, address", "port, ssl", "port, prefer" })
	void stockWhenOnlyBootsKeysAreSet(String sources) {
		assertThat(resolve(sources)).isEqualTo(new Resolution(Kind.STOCK, List.of(), List.of()));
	}

	@Test
	void stockWhenOnlyPortZeroIsSet() {
		assertThat(new SettingsBuilder().binding(Binding.FREE_PORTS).resolve().kind()).isEqualTo(Kind.STOCK);
	}

	@Test
	void defaultWhenNothingIsSet() {
		Resolution resolution = EndpointResolver.resolve(AddressSettings.NONE);
		assertThat(resolution.kind()).isEqualTo(Kind.ENDPOINTS);
		assertThat(resolution.endpoints()).map(Endpoint::toString).containsExactly("http://localhost:5000");
		assertThat(resolution.notices()).containsExactly(
				new Notice(Level.DEBUG, "No address is configured. Listening at http://localhost:5000 by default."));
	}

	@Test
	void noticesNameTheAliasThatWasWritten() {
		ListSetting urls = new ListSetting(ConfigurationKey.of("ASPNETCORE_URLS"), List.of("http://a:1", "http://b:2"));
		ListSetting ports = new ListSetting(ConfigurationKey.of("HTTP_PORTS"), List.of("80", "81"));
		AddressSettings settings = new AddressSettings(urls, List.of(), ports, AddressSettings.NONE.httpsPorts(),
				List.of(), EndpointDefaults.NONE, false, List.of(), AddressSettings.StockSettings.NONE);
		Resolution resolution = EndpointResolver.resolve(settings);
		assertThat(resolution.notices()).containsExactly(new Notice(Level.WARN,
				"Overriding HTTP_PORTS=80;81: listening at ASPNETCORE_URLS=http://a:1;http://b:2 instead."));
		assertThat(resolution.endpoints()).map((endpoint) -> endpoint.key().name())
			.containsExactly("ASPNETCORE_URLS", "ASPNETCORE_URLS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint", "endpoint, prefer, https" })
	void settingsThatLoseAreNotEvenParsed(String sources) {
		SettingsBuilder builder = settings(sources);
		if (sources.contains("prefer")) {
			builder.endpoint("wrong", "nonsense");
		}
		else {
			builder.urls("nonsense");
		}
		assertThat(builder.resolve().endpoints()).hasSize(1);
	}

	@Test
	void settingsCountWithStock() {
		AddressSettings settings = new SettingsBuilder().urls("http://a:1").build();
		AddressSettings withStock = settings.withStock(new SettingsBuilder().stock("server.port=8080").build().stock());
		assertThat(EndpointResolver.resolve(settings).notices()).isEmpty();
		assertThat(EndpointResolver.resolve(withStock).notices()).singleElement()
			.satisfies((notice) -> assertThat(notice.text()).contains("server.urls=http://a:1", "server.port=8080"));
	}

	private static Resolution resolve(String sources) {
		return settings(sources).resolve();
	}

	private static SettingsBuilder settings(String sources) {
		SettingsBuilder builder = new SettingsBuilder();
		if (sources.contains("https")) {
			builder.secure();
		}
		for (String source : sources.split(", ")) {
			switch (source) {
				case "urls" -> builder.urls("http://urls:1");
				case "http" -> builder.httpPorts("80");
				case "https" -> builder.httpsPorts("443");
				case "endpoint" -> builder.endpoint("named", "http://endpoint:2");
				case "listen" -> builder.listen("http://listen:3");
				case "prefer" -> builder.preferHostingUrls();
				case "port" -> builder.stock("server.port=8080");
				case "address" -> builder.stock("server.address=127.0.0.1");
				case "ssl" -> builder.ssl();
				default -> assertThat(source).isEqualTo("nothing");
			}
		}
		return builder;
	}

}
