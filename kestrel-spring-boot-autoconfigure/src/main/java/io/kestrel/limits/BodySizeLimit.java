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

package io.kestrel.limits;

import org.jspecify.annotations.Nullable;

/**
 * How long the body of one request may be.
 *
 * @param bytes the number of bytes, {@link #UNLIMITED} for any
 * @param source what set the limit, for messages: a property, an annotation
 * @since 0.1.0
 */
public record BodySizeLimit(long bytes, String source) {

	/**
	 * The number of bytes that stands for no limit.
	 */
	public static final long UNLIMITED = -1;

	/**
	 * Checks the number of bytes.
	 * @throws IllegalArgumentException if it is negative and not {@link #UNLIMITED}
	 */
	public BodySizeLimit {
		if (bytes < UNLIMITED) {
			throw new IllegalArgumentException("A limit of the request body is a number of bytes from 0, or "
					+ UNLIMITED + " for no limit: " + bytes + " (" + source + ")");
		}
	}

	/**
	 * Return the limit of a number of bytes that may be missing.
	 * @param bytes the number of bytes from 0, {@code null} for any
	 * @param source what set the limit
	 * @return the limit
	 * @throws IllegalArgumentException if the number is negative
	 */
	public static BodySizeLimit of(@Nullable Long bytes, String source) {
		if (bytes != null && bytes < 0) {
			throw new IllegalArgumentException("The maximum request body size is a number of bytes from 0, or null"
					+ " for no limit: " + bytes + " (" + source + ")");
		}
		return new BodySizeLimit((bytes != null) ? bytes : UNLIMITED, source);
	}

	/**
	 * Return the number of bytes as it is shown to an application.
	 * @return the number, {@code null} for any
	 */
	public @Nullable Long toNullable() {
		return (this.bytes != UNLIMITED) ? this.bytes : null;
	}

	/**
	 * Return whether a body may be that long.
	 * @param length number of bytes
	 * @return whether it is within the limit
	 */
	public boolean allows(long length) {
		return this.bytes == UNLIMITED || length <= this.bytes;
	}

}
