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

package io.kestrel.benchmarks.decoder;

import java.util.function.Consumer;
import java.util.function.Function;

import io.kestrel.http.ResponseEncoder;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * The encoders to compare.
 */
public enum Encoder {

	/** Ours, which adds Date. */
	KESTREL(Encoder::kestrel),
	/** Netty's, which gets Date as a field. */
	NETTY(Encoder::netty);

	private final Function<Consumer<Object>, Consumer<Object>> create;

	Encoder(Function<Consumer<Object>, Consumer<Object>> create) {
		this.create = create;
	}

	/**
	 * Make one for a connection.
	 * @param sink what takes, and releases, what is sent
	 * @return what takes the messages
	 */
	Consumer<Object> create(Consumer<Object> sink) {
		return this.create.apply(sink);
	}

	private static Consumer<Object> kestrel(Consumer<Object> sink) {
		ResponseEncoder encoder = new ResponseEncoder(null, new NoMeter());
		OutboundContext context = new OutboundContext(new HttpResponseEncoder(), sink);
		return (message) -> encoder.write(context, message, context.newPromise());
	}

	private static Consumer<Object> netty(Consumer<Object> sink) {
		HttpResponseEncoder encoder = new HttpResponseEncoder();
		OutboundContext context = new OutboundContext(encoder, sink);
		return (message) -> {
			try {
				encoder.write(context, message, context.newPromise());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		};
	}

	private static final class NoMeter implements ResponseEncoder.Meter {

		@Override
		public void written(long octets) {
		}

		@Override
		public void sending(FileRegion file) {
		}

	}

}
