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

package io.kestrel.autoconfigure;

import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitsReader} and {@link UnknownKeys}: what the properties say about
 * limits, and what is wrong with it.
 */
class LimitsReaderTests {

	private static final String GLOBAL = "server.limits.max-request-body-size";

	private static final String OF_ENDPOINT = "server.endpoints.web.limits.max-request-body-size";

	private final MockEnvironment environment = new MockEnvironment().withProperty("server.endpoints.web.url",
			"http://localhost:5000");

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "1000B, 1000", "10KB, 10240", "30MB, 31457280", "-1, -1", "-1B, -1" })
	void sizesThatAreLimits(String size, long bytes) {
		this.environment.setProperty(GLOBAL, size);
		this.environment.setProperty(OF_ENDPOINT, size);
		assertThat(global())
			.isEqualTo(LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(bytes, GLOBAL)));
		assertThat(ofEndpoint())
			.isEqualTo(LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(bytes, OF_ENDPOINT)));
		assertThat(problems()).isEmpty();
	}

	@Test
	void nothingIsSetUnlessItIs() {
		assertThat(global()).isEqualTo(LimitOverrides.NONE);
		assertThat(ofEndpoint()).isEqualTo(LimitOverrides.NONE);
		assertThat(problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "-2, -2B", "-1KB, -1024B", "-30MB, -31457280B" })
	void sizesThatAreNegative(String size, String shown) {
		this.environment.setProperty(GLOBAL, size);
		this.environment.setProperty(OF_ENDPOINT, size);
		String rest = "=" + shown + ": a size is not negative."
				+ " Write a size such as 30MB, 0 for no body at all, or -1 for no limit.";
		assertThat(problems()).containsExactlyInAnyOrder(GLOBAL + rest, OF_ENDPOINT + rest);
		assertThat(global()).isEqualTo(LimitOverrides.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "max-request-line-size, 1, 1", "max-request-line-size, 8KB, 8192",
			"max-request-line-size, 2147483647, 2147483647", "max-request-headers-total-size, 1, 1",
			"max-request-headers-total-size, 2147483647, 2147483647", "max-request-header-count, 1, 1",
			"max-request-header-count, 2147483647, 2147483647", "max-requests-per-connection, -1, -1",
			"max-requests-per-connection, 1, 1", "max-requests-per-connection, 2147483647, 2147483647" })
	void numbersThatAreLimits(String name, String value, int expected) {
		this.environment.setProperty("server.limits." + name, value);
		this.environment.setProperty("server.endpoints.web.limits." + name, value);
		assertThat(problems()).isEmpty();
		assertThat(global()).isEqualTo(ofEndpoint()).isEqualTo(only(name, expected));
	}

	@ParameterizedTest
	@CsvSource({ "max-request-line-size, 0, 0B", "max-request-line-size, -1, -1B",
			"max-request-line-size, 2147483648, 2147483648B", "max-request-headers-total-size, 0, 0B",
			"max-request-headers-total-size, -1, -1B", "max-request-headers-total-size, 2147483648, 2147483648B",
			"max-request-header-count, 0, 0", "max-request-header-count, -1, -1", "max-requests-per-connection, 0, 0",
			"max-requests-per-connection, -2, -2" })
	void numbersThatAreNone(String name, String value, String shown) {
		this.environment.setProperty("server.limits." + name, value);
		this.environment.setProperty("server.endpoints.web.limits." + name, value);
		assertThat(problems()).hasSize(2)
			.anySatisfy((problem) -> assertThat(problem).startsWith("server.limits." + name + "=" + shown + ": it is "))
			.anySatisfy((problem) -> assertThat(problem)
				.startsWith("server.endpoints.web.limits." + name + "=" + shown + ": it is "));
	}

	@ParameterizedTest
	@CsvSource({ "max-request-buffer-size, 1B, 1", "max-request-buffer-size, 2147483647, 2147483647",
			"max-request-buffer-size, -1, -1", "max-response-buffer-size, 0, 0", "max-response-buffer-size, 1, 1",
			"max-response-buffer-size, 2147483647, 2147483647", "max-response-buffer-size, -1, -1",
			"keep-alive-timeout, 1ns, PT0.000000001S", "keep-alive-timeout, 90, PT1M30S",
			"keep-alive-timeout, -1, PT-1S", "request-headers-timeout, 1ms, PT0.001S",
			"request-headers-timeout, -1, PT-1S", "min-request-body-data-rate.bytes-per-second, 1, 1",
			"min-request-body-data-rate.bytes-per-second, -1, -1",
			"min-request-body-data-rate.grace-period, 1001ms, PT1.001S",
			"min-response-data-rate.bytes-per-second, 1, 1", "min-response-data-rate.bytes-per-second, -1, -1",
			"min-response-data-rate.grace-period, 1001ms, PT1.001S", "max-concurrent-connections, 1, 1",
			"max-concurrent-connections, -1, -1", "max-concurrent-connections, 2147483647, 2147483647",
			"max-concurrent-upgraded-connections, 0, 0", "max-concurrent-upgraded-connections, 1, 1",
			"max-concurrent-upgraded-connections, -1, -1", "max-concurrent-connections-per-client, 1, 1",
			"max-concurrent-connections-per-client, -1, -1", "connection-overflow, reclaim-idle, RECLAIM_IDLE",
			"connection-overflow, close, CLOSE", "connection-overflow, respond, RESPOND",
			"connection-overflow, pause, PAUSE", "max-connection-age, 1ns, PT0.000000001S",
			"max-connection-age, -1, PT-1S", "max-connection-age-jitter, 0%, 0", "max-connection-age-jitter, 10, 10",
			"max-connection-age-jitter, 99%, 99", "max-connection-age-jitter, 100%, 100",
			"max-connection-age-grace, 1ns, PT0.000000001S", "max-connection-age-grace, -1, PT-1S",
			"http2.max-streams-per-connection, 1, 1", "http2.max-streams-per-connection, 2147483647, 2147483647",
			"http2.header-table-size, 0, 0", "http2.header-table-size, 2147483647, 2147483647",
			"http2.max-frame-size, 16KB, 16384", "http2.max-frame-size, 16777215, 16777215",
			"http2.max-request-header-field-size, 1, 1", "http2.max-request-header-field-size, 2147483647, 2147483647",
			"http2.initial-connection-window-size, 65535, 65535",
			"http2.initial-connection-window-size, 2147483647, 2147483647",
			"http2.initial-stream-window-size, 65535, 65535",
			"http2.initial-stream-window-size, 2147483647, 2147483647", "http2.keep-alive-ping-delay, 1, PT1S",
			"http2.keep-alive-ping-delay, -1, PT-1S", "http2.keep-alive-ping-timeout, 1000ms, PT1S",
			"http2.keep-alive-ping-timeout, -1, PT-1S" })
	void valuesThatAreLimitsOfConnections(String name, String value, String expected) {
		set(name, value);
		assertThat(problems()).isEmpty();
		assertThat(global()).isEqualTo(ofEndpoint()).hasToString("{" + name + "=" + expected + "}");
	}

	@ParameterizedTest
	@CsvSource({ "max-request-buffer-size, 0, 0B, it is not within 1 and 2147483647 bytes, or -1 for no limit",
			"max-request-buffer-size, -2, -2B, it is not within 1 and 2147483647 bytes, or -1 for no limit",
			"max-request-buffer-size, 2147483648, 2147483648B, it is not within 1 and, or -1 for no limit",
			"max-response-buffer-size, -2, -2B, it is not within 0 and 2147483647 bytes, or -1 for no limit",
			"max-response-buffer-size, 2147483648, 2147483648B, it is not within 0 and, or -1 for no limit",
			"keep-alive-timeout, 0, PT0S, it is not more than zero, or -1 for no limit",
			"keep-alive-timeout, -2, PT-2S, it is not more than zero, or -1 for no limit",
			"request-headers-timeout, 0, PT0S, it is not more than zero, or -1 for no limit",
			"request-headers-timeout, -1ms, PT-0.001S, it is not more than zero, or -1 for no limit",
			"min-request-body-data-rate.bytes-per-second, 0, 0, it is less than 1, or -1 for any speed",
			"min-request-body-data-rate.bytes-per-second, -2, -2, it is less than 1, or -1 for any speed",
			"min-request-body-data-rate.grace-period, 1s, PT1S, it is not more than one second, such as 5s",
			"min-request-body-data-rate.grace-period, 999ms, PT0.999S, it is not more than one second, such as 5s",
			"min-request-body-data-rate.grace-period, -1, PT-1S, it is not more than one second, such as 5s",
			"min-response-data-rate.bytes-per-second, 0, 0, it is less than 1, or -1 for any speed",
			"min-response-data-rate.bytes-per-second, -2, -2, it is less than 1, or -1 for any speed",
			"min-response-data-rate.grace-period, 1s, PT1S, it is not more than one second, such as 5s",
			"max-concurrent-connections, 0, 0, it is less than 1, or -1 for no limit",
			"max-concurrent-connections, -2, -2, it is less than 1, or -1 for no limit",
			"max-concurrent-upgraded-connections, -2, -2, it is negative, 0 for none at all",
			"max-concurrent-connections-per-client, 0, 0, it is less than 1, or -1 for no limit",
			"max-concurrent-connections-per-client, -2, -2, it is less than 1, or -1 for no limit",
			"max-connection-age, 0, PT0S, it is not more than zero, or -1 for no limit",
			"max-connection-age, -2, PT-2S, it is not more than zero, or -1 for no limit",
			"max-connection-age-jitter, 101%, 101%, it is not within 0% and 100%, such as 10%",
			"max-connection-age-jitter, 101, 101, it is not within 0% and 100%, such as 10%",
			"max-connection-age-jitter, -1, -1, it is not within 0% and 100%, such as 10%",
			"max-connection-age-jitter, 1.5%, 1.5%, it is not within 0% and 100%, such as 10%",
			"max-connection-age-jitter, 10 s, 10 s, it is not within 0% and 100%, such as 10%",
			"max-connection-age-grace, 0, PT0S, it is not more than zero, or -1 for no limit",
			"max-connection-age-grace, -2, PT-2S, it is not more than zero, or -1 for no limit",
			"http2.max-streams-per-connection, 0, 0, it is less than 1, such as 100",
			"http2.max-streams-per-connection, -1, -1, it is less than 1, such as 100",
			"http2.header-table-size, -1, -1B, it is not within 0 and 2147483647 bytes, or 0 for no table",
			"http2.header-table-size, 2147483648, 2147483648B, it is not within 0 and, such as 4KB",
			"http2.max-frame-size, 16383, 16383B, it is not within 16384 and 16777215 bytes, such as 16KB",
			"http2.max-frame-size, 16MB, 16777216B, it is not within 16384 and 16777215 bytes, such as 16KB",
			"http2.max-request-header-field-size, 0, 0B, it is not within 1 and 2147483647 bytes, such as 16KB",
			"http2.initial-connection-window-size, 65534, 65534B, it is not within 65535 and 2147483647, such as 1MB",
			"http2.initial-connection-window-size, 2GB, 2147483648B, it is not within 65535 and, such as 1MB",
			"http2.initial-stream-window-size, 65534, 65534B, it is not within 65535 and 2147483647, such as 1MB",
			"http2.initial-stream-window-size, -1, -1B, it is not within 65535 and 2147483647, such as 1MB",
			"http2.keep-alive-ping-delay, 999ms, PT0.999S, it is less than one second, or -1 for no limit",
			"http2.keep-alive-ping-delay, 0, PT0S, it is less than one second, or -1 for no limit",
			"http2.keep-alive-ping-timeout, 999ms, PT0.999S, it is less than one second, or -1 for no limit",
			"http2.keep-alive-ping-timeout, -2, PT-2S, it is less than one second, or -1 for no limit" })
	void valuesThatAreNone(String name, String value, String shown, String reason, String cure) {
		set(name, value);
		String rest = name + "=" + shown + ": " + reason;
		assertThat(problems()).hasSize(2)
			.anySatisfy((problem) -> assertThat(problem).startsWith("server.limits." + rest).contains(cure))
			.anySatisfy(
					(problem) -> assertThat(problem).startsWith("server.endpoints.web.limits." + rest).contains(cure));
	}

	private void set(String name, String value) {
		this.environment.setProperty("server.limits." + name, value);
		this.environment.setProperty("server.endpoints.web.limits." + name, value);
	}

	@ParameterizedTest
	@CsvSource({ "server.netty.max-initial-line-length, 4096, max-request-line-size, 4096",
			"server.max-http-request-header-size, 8KB, max-request-headers-total-size, 8192",
			"server.netty.max-keep-alive-requests, 10, max-requests-per-connection, 10",
			"server.netty.max-keep-alive-requests, -1, max-requests-per-connection, -1" })
	void propertyOfBootCountsAsOursWhenItIsSet(String stock, String value, String name, int expected) {
		this.environment.setProperty(stock, value);
		assertThat(problems()).isEmpty();
		assertThat(global()).isEqualTo(only(name, expected));
		this.environment.setProperty("server.limits." + name, value);
		assertThat(problems()).as("the same twice").isEmpty();
		this.environment.setProperty("server.limits." + name, "5");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).startsWith(stock + "=" + (value.equals("8KB") ? "8192" : value))
				.contains(": it means the same as server.limits." + name + "=5")
				.endsWith("Remove one of them, or write the same value."));
	}

	@Test
	void endpointMayDifferFromThePropertyOfBoot() {
		this.environment.setProperty("server.max-http-request-header-size", "8KB");
		this.environment.setProperty("server.endpoints.web.limits.max-request-headers-total-size", "5");
		assertThat(problems()).isEmpty();
		assertThat(ofEndpoint()).isEqualTo(only("max-request-headers-total-size", 5));
	}

	private static LimitOverrides only(String name, int value) {
		return switch (name) {
			case "max-request-line-size" -> LimitOverrides.NONE.with(Limit.MAX_REQUEST_LINE_SIZE, value);
			case "max-request-headers-total-size" ->
				LimitOverrides.NONE.with(Limit.MAX_REQUEST_HEADERS_TOTAL_SIZE, value);
			case "max-request-header-count" -> LimitOverrides.NONE.with(Limit.MAX_REQUEST_HEADER_COUNT, value);
			default -> LimitOverrides.NONE.with(Limit.MAX_REQUESTS_PER_CONNECTION, value);
		};
	}

	@Test
	void problemKnowsWhereTheSizeWasWritten() {
		this.environment.setProperty(GLOBAL, "-2");
		assertThat(settings().problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.key().origin()).contains(GLOBAL));
	}

	@ParameterizedTest
	@CsvSource({ "server.limits.max-request-body, there is no such limit. Write one of max-request-body-size",
			"server.limits.max-request-body-size.web, there is no such limit. Write one of max-request-body-size",
			"server.endpoints.web.limits.max-body, an endpoint has no such key.",
			"server.endpoints.web.max-request-body-size, an endpoint has no such key." })
	void keysThatNobodyKnows(String key, String problem) {
		this.environment.setProperty(key, "10MB");
		assertThat(problems()).singleElement()
			.satisfies((said) -> assertThat(said).startsWith(key + "=10MB: " + problem));
	}

	@Test
	void everythingThatIsWrongIsSaidTogether() {
		this.environment.setProperty(GLOBAL, "-5");
		this.environment.setProperty("server.limits.max", "1");
		this.environment.setProperty("server.endpoints.web.limits.max", "2");
		assertThat(problems()).hasSize(3);
	}

	private LimitOverrides global() {
		ConfigurationPropertySources.attach(this.environment);
		KestrelServerProperties.Limits limits = Binder.get(this.environment)
			.bindOrCreate("server", KestrelServerProperties.class)
			.limits();
		LimitsReader reader = new LimitsReader(ConfigurationKey::of);
		return reader.read(LimitsReader.GLOBAL, limits).orElse(reader.readStock(Binder.get(this.environment), limits));
	}

	private LimitOverrides ofEndpoint() {
		return settings().endpoints().stream().map((setting) -> setting.options().limits()).findFirst().orElseThrow();
	}

	private List<String> problems() {
		return settings().problems().stream().map(ConfigurationProblem::toString).toList();
	}

	private AddressSettings settings() {
		ConfigurationPropertySources.attach(this.environment);
		return AddressSettingsReader.read(this.environment);
	}

}
