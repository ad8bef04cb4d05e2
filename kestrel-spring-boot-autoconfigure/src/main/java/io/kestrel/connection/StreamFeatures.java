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
import io.kestrel.feature.ResetFeature;
import io.kestrel.feature.UpgradeFeature;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;

/**
 * What the server offers for one stream of HTTP/2, besides what is said of its body.
 *
 * @param connection the connection
 * @param stream the stream
 */
record StreamFeatures(HttpConnection connection, Channel stream) implements RequestFeatures, ResetFeature {

	private static final long MAX_CODE = 0xffffffffL;

	@Override
	public <T> Optional<T> find(Class<T> type) {
		if (type == ResetFeature.class) {
			return Optional.of(type.cast(this));
		}
		return (type == UpgradeFeature.class) ? Optional.of(type.cast(new Upgrade(this.connection, this.stream)))
				: this.connection.find(type);
	}

	@Override
	public void reset(long errorCode) {
		if (errorCode < 0 || errorCode > MAX_CODE) {
			throw new IllegalArgumentException("The error code " + errorCode
					+ " of ResetFeature is out of range. It has 32 bits: choose one from 0 to " + MAX_CODE + ".");
		}
		if (this.stream.eventLoop().inEventLoop()) {
			write(errorCode);
		}
		else if (!this.stream.eventLoop().isShuttingDown()) {
			this.stream.eventLoop().execute(() -> write(errorCode));
		}
	}

	private void write(long errorCode) {
		Http2Traffic traffic = this.connection.http2();
		if (traffic != null && this.stream.isActive() && this.stream instanceof Http2StreamChannel own) {
			// Past the handlers of HTTP/1.1, which know no such thing.
			traffic.reset(own.stream(), errorCode);
		}
	}

}
