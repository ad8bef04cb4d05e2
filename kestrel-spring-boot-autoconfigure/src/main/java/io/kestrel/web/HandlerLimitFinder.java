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
import java.util.List;

import io.kestrel.annotation.DisableRequestSizeLimit;
import io.kestrel.annotation.RequestSizeLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.util.unit.DataSize;
import org.springframework.web.method.HandlerMethod;

/**
 * Finds the limit that the annotations of a handler say: those of the method, else those
 * of the class. Of what a method or class inherits, the nearest counts.
 */
final class HandlerLimitFinder {

	private final StringValueResolver placeholders;

	/**
	 * Create a finder.
	 * @param placeholders resolves placeholders in sizes
	 */
	HandlerLimitFinder(StringValueResolver placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Find the limit of a handler.
	 * @param handler a method, or an object of a class that may be annotated
	 * @return the limit, {@code null} if it has none of its own
	 * @throws InvalidRequestSizeLimitException if the annotations say something
	 * impossible
	 */
	@Nullable HandlerLimit find(Object handler) {
		if (handler instanceof HandlerMethod method) {
			HandlerLimit limit = find(method.getMethod(), describe(method.getBeanType(), method.getMethod()));
			return (limit != null) ? limit : find(method.getBeanType(), describe(method.getBeanType()));
		}
		Class<?> type = ClassUtils.getUserClass(handler);
		return find(type, describe(type));
	}

	private static String describe(Class<?> type, Method method) {
		return describe(type) + "#" + method.getName();
	}

	private static String describe(Class<?> type) {
		return type.getName();
	}

	private @Nullable HandlerLimit find(AnnotatedElement element, String where) {
		MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotation<RequestSizeLimit> limit = annotations.get(RequestSizeLimit.class);
		MergedAnnotation<DisableRequestSizeLimit> disabled = annotations.get(DisableRequestSizeLimit.class);
		if (!limit.isPresent() && !disabled.isPresent()) {
			return null;
		}
		if (limit.isPresent() && disabled.isPresent() && limit.getAggregateIndex() == disabled.getAggregateIndex()) {
			throw invalid(where + " has both @RequestSizeLimit and @DisableRequestSizeLimit. Remove one of them.");
		}
		boolean limitIsNearer = limit.isPresent()
				&& (!disabled.isPresent() || limit.getAggregateIndex() < disabled.getAggregateIndex());
		return limitIsNearer ? new HandlerLimit(bytes(limit, where), "@RequestSizeLimit on " + where)
				: new HandlerLimit(null, "@DisableRequestSizeLimit on " + where);
	}

	private long bytes(MergedAnnotation<RequestSizeLimit> annotation, String where) {
		long value = annotation.getLong("value");
		String size = annotation.getString("size");
		if (StringUtils.hasText(size) == (value != RequestSizeLimit.UNSET)) {
			throw invalid("@RequestSizeLimit on " + where + " says "
					+ (StringUtils.hasText(size) ? "both " + value + " and size \"" + size + "\"" : "no size")
					+ ". Write either a number of bytes, as @RequestSizeLimit(1000000), or a size,"
					+ " as @RequestSizeLimit(size = \"1MB\").");
		}
		return StringUtils.hasText(size) ? parse(size, where) : checked(value, String.valueOf(value), where);
	}

	private long parse(String size, String where) {
		String resolved;
		try {
			resolved = String.valueOf(this.placeholders.resolveStringValue(size)).strip();
		}
		catch (IllegalArgumentException ex) {
			throw invalid("@RequestSizeLimit(size = \"" + size + "\") on " + where + ": " + ex.getMessage()
					+ ". Set the property, or write a default after a colon: \"${name:10MB}\".");
		}
		String written = size.equals(resolved) ? "\"" + size + "\"" : "\"" + size + "\", which is \"" + resolved + "\"";
		try {
			return checked(DataSize.parse(resolved).toBytes(), written, where);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("@RequestSizeLimit on " + where + " has the size " + written
					+ ", which is none. Write a whole number with or without a unit, for example 1000, 512KB or 10MB.");
		}
	}

	private static long checked(long bytes, String written, String where) {
		if (bytes < 0) {
			throw invalid("@RequestSizeLimit on " + where + " has the size " + written
					+ ", which is negative. Write 0 for no body at all, or @DisableRequestSizeLimit for no limit.");
		}
		return bytes;
	}

	private static InvalidRequestSizeLimitException invalid(String problem) {
		return new InvalidRequestSizeLimitException(List.of(problem));
	}

}
