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

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Reads one kind of limit from what may be annotated. Of what a method or class inherits,
 * the nearest counts.
 *
 * @param <A> the annotation that sets the limit
 */
abstract class LimitReader<A extends Annotation> {

	private final Class<A> setting;

	private final Class<? extends Annotation> disabling;

	LimitReader(Class<A> setting, Class<? extends Annotation> disabling) {
		this.setting = setting;
		this.disabling = disabling;
	}

	/**
	 * Find the limit of a method or class.
	 * @param element the method or class
	 * @param where its name, for messages
	 * @return the limit, {@code null} if it has none of its own
	 * @throws InvalidHandlerLimitException if the annotations say something impossible
	 */
	@Nullable HandlerLimit find(AnnotatedElement element, String where) {
		MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotation<A> limit = annotations.get(this.setting);
		MergedAnnotation<? extends Annotation> disabled = annotations.get(this.disabling);
		if (!limit.isPresent() && !disabled.isPresent()) {
			return null;
		}
		if (limit.isPresent() && disabled.isPresent() && limit.getAggregateIndex() == disabled.getAggregateIndex()) {
			throw new InvalidHandlerLimitException(where + " has both " + name(this.setting) + " and "
					+ name(this.disabling) + ". Remove one of them.");
		}
		boolean limitIsNearer = limit.isPresent()
				&& (!disabled.isPresent() || limit.getAggregateIndex() < disabled.getAggregateIndex());
		return limitIsNearer ? read(limit, where, name(this.setting) + " on " + where)
				: disabled(name(this.disabling) + " on " + where);
	}

	private static String name(Class<?> annotation) {
		return "@" + annotation.getSimpleName();
	}

	/**
	 * Read what an annotation says.
	 * @param annotation the annotation
	 * @param where what it is on
	 * @param source the annotation and what it is on
	 * @return the limit
	 */
	abstract HandlerLimit read(MergedAnnotation<A> annotation, String where, String source);

	/**
	 * Return what disables the limit.
	 * @param source the annotation and what it is on
	 * @return the limit
	 */
	abstract HandlerLimit disabled(String source);

}
