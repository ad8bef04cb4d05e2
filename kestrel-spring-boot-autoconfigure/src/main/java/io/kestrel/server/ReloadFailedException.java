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

package io.kestrel.server;

import io.kestrel.binding.AddressInUseException;
import io.kestrel.binding.EndpointBindException;

import org.springframework.boot.web.server.WebServerException;

/**
 * Thrown when a reload can't bind a new endpoint. The message names the URL, the property
 * and the cure, and says where the server listens now: where it did before, unless that
 * can't be had any more either.
 *
 * @since 0.1.0
 */
public class ReloadFailedException extends WebServerException {

	private static final long serialVersionUID = 1L;

	ReloadFailedException(RuntimeException failure, String state) {
		super(describe(failure) + " " + state, failure);
	}

	/**
	 * Describe the failure of an endpoint with its cure: no failure analyzer does it at
	 * run time.
	 * @param failure what the binder threw
	 * @return two sentences
	 */
	static String describe(RuntimeException failure) {
		if (failure instanceof AddressInUseException inUse) {
			return inUse.getMessage() + " " + inUse.getCure();
		}
		if (failure instanceof EndpointBindException bind) {
			return bind.getMessage() + " " + bind.getCure();
		}
		return String.valueOf(failure.getMessage());
	}

}
