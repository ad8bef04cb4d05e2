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

import java.util.Map;

import io.kestrel.annotation.DisableRequestSizeLimit;
import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.MaxRequestBodySizeFeature;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes uploads and counts them, with every way to say how large they may be.
 */
@RestController
@RequestMapping("/api/uploads")
class UploadController {

	/**
	 * The server's own limit, {@code server.limits.max-request-body-size}.
	 */
	@PostMapping
	Mono<Receipt> upload(@RequestBody Flux<DataBuffer> body) {
		return receipt(body);
	}

	@PostMapping("/small")
	@RequestSizeLimit(size = "${sample.uploads.small:1MB}")
	Mono<Receipt> small(@RequestBody Flux<DataBuffer> body) {
		return receipt(body);
	}

	@PostMapping("/unlimited")
	@DisableRequestSizeLimit
	Mono<Receipt> unlimited(@RequestBody Flux<DataBuffer> body) {
		return receipt(body);
	}

	/**
	 * A limit that only the handler knows.
	 */
	@PostMapping("/chosen")
	Mono<Receipt> chosen(@RequestParam(required = false) @Nullable Long limit, MaxRequestBodySizeFeature feature,
			@RequestBody Flux<DataBuffer> body) {
		feature.setMaxRequestBodySize(limit);
		return receipt(body);
	}

	@PostMapping(path = "/form", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@RequestSizeLimit(size = "5MB")
	Mono<Receipt> form(@RequestBody Flux<Part> parts) {
		return parts
			.concatMap((part) -> (part instanceof FilePart file) ? receipt(file.content())
					: receipt(part.content()).map((field) -> new Receipt(0)))
			.reduce(new Receipt(0), (one, other) -> new Receipt(one.bytes() + other.bytes()));
	}

	@PostMapping(path = "/json", consumes = MediaType.APPLICATION_JSON_VALUE)
	@RequestSizeLimit(size = "1MB")
	Receipt json(@RequestBody Map<String, Object> body) {
		return new Receipt(body.toString().length());
	}

	@PostMapping("/ignored")
	Receipt ignored() {
		return new Receipt(0);
	}

	static Mono<Receipt> receipt(Flux<DataBuffer> body) {
		return body.map((buffer) -> {
			long bytes = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return bytes;
		}).reduce(0L, Long::sum).map(Receipt::new);
	}

	record Receipt(long bytes) {

	}

}
