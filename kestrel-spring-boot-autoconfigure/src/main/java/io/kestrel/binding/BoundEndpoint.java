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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint that listens, with one or two sockets.
 *
 * @param name name of the endpoint, or {@code null} if it has none
 * @param secure whether TLS is spoken there
 * @param sockets the sockets
 * @param addresses the URLs at which it can be reached
 * @since 0.1.0
 */
public record BoundEndpoint(@Nullable String name, boolean secure, List<BoundSocket> sockets, List<String> addresses) {

	/**
	 * Return the port, the same for all sockets.
	 * @return the port, -1 if it has none
	 */
	public int port() {
		return this.sockets.get(0).port();
	}

}
