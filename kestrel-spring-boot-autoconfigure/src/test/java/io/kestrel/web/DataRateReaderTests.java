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

package io.kestrel.web;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.kestrel.annotation.DisableMinRequestBodyDataRate;
import io.kestrel.annotation.DisableMinResponseDataRate;
import io.kestrel.annotation.MinRequestBodyDataRate;
import io.kestrel.annotation.MinResponseDataRate;
import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.MinRequestBodyDataRateFeature;
import io.kestrel.feature.MinResponseDataRateFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.MinDataRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DataRateReader}, as {@link HandlerLimitFinder} uses it, and for
 * {@link MinDataRates}.
 */
class DataRateReaderTests {

	private static final MinDataRate BEFORE = new MinDataRate(1, Duration.ofSeconds(99));

	private final HandlerLimitFinder finder = new HandlerLimitFinder(new MockEnvironment().withProperty("grace", "7s")
		.withProperty("wrong", "soon")::resolveRequiredPlaceholders);

	private final ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/"));

	private final RequestFeatures features = RequestFeatures.from(this.exchange);

	private final MinRequestBodyDataRateFeature request = this.features.find(MinRequestBodyDataRateFeature.class)
		.orElseThrow();

	private final MinResponseDataRateFeature response = this.features.find(MinResponseDataRateFeature.class)
		.orElseThrow();

	DataRateReaderTests() {
		this.request.setMinDataRate(BEFORE);
		this.response.setMinDataRate(BEFORE);
	}

	private static HandlerMethod method(Object bean, String name) {
		return Stream.of(ReflectionUtils.getUniqueDeclaredMethods(bean.getClass()))
			.filter((method) -> method.getName().equals(name))
			.map((method) -> new HandlerMethod(bean, method))
			.findFirst()
			.orElseThrow();
	}

	private static String describe(MinDataRate rate) {
		return (rate != null) ? rate.bytesPerSecond() + "/" + rate.gracePeriod().toMillis() : "any";
	}

	@ParameterizedTest
	@CsvSource({ "plain, 10/5000, 20/9000", "own, 30/1500, 20/9000", "seconds, 30/3000, 20/9000",
			"placeholder, 30/7000, 20/9000", "disabled, any, any", "meta, 10/5000, 40/2000" })
	void methodWinsOverClassForEachRate(String method, String requestRate, String responseRate) {
		this.finder.find(method(new Handlers(), method)).apply(this.exchange);
		assertThat(describe(this.request.getMinDataRate())).isEqualTo(requestRate);
		assertThat(describe(this.response.getMinDataRate())).isEqualTo(responseRate);
	}

	@Test
	void whatAnInterfaceSaysHolds() {
		this.finder.find(method(new Implementation(), "read")).apply(this.exchange);
		assertThat(describe(this.request.getMinDataRate())).isEqualTo("50/5000");
		assertThat(this.response.getMinDataRate()).as("nothing said").isEqualTo(BEFORE);
	}

	@Test
	void sizeAndRatesHoldTogether() {
		HandlerLimit limit = this.finder.find(method(new Both(), "both"));
		limit.apply(this.exchange);
		String where = " on " + Both.class.getName() + "#both";
		assertThat(limit).hasToString("@RequestSizeLimit" + where + ", @DisableMinRequestBodyDataRate" + where);
		assertThat(this.request.getMinDataRate()).isNull();
		assertThat(this.features.find(MaxRequestBodySizeFeature.class).orElseThrow().getMaxRequestBodySize())
			.isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					zero     | @MinRequestBodyDataRate on %s: A minimum data rate is a number of bytes per second from 1: 0.
					second   | @MinRequestBodyDataRate on %s: The grace period of a minimum data rate is more than one second: PT1S.
					noTime   | @MinResponseDataRate on %s has the grace period "soon", which is no time. Write a number with a unit, for example 5s or 1500ms.
					here     | @MinResponseDataRate on %s has the grace period "${wrong}", which is "soon", which is no time.
					missing  | @MinResponseDataRate on %s has the grace period "${no.such}":
					both     | %s has both @MinResponseDataRate and @DisableMinResponseDataRate. Remove one of them.
					""")
	void whatIsImpossible(String method, String problem) {
		HandlerMethod handler = method(new Impossible(), method);
		assertThatExceptionOfType(InvalidHandlerLimitException.class).isThrownBy(() -> this.finder.find(handler))
			.withMessageContaining(problem.formatted(Impossible.class.getName() + "#" + method));
	}

	@Test
	void allThatIsImpossibleIsSaid() {
		HandlerMethod handler = method(new Impossible(), "twice");
		assertThatExceptionOfType(InvalidHandlerLimitException.class).isThrownBy(() -> this.finder.find(handler))
			.satisfies((ex) -> assertThat(ex.getProblems()).hasSize(2));
	}

	@Test
	void filtersOfRoutesSetRates() {
		MinDataRate rate = new MinDataRate(5, Duration.ofSeconds(2));
		ServerRequest server = ServerRequest.create(this.exchange, List.of());
		MinDataRates.requestBody(rate)
			.andThen(MinDataRates.responseDisabled())
			.filter(server, (request) -> Mono.empty())
			.block();
		assertThat(this.request.getMinDataRate()).isEqualTo(rate);
		assertThat(this.response.getMinDataRate()).isNull();
		MinDataRates.requestBodyDisabled()
			.andThen(MinDataRates.response(rate))
			.filter(server, (request) -> Mono.empty())
			.block();
		assertThat(this.request.getMinDataRate()).isNull();
		assertThat(this.response.getMinDataRate()).isEqualTo(rate);
	}

	@Retention(RetentionPolicy.RUNTIME)
	@MinResponseDataRate(bytesPerSecond = 40, gracePeriod = "2s")
	@interface Slow {

	}

	@MinRequestBodyDataRate(bytesPerSecond = 10)
	@MinResponseDataRate(bytesPerSecond = 20, gracePeriod = "9s")
	static class Handlers {

		void plain() {
		}

		@MinRequestBodyDataRate(bytesPerSecond = 30, gracePeriod = "1500ms")
		void own() {
		}

		@MinRequestBodyDataRate(bytesPerSecond = 30, gracePeriod = "3")
		void seconds() {
		}

		@MinRequestBodyDataRate(bytesPerSecond = 30, gracePeriod = "${grace}")
		void placeholder() {
		}

		@DisableMinRequestBodyDataRate
		@DisableMinResponseDataRate
		void disabled() {
		}

		@Slow
		void meta() {
		}

	}

	interface Contract {

		@MinRequestBodyDataRate(bytesPerSecond = 50)
		void read();

	}

	static class Implementation implements Contract {

		@Override
		public void read() {
		}

	}

	static class Both {

		@RequestSizeLimit(3)
		@DisableMinRequestBodyDataRate
		void both() {
		}

	}

	static class Impossible {

		@MinRequestBodyDataRate(bytesPerSecond = 0)
		void zero() {
		}

		@MinRequestBodyDataRate(bytesPerSecond = 1, gracePeriod = "1s")
		void second() {
		}

		@MinResponseDataRate(bytesPerSecond = 1, gracePeriod = "soon")
		void noTime() {
		}

		@MinResponseDataRate(bytesPerSecond = 1, gracePeriod = "${wrong}")
		void here() {
		}

		@MinResponseDataRate(bytesPerSecond = 1, gracePeriod = "${no.such}")
		void missing() {
		}

		@MinResponseDataRate(bytesPerSecond = 1)
		@DisableMinResponseDataRate
		void both() {
		}

		@MinRequestBodyDataRate(bytesPerSecond = 0)
		@MinResponseDataRate(bytesPerSecond = -1)
		void twice() {
		}

	}

}
