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

import java.util.List;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.RequestFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestSizeLimits}.
 */
class RequestSizeLimitsTests {

	private final ServerRequest request = ServerRequest
		.create(MockServerWebExchange.from(MockServerHttpRequest.post("/")), List.of());

	private final MaxRequestBodySizeFeature feature = RequestFeatures.from(this.request.exchange())
		.find(MaxRequestBodySizeFeature.class)
		.orElseThrow();

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 2_000_000 })
	void limitIsSetBeforeTheHandlerRuns(long bytes) {
		handle(RequestSizeLimits.limit(DataSize.ofBytes(bytes)),
				(request) -> answerIf(this.feature.getMaxRequestBodySize() == bytes));
	}

	@Test
	void limitIsRemovedBeforeTheHandlerRuns() {
		this.feature.setMaxRequestBodySize(1L);
		handle(RequestSizeLimits.disabled(), (request) -> answerIf(this.feature.getMaxRequestBodySize() == null));
	}

	@Test
	void innerFilterWins() {
		handle(RequestSizeLimits.disabled().andThen(RequestSizeLimits.limit(DataSize.ofBytes(5))),
				(request) -> answerIf(Long.valueOf(5).equals(this.feature.getMaxRequestBodySize())));
		handle(RequestSizeLimits.limit(DataSize.ofBytes(5)).andThen(RequestSizeLimits.disabled()),
				(request) -> answerIf(this.feature.getMaxRequestBodySize() == null));
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, -1024 })
	void negativeSizeIsRefused(long bytes) {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestSizeLimits.limit(DataSize.ofBytes(bytes)))
			.withMessage("RequestSizeLimits.limit(" + bytes + "B) is negative. Write a size from 0,"
					+ " or RequestSizeLimits.disabled() for no limit.");
	}

	private void handle(HandlerFilterFunction<ServerResponse, ServerResponse> filter,
			HandlerFunction<ServerResponse> handler) {
		assertThat(filter.filter(this.request, handler).block()).isNotNull();
	}

	private static Mono<ServerResponse> answerIf(boolean expected) {
		return expected ? ServerResponse.ok().build() : Mono.empty();
	}

}
