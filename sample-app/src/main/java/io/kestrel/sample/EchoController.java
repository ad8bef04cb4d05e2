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

import java.util.Objects;

import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends back what it is sent, while it is still being sent.
 */
@RestController
class EchoController {

	@PostMapping("/api/echo")
	ResponseEntity<Flux<DataBuffer>> echo(ServerHttpRequest request) {
		MediaType contentType = request.getHeaders().getContentType();
		return ResponseEntity.ok()
			.contentType(Objects.requireNonNullElse(contentType, MediaType.APPLICATION_OCTET_STREAM))
			.header("X-Content-Type-Options", "nosniff")
			.body(request.getBody());
	}

}
