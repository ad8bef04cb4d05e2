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
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.kestrel.connection.BoundedResponse;
import io.kestrel.connection.ConnectionSettings;
import io.kestrel.connection.Connections;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.handshake.TlsHandshakes;
import io.kestrel.https.Protocol;
import io.kestrel.limits.BufferLimits;
import io.kestrel.limits.ServerLimits;
import io.kestrel.proxy.AllowedHosts;
import io.kestrel.time.Heartbeats;
import io.kestrel.tls.SecureEndpoint;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.tcp.SslProvider;

import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.util.Assert;

/**
 * The steps from the server that Spring Boot and the user's customizers made to the one
 * that all sockets share. Each takes over what it does not have to change: a customizer
 * of the application holds on every endpoint.
 */
final class HttpServerStages {

	private static final Predicate<HttpServerRequest> ALWAYS = (request) -> true;

	/** What Netty reads at once if a client sends that much. */
	private static final int LARGEST_READ = 64 * 1024;

	private static final HttpProtocol[] HTTP1 = { HttpProtocol.HTTP11 };

	private static final HttpProtocol[] BOTH = { HttpProtocol.HTTP11, HttpProtocol.H2 };

	private static final HttpProtocol[] CLEAR_BOTH = { HttpProtocol.HTTP11, HttpProtocol.H2C };

	private HttpServerStages() {
	}

	/**
	 * Take in each connection.
	 * @param server the server so far
	 * @param connections the connections of the endpoint
	 * @param settings what holds for the connections of the endpoint
	 * @return the server
	 */
	static HttpServer tracked(HttpServer server, Connections connections, ConnectionSettings settings) {
		HttpServer tracked = server.channelGroup(UncountedChannels.INSTANCE)
			.maxKeepAliveRequests(settings.limits().maxRequestsPerConnection())
			.doOnChannelInit((observer, channel, remoteAddress) -> connections.add(channel, settings));
		tracked = idle(buffered(tracked, settings.limits().buffers()), settings.limits().times().keepAlive());
		boolean http1 = Arrays.equals(server.configuration().protocols(), new HttpProtocol[] { HttpProtocol.HTTP11 });
		return http1 ? tracked : tracked.childObserve(Connections::addStream).doOnConnection(Connections::addRequest);
	}

	/*
	 * Where an idle timeout was set, Reactor Netty keeps to it as well. It must not be
	 * shorter than that of the endpoint; it has none where that is not positive.
	 */
	private static HttpServer idle(HttpServer server, Duration keepAlive) {
		Duration idleTimeout = server.configuration().idleTimeout();
		return (idleTimeout == null || idleTimeout.equals(keepAlive)) ? server : server.idleTimeout(keepAlive);
	}

	/*
	 * Netty's own values are left alone, and with them those of a customizer.
	 */
	private static HttpServer buffered(HttpServer server, BufferLimits limits) {
		HttpServer buffered = server;
		if (limits.response() >= 0 && limits.response() != BufferLimits.DEFAULT.response()) {
			// The low mark can't be zero: nothing is less.
			buffered = buffered.childOption(ChannelOption.WRITE_BUFFER_WATER_MARK,
					new WriteBufferWaterMark(Math.max(1, limits.response() / 2), Math.max(1, limits.response())));
		}
		if (limits.request() >= 0 && limits.request() < LARGEST_READ) {
			int most = limits.request();
			buffered = buffered.childOption(ChannelOption.RECVBUF_ALLOCATOR,
					new AdaptiveRecvByteBufAllocator(Math.min(64, most), Math.min(2048, most), most));
		}
		return buffered;
	}

	/**
	 * Speak what an endpoint speaks: TLS or clear text, and versions of HTTP. A clear
	 * endpoint of a server that has a certificate loses it.
	 * @param server the server so far
	 * @param endpoint the endpoint
	 * @param tls the TLS of all endpoints
	 * @param heartbeats drive the timeouts of handshakes
	 * @return the server
	 */
	static HttpServer secured(HttpServer server, Endpoint endpoint, EndpointTls tls, Heartbeats heartbeats) {
		SecureEndpoint secure = tls.of(endpoint);
		if (secure != null) {
			return server.secure(placeholder(secure))
				.protocol(secure.isHttp2() ? BOTH : HTTP1)
				.doOnChannelInit((observer, channel, remoteAddress) -> secure.secure(channel, heartbeats));
		}
		if (endpoint.isSecure()) {
			// Never clear text where TLS was asked for.
			Assert.state(server.configuration().isSecure(), () -> "The TLS of " + endpoint + " was not loaded");
			return isHttp1(server.configuration().protocols()) ? server : server.protocol(BOTH);
		}
		HttpServer clear = server.configuration().isSecure() ? server.noSSL() : server;
		return clear.protocol(pipeline(clearProtocols(endpoint, server)))
			.doOnChannelInit((observer, channel, remoteAddress) -> TlsHandshakes.refuse(channel, endpoint.toString(),
					tls.failures()));
	}

	/*
	 * What makes Reactor Netty leave the choice of the protocol to ALPN. Its handlers are
	 * replaced by ours before the first byte.
	 */
	private static SslProvider placeholder(SecureEndpoint tls) {
		return SslProvider.builder()
			.sslContext(tls.anyContext())
			.handshakeTimeoutMillis(0)
			.setSniAsyncMappings((name, promise) -> promise
				.setFailure(new IllegalStateException("The handshake is not Reactor Netty's")))
			.build();
	}

	/**
	 * Return whether an endpoint speaks HTTP/1.x, if HTTP/2 is not asked for before by
	 * ALPN.
	 * @param server the server so far
	 * @param endpoint the endpoint
	 * @param tls the TLS of all endpoints
	 * @return whether it does not speak HTTP/2 only
	 */
	static boolean isHttp1(HttpServer server, Endpoint endpoint, EndpointTls tls) {
		if (tls.of(endpoint) != null) {
			// Each server name has its own protocols, and refuses others itself.
			return true;
		}
		return isHttp1(endpoint.isSecure() ? server.configuration().protocols() : clearProtocols(endpoint, server));
	}

	private static boolean isHttp1(HttpProtocol[] protocols) {
		return Arrays.asList(protocols).contains(HttpProtocol.HTTP11);
	}

	/*
	 * Reactor Netty's pipeline for HTTP/2 alone has its codec, which we replace, before
	 * anybody has a say. HTTP/1.1 is refused by us.
	 */
	private static HttpProtocol[] pipeline(HttpProtocol[] protocols) {
		return Arrays.asList(protocols).contains(HttpProtocol.H2C) ? CLEAR_BOTH : protocols;
	}

	private static HttpProtocol[] clearProtocols(Endpoint endpoint, HttpServer server) {
		List<Protocol> configured = endpoint.options().protocols();
		if (!configured.isEmpty()) {
			return configured.stream()
				.map((protocol) -> (protocol == Protocol.HTTP2) ? HttpProtocol.H2C : HttpProtocol.HTTP11)
				.toArray(HttpProtocol[]::new);
		}
		return Arrays.stream(server.configuration().protocols())
			.filter((protocol) -> protocol != HttpProtocol.HTTP3)
			.map((protocol) -> (protocol == HttpProtocol.H2) ? HttpProtocol.H2C : protocol)
			.toArray(HttpProtocol[]::new);
	}

	/**
	 * Answer requests: routes of the application first, then Spring. Neither sees a
	 * request that is for another server name, or for a host that is not allowed.
	 * @param server the server so far
	 * @param handler the handler of Spring
	 * @param routeProviders the routes
	 * @param tls the TLS of the endpoint, {@code null} for clear text and where a
	 * customizer brought its own
	 * @param hosts the hosts that are allowed
	 * @param settings what holds for its connections
	 * @return the server
	 */
	static HttpServer handled(HttpServer server,
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> handler,
			List<NettyRouteProvider> routeProviders, @Nullable SecureEndpoint tls, AllowedHosts hosts,
			ConnectionSettings settings) {
		BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> bounded = bounded(
				handler, settings.limits().buffers());
		if (routeProviders.isEmpty()) {
			return server.handle(allowed(directed(bounded, tls, settings), hosts, settings));
		}
		HttpServerRoutes routes = HttpServerRoutes.newRoutes();
		for (NettyRouteProvider provider : routeProviders) {
			routes = provider.apply(routes);
		}
		return server.handle(allowed(directed(routes.route(ALWAYS, bounded), tls, settings), hosts, settings));
	}

	private static BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> bounded(
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> handler,
			BufferLimits limits) {
		boolean limited = limits.response() != ServerLimits.UNLIMITED;
		return (request, response) -> handler.apply(request, BoundedResponse.of(response, limited));
	}

	private static BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> directed(
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> handler,
			@Nullable SecureEndpoint tls, ConnectionSettings settings) {
		return (tls != null && tls.canBeMisdirected()) ? new MisdirectedRequests(tls, settings, handler) : handler;
	}

	private static BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> allowed(
			BiFunction<? super HttpServerRequest, ? super HttpServerResponse, ? extends Publisher<Void>> handler,
			AllowedHosts hosts, ConnectionSettings settings) {
		return hosts.isAny() ? handler : new HostFilter(hosts, settings, handler);
	}

}
