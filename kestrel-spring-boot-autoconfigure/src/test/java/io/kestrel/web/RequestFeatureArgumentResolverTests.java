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

import java.util.Optional;
import java.util.stream.IntStream;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeature;
import io.kestrel.feature.RequestFeatures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.MethodParameter;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RequestFeatureArgumentResolver}.
 */
class RequestFeatureArgumentResolverTests {

	private final RequestFeatureArgumentResolver resolver = new RequestFeatureArgumentResolver();

	private final ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/"));

	@ParameterizedTest
	@CsvSource({ "RequestFeatures, true", "MaxRequestBodySizeFeature, true", "OtherFeature, true",
			"RequestFeature, false", "FeatureClass, false", "Optional, false", "Object, false" })
	void parametersThatAreSupported(String type, boolean supported) {
		assertThat(this.resolver.supportsParameter(parameter("all", type))).isEqualTo(supported);
	}

	@Test
	void handlerGetsTheFeaturesOfItsRequest() {
		assertThat(resolve(parameter("all", "RequestFeatures"))).isSameAs(RequestFeatures.from(this.exchange));
		assertThat(resolve(parameter("all", "MaxRequestBodySizeFeature")))
			.isSameAs(RequestFeatures.from(this.exchange).find(MaxRequestBodySizeFeature.class).orElseThrow());
	}

	@Test
	void featureThatIsMissingIsNullWhereThatIsAllowed() {
		assertThat(resolve(parameter("nullable", "OtherFeature"))).isNull();
	}

	@Test
	void featureThatIsMissingIsAnErrorThatNamesTheParameterAndTheCure() {
		assertThatIllegalStateException().isThrownBy(() -> resolve(parameter("all", "OtherFeature")))
			.withMessageStartingWith("The server has no OtherFeature for this request."
					+ " If the handler can do without, declare parameter 2 of ")
			.withMessageContaining("RequestFeatureArgumentResolverTests.all(")
			.withMessageEndingWith(" as @Nullable.");
	}

	@Nullable Object resolve(MethodParameter parameter) {
		return this.resolver.resolveArgumentValue(parameter, new BindingContext(), this.exchange);
	}

	private static MethodParameter parameter(String method, String type) {
		var handler = ReflectionUtils.getUniqueDeclaredMethods(RequestFeatureArgumentResolverTests.class,
				(candidate) -> candidate.getName().equals(method))[0];
		return IntStream.range(0, handler.getParameterCount())
			.mapToObj((index) -> new MethodParameter(handler, index))
			.filter((parameter) -> parameter.getParameterType().getSimpleName().equals(type))
			.findFirst()
			.orElseThrow();
	}

	void all(RequestFeatures features, MaxRequestBodySizeFeature feature, OtherFeature other, RequestFeature base,
			FeatureClass type, Optional<MaxRequestBodySizeFeature> optional, Object any) {
	}

	void nullable(@Nullable OtherFeature other) {
	}

	interface OtherFeature extends RequestFeature {

	}

	static class FeatureClass implements RequestFeature {

	}

}
