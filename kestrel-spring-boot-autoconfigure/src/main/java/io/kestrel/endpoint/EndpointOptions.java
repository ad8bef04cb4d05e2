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

package io.kestrel.endpoint;

import java.util.List;

import io.kestrel.https.HttpsSettings;
import io.kestrel.https.Protocol;
import io.kestrel.limits.LimitOverrides;

/**
 * What can be said about an endpoint beside its name and address.
 *
 * @param protocols versions of HTTP; none means what the server as Spring Boot made it
 * speaks
 * @param socket how its socket is made
 * @param limits its own limits
 * @param https what has a meaning with {@code https} only
 * @since 0.1.0
 */
public record EndpointOptions(List<Protocol> protocols, SocketOptions socket, LimitOverrides limits,
		HttpsSettings https) {

	/**
	 * Nothing said.
	 */
	public static final EndpointOptions DEFAULT = new EndpointOptions(List.of(), SocketOptions.DEFAULT,
			LimitOverrides.NONE, HttpsSettings.NONE);

	public EndpointOptions {
		protocols = List.copyOf(protocols);
	}

	/**
	 * Return these options where something is said, and defaults where nothing is.
	 * @param defaults the defaults
	 * @param secure whether the endpoint speaks TLS
	 * @return the options
	 */
	public EndpointOptions over(EndpointDefaults defaults, boolean secure) {
		List<Protocol> effective = defaults.protocols(this.protocols, secure);
		return new EndpointOptions(effective, this.socket, this.limits,
				secure ? this.https.over(defaults.https(), effective, defaults::withCertificate) : this.https);
	}

}
