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
import io.kestrel.annotation.MinRequestBodyDataRate;
import io.kestrel.annotation.RequestSizeLimit;
import io.kestrel.feature.MaxRequestBodySizeFeature;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes uploads with every way to say how large they may be. They are counted and thrown
 * away, not stored.
 * <p>
 * Where the body is taken from the request, it may be of any content type. A
 * {@code @RequestBody Flux<DataBuffer>} takes any but that of a form, which is what curl
 * says unless it is told otherwise.
 */
@RestController
@RequestMapping("/api/uploads")
class UploadController {

	private static final String SMALL = "${sample.uploads.small:1MB}";

	private final DataSize small;

	UploadController(@Value(SMALL) DataSize small) {
		this.small = small;
	}

	@GetMapping
	Limits limits(MaxRequestBodySizeFeature feature) {
		return new Limits(feature.getMaxRequestBodySize(), this.small.toBytes());
	}

	/**
	 * As long as the server takes: {@code server.limits.max-request-body-size}, unless
	 * the endpoint has a limit of its own.
	 */
	@PostMapping
	Mono<Receipt> upload(ServerHttpRequest request) {
		return Receipt.of(request.getBody());
	}

	@PostMapping("/small")
	@RequestSizeLimit(size = SMALL)
	Mono<Receipt> small(ServerHttpRequest request) {
		return Receipt.of(request.getBody());
	}

	@PostMapping("/unlimited")
	@DisableRequestSizeLimit
	Mono<Receipt> unlimited(ServerHttpRequest request) {
		return Receipt.of(request.getBody());
	}

	/**
	 * From clients that have to be quick: who sends less than 100 KB a second on average
	 * gets 408 after two seconds.
	 */
	@PostMapping("/quick")
	@MinRequestBodyDataRate(bytesPerSecond = 100_000, gracePeriod = "2s")
	Mono<Receipt> quick(ServerHttpRequest request) {
		return Receipt.of(request.getBody());
	}

	/**
	 * A limit that only the handler knows.
	 */
	@PostMapping("/chosen")
	Mono<Receipt> chosen(@RequestParam long limit, MaxRequestBodySizeFeature feature, ServerHttpRequest request) {
		if (limit < 0) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'limit' must be a number of bytes from 0 but was %d".formatted(limit));
		}
		feature.setMaxRequestBodySize(limit);
		return Receipt.of(request.getBody());
	}

	/**
	 * The limit is that of the whole form. Files over 256 KB wait in a temporary
	 * directory until the answer is sent.
	 */
	@PostMapping(path = "/form", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@RequestSizeLimit(size = "5MB")
	Mono<Receipt> form(@RequestPart("file") Flux<FilePart> files) {
		return Receipt.of(files.concatMap(FilePart::content));
	}

	/**
	 * An object is held in memory, where Spring has a limit too:
	 * {@code spring.http.codecs.max-in-memory-size}, 256 KB.
	 */
	@PostMapping(path = "/json", consumes = MediaType.APPLICATION_JSON_VALUE)
	@RequestSizeLimit(64 * 1024)
	ObjectReceipt json(@RequestBody Map<String, Object> body) {
		return new ObjectReceipt(body.size());
	}

	/**
	 * An answer without a look at the body, which the server then reads and throws away.
	 */
	@PostMapping("/ignored")
	Receipt ignored() {
		return new Receipt(0);
	}

	/**
	 * What the page shows before an upload.
	 *
	 * @param server how many bytes the server takes, {@code null} for any number
	 * @param small how many bytes the annotation allows
	 */
	record Limits(@Nullable Long server, long small) {

	}

	record ObjectReceipt(int fields) {

	}

}
