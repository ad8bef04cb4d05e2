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

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.NativeRequestFeatures;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.testing.NativeRequest;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.Connection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodySizeHandlerLimit}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BodySizeHandlerLimitTests {

	@Test
	void limitIsAppliedToTheRequest() {
		ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/"));
		MaxRequestBodySizeFeature feature = RequestFeatures.from(exchange)
			.find(MaxRequestBodySizeFeature.class)
			.orElseThrow();
		new BodySizeHandlerLimit(10L, "test").apply(exchange);
		assertThat(feature.getMaxRequestBodySize()).isEqualTo(10);
		new BodySizeHandlerLimit(null, "test").apply(exchange);
		assertThat(feature.getMaxRequestBodySize()).isNull();
	}

	@Test
	void warningThatABodyWasReadAlreadyIsSaidOnceForEachHandler(CapturedOutput output) {
		BodySizeHandlerLimit limit = new BodySizeHandlerLimit(10L, "@RequestSizeLimit on Uploads#take");
		limit.apply(alreadyRead(30_000_000L));
		limit.apply(alreadyRead(30_000_000L));
		assertThat(output).containsOnlyOnce("@RequestSizeLimit on Uploads#take is not applied to POST /uploads:"
				+ " its body was being read before its handler was known,"
				+ " for instance by a filter that looks for a form field. The limit of 30000000 bytes holds."
				+ " Let the filter leave such requests alone, or set the limit in a filter before it with"
				+ " MaxRequestBodySizeFeature. This is said once.");
		new BodySizeHandlerLimit(null, "@DisableRequestSizeLimit on Other").apply(alreadyRead(null));
		assertThat(output).containsOnlyOnce("@DisableRequestSizeLimit on Other is not applied to POST /uploads");
		assertThat(output).containsOnlyOnce("It has no limit. Let the filter");
	}

	@Test
	void limitIsNamedBySource() {
		assertThat(new BodySizeHandlerLimit(1L, "@RequestSizeLimit on A")).hasToString("@RequestSizeLimit on A");
	}

	private static ServerWebExchange alreadyRead(@Nullable Long limit) {
		EmbeddedChannel channel = new EmbeddedChannel();
		NativeRequestFeatures.publish(channel, (own, operations) -> new ReadAlready(limit));
		return MockServerWebExchange.from(MockServerHttpRequest.get("/"))
			.mutate()
			.request(new NativeRequest(Connection.from(channel)))
			.build();
	}

	private record ReadAlready(@Nullable Long limit) implements RequestFeatures, MaxRequestBodySizeFeature {

		@Override
		public <T> Optional<T> find(Class<T> type) {
			return Optional.of(type.cast(this));
		}

		@Override
		public @Nullable Long getMaxRequestBodySize() {
			return this.limit;
		}

		@Override
		public void setMaxRequestBodySize(@Nullable Long maxRequestBodySize) {
			throw new IllegalStateException("too late");
		}

		@Override
		public boolean isReadOnly() {
			return true;
		}

	}

}
