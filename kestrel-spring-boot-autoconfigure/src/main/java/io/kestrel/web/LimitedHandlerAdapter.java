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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.Ordered;
import org.springframework.util.StringValueResolver;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.AbstractHandlerMethodMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Applies {@code @RequestSizeLimit}, {@code @MinRequestBodyDataRate},
 * {@code @MinResponseDataRate} and those that disable them: comes before the other
 * adapters where a handler has one of them, sets the limits of the request and leaves the
 * rest to the adapter that would have been asked. Nothing has read the body then, unless
 * a filter did.
 * <p>
 * The annotations of all handlers are read when the application starts, those of handlers
 * that are registered later at their first request.
 *
 * @since 0.1.0
 */
public final class LimitedHandlerAdapter implements HandlerAdapter, Ordered, SmartInitializingSingleton {

	private final ObjectProvider<HandlerMapping> mappings;

	private final ObjectProvider<HandlerAdapter> adapters;

	private final HandlerLimitFinder finder;

	/**
	 * By the type of the handler and its method. The type alone would be enough but for
	 * methods; the method alone but for those that two classes inherit.
	 */
	private final Map<Class<?>, Map<Object, Optional<HandlerLimit>>> limits = new ConcurrentHashMap<>();

	private volatile @Nullable List<HandlerAdapter> delegates;

	/**
	 * Create an adapter.
	 * @param mappings the mappings whose handlers are checked at the start
	 * @param adapters the adapters to leave the rest to
	 * @param placeholders resolves placeholders in texts of annotations
	 */
	public LimitedHandlerAdapter(ObjectProvider<HandlerMapping> mappings, ObjectProvider<HandlerAdapter> adapters,
			StringValueResolver placeholders) {
		this.mappings = mappings;
		this.adapters = adapters;
		this.finder = new HandlerLimitFinder(placeholders);
	}

	@Override
	public int getOrder() {
		return 0;
	}

	/**
	 * Read the annotations of all handlers that are there.
	 * @throws InvalidHandlerLimitException with all annotations that say something
	 * impossible
	 */
	@Override
	public void afterSingletonsInstantiated() {
		List<String> problems = new ArrayList<>();
		this.mappings.stream().flatMap(LimitedHandlerAdapter::handlers).forEach((handler) -> {
			try {
				limitOf(handler);
			}
			catch (InvalidHandlerLimitException ex) {
				problems.addAll(ex.getProblems());
			}
		});
		if (!problems.isEmpty()) {
			throw new InvalidHandlerLimitException(problems.stream().distinct().sorted().toList());
		}
	}

	private static Stream<?> handlers(HandlerMapping mapping) {
		if (mapping instanceof AbstractHandlerMethodMapping<?> methods) {
			return methods.getHandlerMethods().values().stream();
		}
		if (mapping instanceof AbstractUrlHandlerMapping urls) {
			return urls.getHandlerMap().values().stream().filter((handler) -> !(handler instanceof String));
		}
		return Stream.empty();
	}

	/**
	 * Return the annotations that were found so far, to be named in a message.
	 * @return the annotations and where they stand, sorted
	 */
	public List<String> describeLimits() {
		TreeSet<String> sources = new TreeSet<>();
		this.limits.values()
			.forEach((byMethod) -> byMethod.values()
				.forEach((limit) -> limit.ifPresent((found) -> sources.add(found.toString()))));
		return List.copyOf(sources);
	}

	@Override
	public boolean supports(Object handler) {
		return limitOf(handler) != null;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		HandlerLimit limit = limitOf(handler);
		if (limit != null) {
			limit.apply(exchange);
		}
		for (HandlerAdapter delegate : delegates()) {
			if (delegate.supports(handler)) {
				return delegate.handle(exchange, handler);
			}
		}
		return Mono.error(() -> new IllegalStateException("No HandlerAdapter: " + handler));
	}

	private @Nullable HandlerLimit limitOf(Object handler) {
		boolean isMethod = handler instanceof HandlerMethod;
		Class<?> type = isMethod ? ((HandlerMethod) handler).getBeanType() : handler.getClass();
		Object key = isMethod ? ((HandlerMethod) handler).getMethod() : type;
		Map<Object, Optional<HandlerLimit>> ofType = this.limits.get(type);
		Optional<HandlerLimit> limit = (ofType != null) ? ofType.get(key) : null;
		return ((limit != null) ? limit : find(handler, type, key)).orElse(null);
	}

	private Optional<HandlerLimit> find(Object handler, Class<?> type, Object key) {
		return this.limits.computeIfAbsent(type, (missing) -> new ConcurrentHashMap<>())
			.computeIfAbsent(key, (missing) -> Optional.ofNullable(this.finder.find(handler)));
	}

	private List<HandlerAdapter> delegates() {
		List<HandlerAdapter> delegates = this.delegates;
		if (delegates == null) {
			delegates = this.adapters.orderedStream().filter((adapter) -> adapter != this).toList();
			this.delegates = delegates;
		}
		return delegates;
	}

}
