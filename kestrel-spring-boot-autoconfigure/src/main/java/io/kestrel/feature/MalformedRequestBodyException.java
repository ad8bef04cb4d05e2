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

import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;

/**
 * The rest of the body of a request can't be read, for what the client sends is not what
 * HTTP wants there. The error of every way to read the body; where nobody handles it, the
 * answer is {@code 400 Bad Request} (RFC 9110 section 15.5.1), or 431 if its trailers are
 * over a limit (RFC 6585 section 5). The connection ends with it.
 *
 * @since 0.1.0
 */
public final class MalformedRequestBodyException extends ResponseStatusException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param status the status of the answer, where nobody handles the exception
	 * @param reason what is wrong, for the operator
	 */
	public MalformedRequestBodyException(int status, String reason) {
		super(HttpStatusCode.valueOf(status), reason);
		// Not the reason: the client learns the status only.
		setDetail("The request body is malformed");
	}

}
