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

import java.io.Serial;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * A request body, or a part of it, is within its limit but longer than what Spring's
 * codecs hold in memory at once. Answered with {@code 413 Content Too Large}.
 *
 * @since 0.1.0
 */
@ResponseStatus(HttpStatus.CONTENT_TOO_LARGE)
public final class InMemoryLimitException extends DataBufferLimitException {

	@Serial
	private static final long serialVersionUID = 1L;

	InMemoryLimitException(DataBufferLimitException cause) {
		super(cause.getMessage() + ". This is not the limit of the request body but one of Spring's codecs: "
				+ InMemoryLimit.of(cause).cure() + ".");
		initCause(cause);
	}

}
