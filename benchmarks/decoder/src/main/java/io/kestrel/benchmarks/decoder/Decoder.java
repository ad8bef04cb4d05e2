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

import io.kestrel.http.DecoderLimits;
import io.kestrel.http.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * The decoders to compare.
 */
public enum Decoder {

	/** Ours. */
	KESTREL(Decoder::kestrel),
	/** Netty's with the same headers as ours, which do not check what is put in. */
	NETTY((sink) -> netty(false, sink)),
	/** Netty's as it is by default. */
	STOCK((sink) -> netty(true, sink));

	private final Function<Consumer<Object>, Consumer<ByteBuf>> create;

	Decoder(Function<Consumer<Object>, Consumer<ByteBuf>> create) {
		this.create = create;
	}

	/**
	 * Make one for a connection.
	 * @param sink what takes the messages
	 * @return what takes, and releases, the octets
	 */
	Consumer<ByteBuf> create(Consumer<Object> sink) {
		return this.create.apply(sink);
	}

	private static Consumer<ByteBuf> kestrel(Consumer<Object> sink) {
		RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
		return (in) -> {
			Object message = decoder.decode(in);
			while (message != null) {
				sink.accept(message);
				message = decoder.decode(in);
			}
			in.release();
		};
	}

	private static Consumer<ByteBuf> netty(boolean validation, Consumer<Object> sink) {
		HttpRequestDecoder decoder = new HttpRequestDecoder(new HttpDecoderConfig().setValidateHeaders(validation));
		SinkContext context = new SinkContext(decoder, sink);
		return (in) -> {
			try {
				decoder.channelRead(context, in);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		};
	}

}
