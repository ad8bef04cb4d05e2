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

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Lets a handler speak another protocol on the connection of its request: on HTTP/1.1
 * after {@code 101 Switching Protocols} (RFC 9110 section 7.8), on a stream of HTTP/2
 * after the response 200 to an extended CONNECT (RFC 8441). For protocols of your own;
 * WebSockets have Spring's {@code WebSocketHandler}.
 * <p>
 * {@code IHttpUpgradeFeature} and {@code IHttpExtendedConnectFeature} of ASP.NET Core in
 * one.
 *
 * @since 0.1.0
 */
public interface UpgradeFeature extends RequestFeature {

	/**
	 * Return whether the client asks for another protocol, in a way that can be granted:
	 * HTTP/1.1 with {@code Connection: upgrade}, {@code Upgrade} and no body, or extended
	 * CONNECT. A request that is not upgraded is answered like any other.
	 * @return whether {@link #upgrade} may be called
	 */
	boolean isUpgradable();

	/**
	 * Return what the client asks for: the field Upgrade, which may be a list, or
	 * {@code :protocol} of HTTP/2.
	 * @return one or more names of protocols as the client wrote them, {@code null} if it
	 * asks for none
	 */
	@Nullable String getRequestedProtocol();

	/**
	 * Speak another protocol from now on. What was written into the headers of the
	 * response goes out with it; to let what waits for the commit of the response happen
	 * (a session's cookie), write
	 * {@code exchange.getResponse().setComplete().then(feature.upgrade(...))}. No limit
	 * of size, rate or time holds any more, and the connection (the stream of HTTP/2)
	 * ends when the handler has, however that ends.
	 * @param protocol the name of the protocol for the field Upgrade of the response, on
	 * HTTP/2 only to be asked for by {@link UpgradedConnection#getProtocol()}
	 * @param handler speaks the protocol until what it returns completes. Called on the
	 * event loop of the connection: don't block
	 * @return completes when the connection has ended, to be returned by the handler of
	 * the request. Fails with {@link IllegalStateException} if the request can't be
	 * upgraded or was already, with {@link TooManyUpgradesException} (status 503) if
	 * there are as many upgraded connections as
	 * {@code server.limits.max-concurrent-upgraded-connections} allows, and with what the
	 * handler failed with, when the connection has ended
	 */
	Mono<Void> upgrade(String protocol, Function<? super UpgradedConnection, ? extends Publisher<Void>> handler);

}
