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

package io.kestrel.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.kestrel.feature.MaxRequestBodySizeFeature;
import io.kestrel.feature.MinRequestBodyDataRateFeature;
import io.kestrel.feature.MinResponseDataRateFeature;
import io.kestrel.feature.RequestBodyTooLargeException;
import io.kestrel.feature.RequestFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.Limit;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.MinDataRate;
import io.kestrel.limits.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RequestBody}: the states of the feature.
 */
class RequestBodyTests {

	private static final RequestFeatures NO_FEATURES = new RequestFeatures() {

		@Override
		public <T> Optional<T> find(Class<T> type) {
			return Optional.empty();
		}

	};

	private final RequestBody body = body(7, 10, "a property");

	private static RequestBody body(int exchange, long limit, String source) {
		ServerLimits limits = LimitOverrides.NONE.with(Limit.MAX_REQUEST_BODY_SIZE, new BodySizeLimit(limit, source))
			.applyTo(ServerLimits.DEFAULT);
		return new RequestBody(exchange, limits, NO_FEATURES);
	}

	@Test
	void ratesStartAsThoseOfTheEndpoint() {
		assertThat(this.body.requestBodyRate()).isEqualTo(MinDataRate.DEFAULT);
		assertThat(this.body.responseRate()).isEqualTo(MinDataRate.DEFAULT);
		assertThat(requestRate(this.body).getMinDataRate()).isEqualTo(MinDataRate.DEFAULT);
		assertThat(requestRate(this.body).isPerRequest()).isTrue();
		assertThat(responseRate(this.body).getMinDataRate()).isEqualTo(MinDataRate.DEFAULT);
	}

	@Test
	void ratesAreSetApart() {
		MinDataRate rate = new MinDataRate(7, Duration.ofSeconds(2));
		requestRate(this.body).setMinDataRate(rate);
		responseRate(this.body).setMinDataRate(null);
		assertThat(this.body.requestBodyRate()).isSameAs(rate);
		assertThat(requestRate(this.body).getMinDataRate()).isSameAs(rate);
		assertThat(this.body.responseRate()).isNull();
		assertThat(responseRate(this.body).getMinDataRate()).isNull();
	}

	@Test
	void streamCanOnlyBeLeftOut() {
		RequestBody stream = body(RequestBody.STREAM, 10, "test");
		assertThat(stream.find(MinResponseDataRateFeature.class)).isEmpty();
		MinRequestBodyDataRateFeature feature = requestRate(stream);
		assertThat(feature.isPerRequest()).isFalse();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(feature::getMinDataRate)
			.withMessageContaining("server.limits.min-request-body-data-rate");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> feature.setMinDataRate(MinDataRate.DEFAULT))
			.withMessageContaining("240 bytes per second")
			.withMessageContaining("Set it to null to leave this request out");
		assertThat(stream.requestBodyRate()).isEqualTo(MinDataRate.DEFAULT);
		feature.setMinDataRate(null);
		assertThat(stream.requestBodyRate()).isNull();
	}

	private static MinRequestBodyDataRateFeature requestRate(RequestBody body) {
		return body.find(MinRequestBodyDataRateFeature.class).orElseThrow();
	}

	private static MinResponseDataRateFeature responseRate(RequestBody body) {
		return body.find(MinResponseDataRateFeature.class).orElseThrow();
	}

	@Test
	void limitOfAnUntouchedBodyCanBeSetAsOftenAsOneLikes() {
		assertThat(this.body.isReadOnly()).isFalse();
		assertThat(this.body.getMaxRequestBodySize()).isEqualTo(10);
		this.body.setMaxRequestBodySize(11L);
		assertThat(this.body.getMaxRequestBodySize()).isEqualTo(11);
		this.body.setMaxRequestBodySize(null);
		assertThat(this.body.getMaxRequestBodySize()).isNull();
		this.body.setMaxRequestBodySize(0L);
		assertThat(this.body.getMaxRequestBodySize()).isZero();
		assertThat(this.body.isReadOnly()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, -2, Long.MIN_VALUE })
	void negativeLimitIsRefusedAndChangesNothing(long limit) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.body.setMaxRequestBodySize(limit, "a filter"))
			.withMessage("The maximum request body size is a number of bytes from 0, or null for no limit: " + limit
					+ " (a filter)");
		assertThat(this.body.getMaxRequestBodySize()).isEqualTo(10);
	}

	@Test
	void limitOfABegunBodyIsFixed() {
		this.body.begin();
		assertFixed("The maximum request body size can't be changed after the application has begun to read the body."
				+ " Set it earlier, for example with @RequestSizeLimit.");
	}

	@Test
	void limitOfAnUpgradedRequestIsFixed() {
		this.body.end(true);
		this.body.begin();
		assertFixed("The maximum request body size can't be changed after the request was upgraded:"
				+ " another protocol is spoken now.");
	}

	@Test
	void limitOfARequestThatIsOverIsFixed() {
		this.body.begin();
		this.body.end(false);
		this.body.begin();
		assertFixed("The maximum request body size can't be changed after the request is over.");
	}

	private void assertFixed(String message) {
		assertThat(this.body.isReadOnly()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.body.setMaxRequestBodySize(1L)).withMessage(message);
		assertThatIllegalStateException().isThrownBy(() -> this.body.setMaxRequestBodySize(null)).withMessage(message);
		assertThat(this.body.getMaxRequestBodySize()).isEqualTo(10);
	}

	@Test
	void limitCanBeSetByAnotherThread() {
		CompletableFuture.runAsync(() -> this.body.setMaxRequestBodySize(11L)).join();
		assertThat(this.body.allows(11)).isTrue();
		assertThat(this.body.allows(12)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "10, 9, true", "10, 10, true", "10, 11, false", "0, 0, true", "0, 1, false",
			"-1, 9223372036854775807, true", "10, -1, true", "0, -1, true" })
	void lengthsThatAreAllowed(long limit, long length, boolean allowed) {
		assertThat(body(0, limit, "test").allows(length)).isEqualTo(allowed);
	}

	@Test
	void bytesAreCountedAsTheyCome() {
		assertThat(this.body.count(0)).isTrue();
		assertThat(this.body.count(9)).isTrue();
		assertThat(this.body.count(1)).isTrue();
		assertThat(this.body.count(1)).isFalse();
		assertThat(this.body.receivedTooLarge().getSize()).isEqualTo(11);
	}

	@Test
	void bytesAreCountedBeyondTwoGigabytes() {
		RequestBody large = body(0, 2L * Integer.MAX_VALUE, "test");
		assertThat(large.count(Integer.MAX_VALUE)).isTrue();
		assertThat(large.count(Integer.MAX_VALUE)).isTrue();
		assertThat(large.count(1)).isFalse();
	}

	@Test
	void refusalNamesWhatSetTheLimit() {
		assertThat(this.body.announcedTooLarge(11).getSource()).isEqualTo("a property");
		this.body.setMaxRequestBodySize(5L);
		assertThat(this.body.announcedTooLarge(11).getSource()).isEqualTo("MaxRequestBodySizeFeature");
		this.body.setMaxRequestBodySize(4L, "a filter");
		RequestBodyTooLargeException refusal = this.body.announcedTooLarge(11);
		assertThat(refusal.getSource()).isEqualTo("a filter");
		assertThat(refusal.getLimit()).isEqualTo(4);
		assertThat(refusal.getSize()).isEqualTo(11);
	}

	@Test
	void findGivesTheFeatureByItsInterfaceOnly() {
		assertThat(this.body.find(MaxRequestBodySizeFeature.class)).containsSame(this.body);
		assertThat(this.body.find(OtherFeature.class)).isEmpty();
		assertThat(this.body.find(String.class)).isEmpty();
		assertThat(this.body.find(Object.class)).isEmpty();
	}

	private interface OtherFeature extends RequestFeature {

	}

}
