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
 * The connection has ended, or the client has reset the stream of HTTP/2, before the
 * application had the whole body of the request. The error of every way to read the body.
 * Nobody gets an answer any more: the status, 400, keeps Spring from taking it for an
 * error of the application, with which a client could fill the log.
 *
 * @since 0.1.0
 */
public final class RequestBodyAbortedException extends ResponseStatusException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 */
	public RequestBodyAbortedException() {
		super(HttpStatus.BAD_REQUEST, "the client has gone before the end of the body");
	}

}
