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

package io.kestrel.benchmarks.webflux;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Counts the bytes of an upload as they come.
 */
@RestController
class UploadController {

	@PostMapping(path = "/count", produces = MediaType.TEXT_PLAIN_VALUE)
	Mono<String> count(@RequestBody Flux<DataBuffer> body) {
		return body.reduce(0L, UploadController::add).map(String::valueOf);
	}

	private static long add(long bytes, DataBuffer buffer) {
		long sum = bytes + buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return sum;
	}

}
