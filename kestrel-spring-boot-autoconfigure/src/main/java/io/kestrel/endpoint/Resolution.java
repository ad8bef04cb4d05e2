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

import io.kestrel.configuration.Notice;

/**
 * What the {@link EndpointResolver} decided.
 *
 * @param kind where the addresses come from
 * @param endpoints the endpoints, in the order in which they are bound; none if
 * {@link Kind#NOTHING}, and none yet if {@link Kind#STOCK}
 * @param notices what the log should say
 * @since 0.1.0
 */
public record Resolution(Kind kind, List<Endpoint> endpoints, List<Notice> notices) {

	public Resolution {
		endpoints = List.copyOf(endpoints);
		notices = List.copyOf(notices);
	}

	/**
	 * Return the same decision with the one endpoint of Spring Boot's own server.
	 * @param endpoint the endpoint
	 * @return the resolution
	 */
	public Resolution withStockEndpoint(Endpoint endpoint) {
		return new Resolution(this.kind, List.of(endpoint), this.notices);
	}

	/**
	 * Where the addresses come from.
	 */
	public enum Kind {

		/**
		 * Listen nowhere.
		 */
		NOTHING,

		/**
		 * Listen exactly where Spring Boot's own server would.
		 */
		STOCK,

		/**
		 * Listen at {@link Resolution#endpoints()}.
		 */
		ENDPOINTS

	}

}
