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

import io.kestrel.feature.ConnectionFeature;
import io.kestrel.feature.RequestFeatures;
import io.kestrel.feature.TlsHandshakeFeature;
import io.kestrel.feature.UpgradeFeature;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all requests of one connection. Made when somebody asks.
 */
final class ConnectionFeatures implements RequestFeatures {

	private final HttpConnection connection;

	private volatile @Nullable ConnectionHandle handle;

	private volatile @Nullable TlsHandshake handshake;

	ConnectionFeatures(HttpConnection connection) {
		this.connection = connection;
	}

	@Override
	public <T> Optional<T> find(Class<T> type) {
		if (type == UpgradeFeature.class) {
			return Optional.of(type.cast(new Upgrade(this.connection, this.connection.channel())));
		}
		if (type == ConnectionFeature.class) {
			return Optional.of(type.cast(handle()));
		}
		return (type == TlsHandshakeFeature.class) ? Optional.ofNullable(handshake()).map(type::cast)
				: Optional.empty();
	}

	/**
	 * Keep what goes with the handlers of the connection, and what the application may
	 * still ask for.
	 */
	void keep() {
		handshake();
	}

	private ConnectionHandle handle() {
		ConnectionHandle handle = this.handle;
		return (handle != null) ? handle : makeHandle();
	}

	private synchronized ConnectionHandle makeHandle() {
		ConnectionHandle handle = this.handle;
		if (handle == null) {
			handle = new ConnectionHandle(this.connection);
			this.handle = handle;
		}
		return handle;
	}

	private @Nullable TlsHandshake handshake() {
		TlsHandshake handshake = this.handshake;
		return (handshake != null) ? handshake : readHandshake();
	}

	private synchronized @Nullable TlsHandshake readHandshake() {
		if (this.handshake == null) {
			this.handshake = TlsHandshake.of(this.connection.channel());
		}
		return this.handshake;
	}

}
