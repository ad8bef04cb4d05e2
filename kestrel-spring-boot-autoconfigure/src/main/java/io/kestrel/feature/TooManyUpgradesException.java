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

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * There are as many upgraded connections as
 * {@code server.limits.max-concurrent-upgraded-connections} of the server or the endpoint
 * allows. Answered with {@code 503 Service Unavailable} where nobody handles it.
 *
 * @since 0.1.0
 */
public final class TooManyUpgradesException extends ResponseStatusException {

	/**
	 * Create an exception.
	 */
	public TooManyUpgradesException() {
		super(HttpStatus.SERVICE_UNAVAILABLE, "There are as many upgraded connections as there may be:"
				+ " see server.limits.max-concurrent-upgraded-connections");
	}

}
