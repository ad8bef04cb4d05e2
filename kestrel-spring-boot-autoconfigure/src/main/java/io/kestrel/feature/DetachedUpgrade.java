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

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * What there is of upgrades where no server of ours has received the request.
 */
final class DetachedUpgrade implements UpgradeFeature {

	@Override
	public boolean isUpgradable() {
		return false;
	}

	@Override
	public @Nullable String getRequestedProtocol() {
		return null;
	}

	@Override
	public Mono<Void> upgrade(String protocol,
			Function<? super UpgradedConnection, ? extends Publisher<Void>> handler) {
		return Mono.error(() -> new IllegalStateException(
				"The request can't be upgraded: it is over, or was not received by this server."));
	}

}
