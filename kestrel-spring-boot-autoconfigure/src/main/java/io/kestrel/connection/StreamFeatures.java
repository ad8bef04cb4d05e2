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

import java.util.Optional;

import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.UpgradeFeature;
import io.netty.channel.Channel;

/**
 * What the server offers for one stream of HTTP/2, besides what is said of its body.
 *
 * @param connection the connection
 * @param stream the stream
 */
record StreamFeatures(HttpConnection connection, Channel stream) implements RequestFeatures {

	@Override
	public <T> Optional<T> find(Class<T> type) {
		return (type == UpgradeFeature.class) ? Optional.of(type.cast(new Upgrade(this.connection, this.stream)))
				: this.connection.find(type);
	}

}
