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

import java.io.IOException;
import java.net.InetSocketAddress;

import io.kestrel.endpoint.Endpoint;

/**
 * Opens single sockets. What makes several of them an endpoint is the matter of
 * {@link EndpointBinder}, which so can be tested without opening any.
 */
interface SocketBinder {

	/**
	 * Listen where Spring Boot's own server would: the shared server has its address
	 * already.
	 * @param endpoint what the user reads about it
	 * @return the bound endpoint
	 */
	BoundEndpoint bindStock(Endpoint endpoint);

	/**
	 * Listen at an IP address.
	 * @param endpoint the endpoint that the socket belongs to
	 * @param address address and port
	 * @return the socket
	 * @throws RuntimeException if it can't be bound; {@link BindReason} tells why
	 */
	BoundSocket bind(Endpoint endpoint, InetSocketAddress address);

	/**
	 * Listen at a Unix socket.
	 * @param endpoint the endpoint that the socket belongs to
	 * @param file its file
	 * @return the socket
	 * @throws IOException if the file can't be put in its place
	 * @throws RuntimeException if it can't be bound; {@link BindReason} tells why
	 */
	BoundSocket bind(Endpoint endpoint, UnixSocketFile file) throws IOException;

}
