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

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The connection that a request came on. The same for all requests of a connection, for
 * all streams of HTTP/2 as well. Can be kept for longer than the request.
 * <p>
 * {@code IConnectionIdFeature}, {@code IConnectionEndPointFeature} and
 * {@code IConnectionLifetimeFeature} of ASP.NET Core in one.
 *
 * @since 0.1.0
 */
public interface ConnectionFeature extends RequestFeature {

	/**
	 * Return the id of the connection.
	 * @return 13 characters of 0 to 9 and A to V. No other connection of this process has
	 * it, and it sorts behind those of all connections accepted before
	 */
	String getId();

	/**
	 * Return the server's end of the connection.
	 * @return the address, {@code null} for a Unix socket: {@link #getEndpointName()}
	 * tells which one that is
	 */
	@Nullable SocketAddress getLocalAddress();

	/**
	 * Return the other end of the connection: where the bytes come from, whatever
	 * forwarding headers say. {@code ServerHttpRequest.getRemoteAddress()} believes them
	 * where it is told to.
	 * @return the address, {@code null} for a client of a Unix socket that has no name,
	 * which is the rule
	 */
	@Nullable SocketAddress getRemoteAddress();

	/**
	 * Return which endpoint accepted the connection.
	 * @return the name of {@code server.endpoints.<name>}, {@code null} if it has none
	 */
	@Nullable String getEndpointName();

	/**
	 * Return the end of the connection, from whichever side and for whatever reason. A
	 * client that leaves without a word is noticed only when something is written to it.
	 * @return completes when the connection has ended, at once if it has already, and
	 * never with an error. On the event loop of the connection: don't block
	 */
	Mono<Void> closed();

	/**
	 * Close the connection at once, without an answer: with a reset (RST) on TCP, and
	 * with all streams that are open on HTTP/2. Nothing happens if it is closed already.
	 * Can be called on any thread; on others than the connection's event loop it returns
	 * before the connection is closed.
	 */
	void abort();

}
