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

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The body of a request came too slowly while the application waited for it, see
 * {@code server.limits.min-request-body-data-rate}. Where nobody handles it, the answer
 * is 408 (RFC 9110 section 15.5.9) without a body. The connection is closed in any case.
 *
 * @since 0.1.0
 */
public final class RequestBodyTimeoutException extends ResponseStatusException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param reason what was too slow, for the operator
	 */
	public RequestBodyTimeoutException(String reason) {
		super(HttpStatus.REQUEST_TIMEOUT, reason);
		// Not the reason: the client learns the status only.
		setDetail("The request body came too slowly");
	}

}
