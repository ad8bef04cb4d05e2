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

package io.kestrel.server;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.kestrel.connection.Connections;
import io.kestrel.limits.ServerLimits;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

import org.springframework.boot.reactor.netty.NettyRouteProvider;

/**
 * The steps from the server that Spring Boot and the user's customizers made to the one
 * that all sockets share. Each takes over what it does not have to change: a customizer
 * of the application holds on every endpoint.
 */
final class HttpServerStages {

	private static final Predicate<HttpServerRequest> ALWAYS = (request) -> true;

	private HttpServerStages() {
	}

	/**
	 * Take in each connection. The channel group makes Reactor Netty leave the end of
	 * HTTP/2 connections to us.
	 * @param server the server so far
	 * @param connections the connections of the running server
	 * @param limits the limits of the endpoint
	 * @param endpointName the name of the endpoint, {@code null} if it has none
	 * @return the server
	 */
	static HttpServer tracked(HttpServer server, Connections connections, ServerLimits limits,
			@Nullable String endpointName) {
		HttpServer tracked = server.channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
			.doOnChannelInit((observer, channel, remoteAddress) -> connections.add(channel, limits, endpointName));
		boolean http1 = Arrays.equals(server.configuration().protocols(), new HttpProtocol[] { HttpProtocol.HTTP11 });
		return http1 ? tracked : tracked.doOnConnection(Connections::addRequest);
	}

	/**
	 * Answer requests: routes of the application first, then Spring.
	 * @param server the server so far
	 * @param handler the handler of Spring
	 * @param routeProviders the routes
	 * @return the server
	 */
	static HttpServer handled(HttpServer server,
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> handler,
			List<NettyRouteProvider> routeProviders) {
		if (routeProviders.isEmpty()) {
			return server.handle(handler);
		}
		return server.route((routes) -> {
			HttpServerRoutes provided = routes;
			for (NettyRouteProvider provider : routeProviders) {
				provided = provider.apply(provided);
			}
			provided.route(ALWAYS, handler);
		});
	}

}
