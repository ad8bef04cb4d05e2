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

package io.kestrel.handshake;

import org.jspecify.annotations.Nullable;

/**
 * The server names of an endpoint. Asked once for each handshake, on its event loop; the
 * answer changes when certificates do.
 */
@FunctionalInterface
public interface TlsHosts {

	/**
	 * Find what is offered for a server name.
	 * @param serverName the name that the client asks for, in lower case, or {@code null}
	 * if it asks for none
	 * @return the host, {@code null} to refuse the handshake
	 */
	@Nullable TlsHost find(@Nullable String serverName);

}
