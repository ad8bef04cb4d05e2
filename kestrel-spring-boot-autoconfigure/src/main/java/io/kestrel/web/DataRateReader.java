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
import java.time.Duration;
import java.util.function.BiFunction;

import io.kestrel.limits.MinDataRate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.format.annotation.DurationFormat.Unit;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringValueResolver;

/**
 * Reads how fast a client has to be.
 *
 * @param <A> the annotation that sets the rate
 */
final class DataRateReader<A extends Annotation> extends LimitReader<A> {

	private final BiFunction<@Nullable MinDataRate, String, HandlerLimit> limits;

	private final StringValueResolver placeholders;

	/**
	 * Create a reader.
	 * @param setting the annotation that sets the rate
	 * @param disabling the annotation that removes it
	 * @param limits makes a limit of a rate and what sets it
	 * @param placeholders resolves placeholders in grace periods
	 */
	DataRateReader(Class<A> setting, Class<? extends Annotation> disabling,
			BiFunction<@Nullable MinDataRate, String, HandlerLimit> limits, StringValueResolver placeholders) {
		super(setting, disabling);
		this.limits = limits;
		this.placeholders = placeholders;
	}

	@Override
	HandlerLimit read(MergedAnnotation<A> annotation, String where, String source) {
		long bytes = annotation.getLong("bytesPerSecond");
		Duration grace = grace(annotation.getString("gracePeriod"), source);
		try {
			return this.limits.apply(new MinDataRate(bytes, grace), source);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerLimitException(source + ": " + ex.getMessage());
		}
	}

	@Override
	HandlerLimit disabled(String source) {
		return this.limits.apply(null, source);
	}

	private Duration grace(String written, String source) {
		String resolved;
		try {
			resolved = String.valueOf(this.placeholders.resolveStringValue(written)).strip();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerLimitException(source + " has the grace period \"" + written + "\": "
					+ ex.getMessage() + ". Set the property, or write a default after a colon: \"${name:5s}\".");
		}
		try {
			return DurationFormatterUtils.detectAndParse(resolved, Unit.SECONDS);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerLimitException(source + " has the grace period \"" + written + "\""
					+ (written.equals(resolved) ? "" : ", which is \"" + resolved + "\"")
					+ ", which is no time. Write a number with a unit, for example 5s or 1500ms.");
		}
	}

}
