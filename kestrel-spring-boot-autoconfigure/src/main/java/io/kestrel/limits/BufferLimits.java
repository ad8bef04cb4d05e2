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
 * How much is kept in memory for one connection.
 *
 * @param request number of bytes of requests that are read before the application asks
 * for them, or {@link ServerLimits#UNLIMITED}. By default 1 MB
 * @param response number of bytes of responses that wait for the client before the
 * application is asked to wait, or {@link ServerLimits#UNLIMITED}. By default 64 KB
 * @since 0.1.0
 */
public record BufferLimits(int request, int response) {

	/**
	 * What holds where nothing is set, as in ASP.NET Core's Kestrel.
	 */
	public static final BufferLimits DEFAULT = new BufferLimits(1024 * 1024, 64 * 1024);

}
