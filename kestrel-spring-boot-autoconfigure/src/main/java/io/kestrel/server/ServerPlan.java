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

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.kestrel.binding.Transport;
import io.kestrel.connection.ConnectionSettings;
import io.kestrel.connection.Connections;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.Resolution;
import io.kestrel.endpoint.Resolution.Kind;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.util.Assert;

/**
 * All that is needed to start the server, as often as it is asked to.
 *
 * @param template the server as Spring Boot and the customizers made it
 * @param handler the handler of Spring
 * @param routeProviders routes that come before it
 * @param rules what holds for the requests of endpoints that say nothing else
 * @param tls the TLS of its endpoints
 * @param resourceFactory whose event loops to use, {@code null} for those of the template
 * @param resolution where to listen
 * @param freePorts whether every address is a fresh one
 * @param preferHostingUrls whether URLs win over endpoints
 * @param lifecycle how it stops
 */
record ServerPlan(HttpServer template, ReactorHttpHandlerAdapter handler, List<NettyRouteProvider> routeProviders,
		RequestRules rules, EndpointTls tls, @Nullable ReactorResourceFactory resourceFactory, Resolution resolution,
		boolean freePorts, boolean preferHostingUrls, Lifecycle lifecycle) {

	ServerPlan {
		routeProviders = List.copyOf(routeProviders);
	}

	/**
	 * Return the server that all sockets of an endpoint share.
	 * @param connections the connections of the endpoint
	 * @param endpoint the endpoint
	 * @return the server
	 */
	HttpServer server(Connections connections, Endpoint endpoint) {
		RequestRules rules = this.rules.of(endpoint);
		HttpServer secured = HttpServerStages.secured(this.template, endpoint, this.tls,
				this.rules.shared().heartbeats());
		ConnectionSettings settings = rules.connectionSettings(endpoint,
				HttpServerStages.isHttp1(this.template, endpoint, this.tls));
		HttpServer tracked = HttpServerStages.tracked(secured, connections, settings);
		return HttpServerStages.handled(tracked, this.handler, this.routeProviders, this.tls.of(endpoint),
				rules.allowedHosts(), settings);
	}

	/**
	 * Return what carries the sockets: Spring Boot's event loops, which are new after
	 * each restart of the application, or those of a customizer.
	 * @param endpoint the endpoint that is carried
	 * @return the transport
	 */
	Transport transport(Endpoint endpoint) {
		Supplier<ChannelHandler> acceptHandlers = this.rules.admission(endpoint)::acceptHandler;
		if (this.resourceFactory == null) {
			HttpServerConfig configuration = this.template.configuration();
			return new Transport(configuration.loopResources(), configuration.isPreferNative(),
					this.lifecycle.timeout(), acceptHandlers);
		}
		LoopResources loops = this.resourceFactory.getLoopResources();
		Assert.state(loops != null, "No LoopResources: is ReactorResourceFactory not initialized yet?");
		return new Transport(loops, LoopResources.DEFAULT_NATIVE, this.lifecycle.timeout(), acceptHandlers);
	}

	/**
	 * Return whether the address is Spring Boot's own.
	 * @return whether the template is bound as it is
	 */
	boolean isStock() {
		return this.resolution.kind() == Kind.STOCK;
	}

	boolean isSecure() {
		return this.template.configuration().isSecure();
	}

	/**
	 * How the server starts and stops.
	 *
	 * @param timeout how long binding, and stopping without grace, may take; {@code null}
	 * for Reactor Netty's defaults
	 * @param shutdown whether requests may end first
	 */
	record Lifecycle(@Nullable Duration timeout, @Nullable Shutdown shutdown) {

	}

}
