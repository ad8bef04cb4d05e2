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

import java.util.Optional;

import io.kestrel.feature.ServerFeature;
import io.kestrel.feature.ServerFeatures;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds features among the beans. Asks for them late, so that a feature may depend on
 * whatever it likes.
 */
final class BeanServerFeatures implements ServerFeatures {

	private final ObjectProvider<ServerFeature> features;

	BeanServerFeatures(ObjectProvider<ServerFeature> features) {
		this.features = features;
	}

	@Override
	public <T> Optional<T> find(Class<T> type) {
		return this.features.orderedStream().filter(type::isInstance).map(type::cast).findFirst();
	}

}
