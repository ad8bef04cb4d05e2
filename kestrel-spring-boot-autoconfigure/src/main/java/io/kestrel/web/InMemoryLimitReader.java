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
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

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

	/** Reactor's key for what is called with discarded elements, which is not public. */
	private static final String DISCARD_HOOK = "reactor.onDiscard.local";

	private final HttpMessageReader<T> delegate;

	private final Set<InMemoryLimit> warned;

	/**
	 * Create a reader.
	 * @param delegate reads
	 * @param warned the limits that were logged: one line for each is enough
	 */
	InMemoryLimitReader(HttpMessageReader<T> delegate, Set<InMemoryLimit> warned) {
		this.delegate = delegate;
		this.warned = warned;
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
		return values.onErrorMap(DataBufferLimitException.class, this::explain)
			.contextWrite(InMemoryLimitReader::withoutOuterDiscardHook);
	}

	private Mono<T> explained(Mono<T> value) {
		return value.onErrorMap(DataBufferLimitException.class, this::explain)
			.contextWrite(InMemoryLimitReader::withoutOuterDiscardHook);
	}

	/*
	 * A reader releases what it collected before an error. Where the handler's result is
	 * written while the body is being read, as with a parameter of type Mono, the
	 * writer's hook would release the same buffers again. They share the memory of the
	 * connection's next bytes, so that Reactor Netty then closes it, without the answer.
	 */
	private static Context withoutOuterDiscardHook(Context context) {
		return context.delete(DISCARD_HOOK);
	}

	private DataBufferLimitException explain(DataBufferLimitException ex) {
		if (ex instanceof InMemoryLimitException) {
			return ex;
		}
		InMemoryLimitException explained = new InMemoryLimitException(ex);
		if (this.warned.add(InMemoryLimit.of(ex))) {
			logger.warn("A request was refused with 413: " + explained.getMessage() + " This is said once.");
		}
		return explained;
	}

}
