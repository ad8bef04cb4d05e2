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

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.kestrel.connection.Connections;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyRouteProvider;

/**
 * The steps. Each takes over what it does not have to change: a customizer of the
 * application holds on every endpoint.
 */
final class HttpServerStages {

	private static final Predicate<HttpServerRequest> ALWAYS = (request) -> true;

	private HttpServerStages() {
	}

	/**
	 * Listen at another address than Spring Boot's.
	 * @param address the address
	 * @param backlog connections that wait to be accepted, {@code null} for the system's
	 * default
	 * @return the step
	 */
	static HttpServerStage address(SocketAddress address, @Nullable Integer backlog) {
		return (server) -> {
			HttpServer addressed = server.bindAddress(() -> address);
			return (backlog != null) ? addressed.option(ChannelOption.SO_BACKLOG, backlog) : addressed;
		};
	}

	/**
	 * Speak TLS or clear text. A clear endpoint of a server that has a certificate loses
	 * it, and HTTP/2 with it becomes HTTP/2 with prior knowledge.
	 * @param secure whether to speak TLS
	 * @return the step
	 */
	static HttpServerStage security(boolean secure) {
		return (server) -> {
			HttpServerConfig configuration = server.configuration();
			if (secure || !configuration.isSecure()) {
				return server;
			}
			HttpProtocol[] clear = Arrays.stream(configuration.protocols())
				.filter((protocol) -> protocol != HttpProtocol.HTTP3)
				.map((protocol) -> (protocol == HttpProtocol.H2) ? HttpProtocol.H2C : protocol)
				.toArray(HttpProtocol[]::new);
			return server.noSSL().protocol(clear);
		};
	}

	/**
	 * Take in each connection. The channel group makes Reactor Netty leave the end of
	 * HTTP/2 connections to us.
	 * @param connections the connections of the running server
	 * @return the step
	 */
	static HttpServerStage connections(Connections connections) {
		return (server) -> server.channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
			.doOnChannelInit((observer, channel, remoteAddress) -> connections.add(channel));
	}

	/**
	 * Answer requests: routes of the application first, then Spring.
	 * @param handler the handler of Spring
	 * @param routeProviders the routes
	 * @return the step
	 */
	static HttpServerStage handler(
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> handler,
			List<NettyRouteProvider> routeProviders) {
		if (routeProviders.isEmpty()) {
			return (server) -> server.handle(handler);
		}
		return (server) -> server.route((routes) -> {
			HttpServerRoutes provided = routes;
			for (NettyRouteProvider provider : routeProviders) {
				provided = provider.apply(provided);
			}
			provided.route(ALWAYS, handler);
		});
	}

	/**
	 * Run on these event loops.
	 * @param loops the loops
	 * @param preferNative whether native transports are preferred
	 * @return the step
	 */
	static HttpServerStage loops(LoopResources loops, boolean preferNative) {
		return (server) -> server.runOn(loops, preferNative);
	}

}
