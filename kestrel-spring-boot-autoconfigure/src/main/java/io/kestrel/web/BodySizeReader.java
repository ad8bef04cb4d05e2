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

import io.kestrel.annotation.DisableRequestSizeLimit;
import io.kestrel.annotation.RequestSizeLimit;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.util.unit.DataSize;

/**
 * Reads how long the body of a request may be.
 */
final class BodySizeReader extends LimitReader<RequestSizeLimit> {

	private final StringValueResolver placeholders;

	BodySizeReader(StringValueResolver placeholders) {
		super(RequestSizeLimit.class, DisableRequestSizeLimit.class);
		this.placeholders = placeholders;
	}

	@Override
	HandlerLimit read(MergedAnnotation<RequestSizeLimit> annotation, String where, String source) {
		return new BodySizeHandlerLimit(bytes(annotation, where), source);
	}

	@Override
	HandlerLimit disabled(String source) {
		return new BodySizeHandlerLimit(null, source);
	}

	private long bytes(MergedAnnotation<RequestSizeLimit> annotation, String where) {
		long value = annotation.getLong("value");
		String size = annotation.getString("size");
		if (StringUtils.hasText(size) == (value != RequestSizeLimit.UNSET)) {
			throw new InvalidHandlerLimitException("@RequestSizeLimit on " + where + " says "
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
			throw new InvalidHandlerLimitException("@RequestSizeLimit(size = \"" + size + "\") on " + where + ": "
					+ ex.getMessage() + ". Set the property, or write a default after a colon: \"${name:10MB}\".");
		}
		String written = size.equals(resolved) ? "\"" + size + "\"" : "\"" + size + "\", which is \"" + resolved + "\"";
		try {
			return checked(DataSize.parse(resolved).toBytes(), written, where);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerLimitException("@RequestSizeLimit on " + where + " has the size " + written
					+ ", which is none. Write a whole number with or without a unit, for example 1000, 512KB or 10MB.");
		}
	}

	private static long checked(long bytes, String written, String where) {
		if (bytes < 0) {
			throw new InvalidHandlerLimitException("@RequestSizeLimit on " + where + " has the size " + written
					+ ", which is negative. Write 0 for no body at all, or @DisableRequestSizeLimit for no limit.");
		}
		return bytes;
	}

}
