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

package io.kestrel.sample;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The answer to an upload.
 *
 * @param bytes how many bytes came
 */
record Receipt(long bytes) {

	/**
	 * Count a body while it comes, keeping none of it.
	 * @param body the body
	 * @return the number of bytes, at the end
	 */
	static Mono<Receipt> of(Flux<DataBuffer> body) {
		return body.map(Receipt::count).reduce(0L, Long::sum).map(Receipt::new);
	}

	private static long count(DataBuffer buffer) {
		long bytes = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
