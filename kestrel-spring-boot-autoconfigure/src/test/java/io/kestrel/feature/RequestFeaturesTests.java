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

package io.kestrel.feature;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestFeatures} where no server of ours has received the request.
 */
class RequestFeaturesTests {

	static final List<UnaryOperator<ServerWebExchange>> WRAPPERS = List.of(UnaryOperator.identity(), Decorated::new,
			(exchange) -> exchange.mutate().build(),
			(exchange) -> exchange.mutate().request((request) -> request.header("name", "value")).build(),
			(exchange) -> exchange.mutate().request(new ServerHttpRequestDecorator(exchange.getRequest())).build(),
			(exchange) -> new Decorated(exchange.mutate().build()).mutate().build());

	private final ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/"));

	@ParameterizedTest
	@FieldSource("WRAPPERS")
	void exchangeKeepsWhatItIsToldHoweverItIsWrapped(UnaryOperator<ServerWebExchange> wrapper) {
		feature(RequestFeatures.from(this.exchange)).setMaxRequestBodySize(10L);
		ServerWebExchange wrapped = wrapper.apply(this.exchange);
		assertThat(feature(RequestFeatures.from(wrapped)).getMaxRequestBodySize()).isEqualTo(10);
		feature(RequestFeatures.from(wrapped)).setMaxRequestBodySize(null);
		assertThat(feature(RequestFeatures.from(this.exchange)).getMaxRequestBodySize()).isNull();
	}

	@Test
	void requestKeepsWhatItIsToldThroughDecorators() {
		ServerHttpRequest request = this.exchange.getRequest();
		feature(RequestFeatures.from(request)).setMaxRequestBodySize(10L);
		ServerHttpRequest decorated = new ServerHttpRequestDecorator(new ServerHttpRequestDecorator(request));
		assertThat(feature(RequestFeatures.from(decorated)).getMaxRequestBodySize()).isEqualTo(10);
	}

	@Test
	void requestAndExchangeHaveTheSameFeatures() {
		assertThat(RequestFeatures.from(this.exchange.getRequest())).isSameAs(RequestFeatures.from(this.exchange));
	}

	@Test
	void mutatedRequestHasFeaturesToo() {
		ServerHttpRequest mutated = this.exchange.getRequest().mutate().path("/other").build();
		MaxRequestBodySizeFeature feature = feature(RequestFeatures.from(mutated));
		feature.setMaxRequestBodySize(10L);
		assertThat(feature.getMaxRequestBodySize()).isEqualTo(10);
	}

	@Test
	void requestsDoNotShareTheirFeatures() {
		feature(RequestFeatures.from(this.exchange)).setMaxRequestBodySize(10L);
		ServerWebExchange other = MockServerWebExchange.from(MockServerHttpRequest.post("/"));
		assertThat(feature(RequestFeatures.from(other)).getMaxRequestBodySize()).isNull();
	}

	@Test
	void detachedFeatureIsNeverReadOnly() {
		MaxRequestBodySizeFeature feature = feature(RequestFeatures.from(this.exchange));
		assertThat(feature.isReadOnly()).isFalse();
		feature.setMaxRequestBodySize(0L, "a filter");
		assertThat(feature.getMaxRequestBodySize()).isZero();
		assertThat(feature.isReadOnly()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MIN_VALUE })
	void negativeLimitIsRefusedAndChangesNothing(long limit) {
		MaxRequestBodySizeFeature feature = feature(RequestFeatures.from(this.exchange));
		feature.setMaxRequestBodySize(10L);
		assertThatIllegalArgumentException().isThrownBy(() -> feature.setMaxRequestBodySize(limit))
			.withMessageContaining("a number of bytes from 0, or null for no limit: " + limit);
		assertThat(feature.getMaxRequestBodySize()).isEqualTo(10);
	}

	@Test
	void findGivesFeaturesByTheirTypeOnly() {
		RequestFeatures features = RequestFeatures.from(this.exchange);
		assertThat(features.find(MaxRequestBodySizeFeature.class)).isPresent();
		assertThat(features.find(OtherFeature.class)).isEmpty();
		assertThat(features.find(String.class)).isEmpty();
		assertThat((Optional<?>) features.find(RequestFeatures.class)).isEmpty();
		assertThat(features.find(Object.class)).isEmpty();
	}

	private static MaxRequestBodySizeFeature feature(RequestFeatures features) {
		return features.find(MaxRequestBodySizeFeature.class).orElseThrow();
	}

	private interface OtherFeature extends RequestFeature {

	}

	private static final class Decorated extends ServerWebExchangeDecorator {

		private Decorated(ServerWebExchange delegate) {
			super(delegate);
		}

	}

}
