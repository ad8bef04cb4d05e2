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

package io.kestrel.http;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;

/**
 * In how many octets at a time a decoder gives a body.
 */
record PieceSizes(DecoderLimits limits) {

	List<Integer> of(String octets) {
		List<Integer> sizes = new ArrayList<>();
		RequestDecoder decoder = new RequestDecoder(this.limits);
		ByteBuf received = Unpooled.wrappedBuffer(Decoding.octets(octets));
		for (HttpObject message = decoder.decode(received); message != null; message = decoder.decode(received)) {
			if (message instanceof HttpContent content) {
				sizes.add(content.content().readableBytes());
				content.release();
			}
		}
		received.release();
		return sizes;
	}

}
