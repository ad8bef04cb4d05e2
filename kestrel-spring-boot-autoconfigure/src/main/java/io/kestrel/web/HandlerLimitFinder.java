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

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.kestrel.annotation.DisableMinRequestBodyDataRate;
import io.kestrel.annotation.DisableMinResponseDataRate;
import io.kestrel.annotation.MinRequestBodyDataRate;
import io.kestrel.annotation.MinResponseDataRate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.web.method.HandlerMethod;

/**
 * Finds the limits that the annotations of a handler say: of each kind those of the
 * method, else those of the class.
 */
final class HandlerLimitFinder {

	private final List<LimitReader<?>> readers;

	/**
	 * Create a finder.
	 * @param placeholders resolves placeholders in texts of annotations
	 */
	HandlerLimitFinder(StringValueResolver placeholders) {
		this.readers = List.of(new BodySizeReader(placeholders),
				new DataRateReader<>(MinRequestBodyDataRate.class, DisableMinRequestBodyDataRate.class,
						RequestRateHandlerLimit::new, placeholders),
				new DataRateReader<>(MinResponseDataRate.class, DisableMinResponseDataRate.class,
						ResponseRateHandlerLimit::new, placeholders));
	}

	/**
	 * Find the limits of a handler.
	 * @param handler a method, or an object of a class that may be annotated
	 * @return the limits, {@code null} if it has none of its own
	 * @throws InvalidHandlerLimitException if the annotations say something impossible
	 */
	@Nullable HandlerLimit find(Object handler) {
		List<HandlerLimit> limits = new ArrayList<>();
		List<String> problems = new ArrayList<>();
		for (LimitReader<?> reader : this.readers) {
			try {
				HandlerLimit limit = find(reader, handler);
				if (limit != null) {
					limits.add(limit);
				}
			}
			catch (InvalidHandlerLimitException ex) {
				problems.addAll(ex.getProblems());
			}
		}
		if (!problems.isEmpty()) {
			throw new InvalidHandlerLimitException(problems);
		}
		if (limits.isEmpty()) {
			return null;
		}
		return (limits.size() == 1) ? limits.get(0) : new HandlerLimits(limits);
	}

	private static @Nullable HandlerLimit find(LimitReader<?> reader, Object handler) {
		if (handler instanceof HandlerMethod method) {
			HandlerLimit limit = reader.find(method.getMethod(), describe(method.getBeanType(), method.getMethod()));
			return (limit != null) ? limit : find(reader, method.getBeanType());
		}
		return find(reader, ClassUtils.getUserClass(handler));
	}

	private static @Nullable HandlerLimit find(LimitReader<?> reader, Class<?> type) {
		return reader.find((AnnotatedElement) type, type.getName());
	}

	private static String describe(Class<?> type, Method method) {
		return type.getName() + "#" + method.getName();
	}

}
