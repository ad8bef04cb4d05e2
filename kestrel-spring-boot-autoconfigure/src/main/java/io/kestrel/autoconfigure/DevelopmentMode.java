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

package io.kestrel.autoconfigure;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Whether the application is being developed on this machine.
 */
final class DevelopmentMode {

	static final String CERTIFICATE_ENABLED = "server.certificates.development.enabled";

	/**
	 * What Spring Boot's developer tools add to the environment where they are active.
	 */
	private static final String DEVTOOLS_PROPERTY_SOURCE = "devtools";

	private DevelopmentMode() {
	}

	/**
	 * Return whether there is a development certificate for those who have no other.
	 * @param environment the environment
	 * @return what the property says, otherwise whether the developer tools are active
	 */
	static boolean isCertificateEnabled(Environment environment) {
		Boolean enabled = environment.getProperty(CERTIFICATE_ENABLED, Boolean.class);
		return (enabled != null) ? enabled : environment instanceof ConfigurableEnvironment configurable
				&& configurable.getPropertySources().contains(DEVTOOLS_PROPERTY_SOURCE);
	}

}
