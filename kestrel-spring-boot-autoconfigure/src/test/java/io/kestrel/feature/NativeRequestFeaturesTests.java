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

import java.util.Optional;

import io.kestrel.testing.NativeRequest;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NativeRequestFeatures}: the way from a request to its connection.
 */
class NativeRequestFeaturesTests {

	@AutoClose("finishAndReleaseAll")
	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final Connection operations = Connection.from(this.channel);

	private final ServerHttpRequest request = new NativeRequest(this.operations);

	private final RequestFeatures features = new RequestFeatures() {

		@Override
		public <T> Optional<T> find(Class<T> type) {
			return Optional.empty();
		}

	};

	@Test
	void requestLeadsToItsConnection() {
		NativeRequestFeatures.publish(this.channel, (channel, operations) -> {
			assertThat(channel).isSameAs(this.channel);
			assertThat(operations).isSameAs(this.operations);
			return this.features;
		});
		assertThat(RequestFeatures.from(this.request)).isSameAs(this.features);
	}

	@Test
	void decoratedAndMutatedRequestsLeadToTheirConnection() {
		NativeRequestFeatures.publish(this.channel, (channel, operations) -> this.features);
		ServerHttpRequest decorated = new ServerHttpRequestDecorator(this.request);
		assertThat(RequestFeatures.from(decorated)).isSameAs(this.features);
		ServerHttpRequest mutated = this.request.mutate().path("/other").build();
		assertThat(RequestFeatures.from(mutated)).isSameAs(this.features);
		assertThat(RequestFeatures.from(decorated.mutate().header("name", "value").build())).isSameAs(this.features);
		ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"))
			.mutate()
			.request(mutated)
			.build();
		assertThat(RequestFeatures.from(exchange)).isSameAs(this.features);
	}

	@Test
	void requestOfAServerThatPublishesNothingHasDetachedFeatures() {
		assertThat(RequestFeatures.from(this.request)).isInstanceOf(DetachedRequestFeatures.class);
	}

	@Test
	void requestThatIsOverHasFeaturesThatCannotBeSet() {
		this.channel.close();
		MaxRequestBodySizeFeature feature = RequestFeatures.from(this.request)
			.find(MaxRequestBodySizeFeature.class)
			.orElseThrow();
		assertThat(feature.isReadOnly()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> feature.setMaxRequestBodySize(1L))
			.withMessageContaining("over");
	}

}
