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

package io.kestrel.feature;

import java.io.Serial;

import io.kestrel.limits.BodySizeLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ContentTooLargeException;

/**
 * The body of a request is longer than its limit. The error of every way to read the
 * body; where nobody handles it, the answer is {@code 413 Content Too Large} (RFC 9110
 * section 15.5.14). Its detail tells the client both sizes, its message tells the
 * operator what set the limit too.
 *
 * @since 0.1.0
 */
public final class RequestBodyTooLargeException extends ContentTooLargeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final long limit;

	private final long size;

	private final String source;

	/**
	 * Create an exception.
	 * @param limit the limit
	 * @param size number of bytes that were announced, or that had come
	 * @param announced whether the client announced the number by Content-Length
	 */
	public RequestBodyTooLargeException(BodySizeLimit limit, long size, boolean announced) {
		super(null);
		this.limit = limit.bytes();
		this.size = size;
		this.source = limit.source();
		setDetail("The request body of " + (announced ? "" : "at least ") + size + " bytes exceeds the limit of "
				+ limit.bytes() + " bytes");
	}

	/**
	 * Return how long the body was allowed to be.
	 * @return number of bytes
	 */
	public long getLimit() {
		return this.limit;
	}

	/**
	 * Return how long the body is: the client's Content-Length, or for a body of unknown
	 * length the number of bytes that had come when it was refused.
	 * @return number of bytes
	 */
	public long getSize() {
		return this.size;
	}

	/**
	 * Return what set the limit: a property, an annotation.
	 * @return the source of the limit
	 */
	public String getSource() {
		return this.source;
	}

	/**
	 * Return both sizes, which is what Spring Boot's error response says where
	 * {@code spring.web.error.include-message} allows it.
	 */
	@Override
	public @Nullable String getReason() {
		return getBody().getDetail();
	}

	/**
	 * Fill in nothing: who asked for the body does not matter, and a client that sends
	 * too much should not cost a stack trace each time.
	 */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

	@Override
	public String getMessage() {
		return getStatusCode() + ": " + getBody().getDetail() + ", set by " + this.source
				+ ". To allow more, raise it there, or for one handler with @RequestSizeLimit.";
	}

}
