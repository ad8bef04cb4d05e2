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

import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.LimitOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
		assertThat(global()).isEqualTo(new LimitOverrides(new BodySizeLimit(bytes, GLOBAL)));
		assertThat(ofEndpoint()).isEqualTo(new LimitOverrides(new BodySizeLimit(bytes, OF_ENDPOINT)));
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

	@Test
	void problemKnowsWhereTheSizeWasWritten() {
		this.environment.setProperty(GLOBAL, "-2");
		assertThat(settings().problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.key().origin()).contains(GLOBAL));
	}

	@ParameterizedTest
	@CsvSource({ "server.limits.max-request-body, there is no such limit. Write max-request-body-size.",
			"server.limits.max-request-body-size.web, there is no such limit. Write max-request-body-size.",
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
		return AddressSettingsReader.readLimits(this.environment);
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
