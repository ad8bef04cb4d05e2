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

import java.util.Map;
import java.util.Optional;

import io.kestrel.limits.BodySizeLimit;
import io.kestrel.limits.MinDataRate;
import org.jspecify.annotations.Nullable;

/**
 * Features of a request that no server of ours has received. They keep what they are told
 * for the time of the request, so that a handler can be tested without a server.
 */
final class DetachedRequestFeatures implements RequestFeatures, MaxRequestBodySizeFeature {

	private static final String ATTRIBUTE = DetachedRequestFeatures.class.getName();

	/** Those of a request that is over. */
	static final RequestFeatures OVER = new DetachedRequestFeatures(true);

	private final boolean readOnly;

	private volatile @Nullable Long maxRequestBodySize;

	private final Rate requestBodyRate = new Rate();

	private final Rate responseRate = new Rate();

	private DetachedRequestFeatures(boolean readOnly) {
		this.readOnly = readOnly;
	}

	/**
	 * Return the features that are kept in the attributes of a request.
	 * @param attributes the attributes
	 * @return the features
	 */
	static RequestFeatures of(Map<String, Object> attributes) {
		try {
			return (RequestFeatures) attributes.computeIfAbsent(ATTRIBUTE,
					(name) -> new DetachedRequestFeatures(false));
		}
		catch (UnsupportedOperationException ex) {
			// A mutated request has no attributes of its own, only its exchange has.
			return new DetachedRequestFeatures(false);
		}
	}

	@Override
	public <T> Optional<T> find(Class<T> type) {
		if (type == MinRequestBodyDataRateFeature.class || type == MinResponseDataRateFeature.class) {
			boolean response = type == MinResponseDataRateFeature.class;
			return Optional.of(type.cast(response ? this.responseRate : this.requestBodyRate));
		}
		if (type == UpgradeFeature.class) {
			return Optional.of(type.cast(new DetachedUpgrade()));
		}
		return (RequestFeature.class.isAssignableFrom(type) && type.isInstance(this)) ? Optional.of(type.cast(this))
				: Optional.empty();
	}

	@Override
	public @Nullable Long getMaxRequestBodySize() {
		return this.maxRequestBodySize;
	}

	@Override
	public void setMaxRequestBodySize(@Nullable Long maxRequestBodySize) {
		if (this.readOnly) {
			throw new IllegalStateException(
					"The maximum request body size can't be changed after the request is over.");
		}
		this.maxRequestBodySize = BodySizeLimit.of(maxRequestBodySize, "MaxRequestBodySizeFeature").toNullable();
	}

	@Override
	public boolean isReadOnly() {
		return this.readOnly;
	}

	private static final class Rate implements MinRequestBodyDataRateFeature, MinResponseDataRateFeature {

		private volatile @Nullable MinDataRate rate;

		@Override
		public @Nullable MinDataRate getMinDataRate() {
			return this.rate;
		}

		@Override
		public void setMinDataRate(@Nullable MinDataRate minDataRate) {
			this.rate = minDataRate;
		}

	}

}
