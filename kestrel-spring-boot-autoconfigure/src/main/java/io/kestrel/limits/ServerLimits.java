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

package io.kestrel.limits;

/**
 * The limits that hold for the connections of one endpoint.
 *
 * @param maxRequestBodySize how long the body of a request may be, unless a handler says
 * otherwise. 30,000,000 bytes by default, as in ASP.NET Core's Kestrel
 * @since 0.1.0
 */
public record ServerLimits(BodySizeLimit maxRequestBodySize) {

	/**
	 * What holds where nothing is set.
	 */
	public static final ServerLimits DEFAULT = new ServerLimits(
			new BodySizeLimit(30_000_000, "server.limits.max-request-body-size, the default"));

}
