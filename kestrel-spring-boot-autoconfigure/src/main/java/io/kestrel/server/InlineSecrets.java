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

import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;

/**
 * What Spring Boot says of a certificate that it can't load may hold what was configured:
 * a private key, or half of one.
 */
final class InlineSecrets {

	private static final String PEM_DASHES = "-----";

	private InlineSecrets() {
	}

	/**
	 * Return what may be shown of an exception.
	 * @param failure what was thrown when {@code server.ssl} was read
	 * @return the same, unless there is PEM in it
	 */
	static RuntimeException conceal(RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause.getMessage() != null && cause.getMessage().contains(PEM_DASHES)) {
				return new InvalidConfigurationException(List.of(new ConfigurationProblem(
						ConfigurationKey.of("server.ssl"), "(hidden)", "its certificate or key can't be loaded",
						"Correct server.ssl.* or the SSL bundle that it names. PEM in the configuration itself"
								+ " must be complete, from BEGIN to END.")));
			}
		}
		return failure;
	}

}
