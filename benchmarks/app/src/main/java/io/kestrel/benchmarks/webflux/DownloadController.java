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
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends much in parts, for clients that read slowly.
 */
@RestController
class DownloadController {

	private static final int PART = 64 << 10;

	@GetMapping("/bytes/{count}")
	Mono<Void> bytes(@PathVariable("count") long count, ServerHttpResponse response) {
		response.getHeaders().setContentLength(count);
		return response.writeWith(Flux.generate(() -> count, (left, sink) -> {
			if (left == 0) {
				sink.complete();
				return left;
			}
			int length = (int) Math.min(left, PART);
			DataBuffer part = response.bufferFactory().allocateBuffer(length);
			sink.next(part.writePosition(length));
			return left - length;
		}));
	}

}
