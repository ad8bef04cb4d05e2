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

package io.kestrel.web;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * A reader whose error says which property to set when a body is longer than what it
 * holds in memory.
 *
 * @param <T> what it reads
 */
final class InMemoryLimitReader<T> implements HttpMessageReader<T> {

	private static final Log logger = LogFactory.getLog(InMemoryLimitReader.class);

	/** One line is enough: the property is the same for all. */
	private static final AtomicBoolean warned = new AtomicBoolean();

	private final HttpMessageReader<T> delegate;

	InMemoryLimitReader(HttpMessageReader<T> delegate) {
		this.delegate = delegate;
	}

	@Override
	public List<MediaType> getReadableMediaTypes() {
		return this.delegate.getReadableMediaTypes();
	}

	@Override
	public List<MediaType> getReadableMediaTypes(ResolvableType elementType) {
		return this.delegate.getReadableMediaTypes(elementType);
	}

	@Override
	public boolean canRead(ResolvableType elementType, @Nullable MediaType mediaType) {
		return this.delegate.canRead(elementType, mediaType);
	}

	@Override
	public Flux<T> read(ResolvableType elementType, ReactiveHttpInputMessage message, Map<String, Object> hints) {
		return explained(this.delegate.read(elementType, message, hints));
	}

	@Override
	public Mono<T> readMono(ResolvableType elementType, ReactiveHttpInputMessage message, Map<String, Object> hints) {
		return explained(this.delegate.readMono(elementType, message, hints));
	}

	@Override
	public Flux<T> read(ResolvableType actualType, ResolvableType elementType, ServerHttpRequest request,
			ServerHttpResponse response, Map<String, Object> hints) {
		return explained(this.delegate.read(actualType, elementType, request, response, hints));
	}

	@Override
	public Mono<T> readMono(ResolvableType actualType, ResolvableType elementType, ServerHttpRequest request,
			ServerHttpResponse response, Map<String, Object> hints) {
		return explained(this.delegate.readMono(actualType, elementType, request, response, hints));
	}

	private Flux<T> explained(Flux<T> values) {
		return values.onErrorMap(DataBufferLimitException.class, InMemoryLimitReader::explain);
	}

	private Mono<T> explained(Mono<T> value) {
		return value.onErrorMap(DataBufferLimitException.class, InMemoryLimitReader::explain);
	}

	private static DataBufferLimitException explain(DataBufferLimitException ex) {
		if (ex instanceof InMemoryLimitException) {
			return ex;
		}
		InMemoryLimitException explained = new InMemoryLimitException(ex);
		if (warned.compareAndSet(false, true)) {
			logger.warn("A request was refused with 413: " + explained.getMessage() + " This is said once.");
		}
		return explained;
	}

}
