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

package io.kestrel.binding;

import org.springframework.boot.web.server.WebServerException;

/**
 * Thrown when the server can't listen at an endpoint, for any reason but an address in
 * use (see {@link AddressInUseException}). Nothing is bound when it is thrown.
 *
 * @since 0.1.0
 */
public class EndpointBindException extends WebServerException {

	private static final long serialVersionUID = 1L;

	private final String cure;

	EndpointBindException(String message, String cure, Throwable cause) {
		super(message, cause);
		this.cure = cure;
	}

	/**
	 * Return what to do.
	 * @return the cure, a sentence
	 */
	public String getCure() {
		return this.cure;
	}

}
