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

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.kestrel.https.PlainHttp;
import io.kestrel.time.Heartbeats;
import io.kestrel.time.TestClock;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server of Reactor Netty with our handlers of the handshake. Answers everything with
 * "hello".
 */
final class TlsServer implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final LoopResources loops = LoopResources.create("tls", 1, true);

	private final HandshakeFailures failures = new HandshakeFailures();

	private final Heartbeats heartbeats = TestClock.heartbeats();

	private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

	private final DisposableServer server;

	private TlsServer(HttpServer server) {
		this.server = server.host("127.0.0.1")
			.port(0)
			.runOn(this.loops)
			.handle((request, response) -> response.sendString(Mono.just("hello")))
			.bindNow();
	}

	/**
	 * Start a server with TLS.
	 * @param context any context, for Reactor Netty, which wants one
	 * @param sni whether Reactor Netty's handler is one of server names
	 */
	static TlsServer start(SslContext context, boolean sni, PlainHttp plainHttp, TlsHosts hosts,
			HttpProtocol... protocols) {
		TlsServer[] started = new TlsServer[1];
		HttpServer server = HttpServer.create().protocol(protocols).secure((spec) -> {
			var builder = spec.sslContext(context).handshakeTimeout(Duration.ZERO);
			if (sni) {
				builder.setSniAsyncMappings((name, promise) -> promise.setFailure(new ClosedChannelException()));
			}
		});
		started[0] = new TlsServer(server.doOnChannelInit((observer, channel, address) -> {
			started[0].channels.add(channel);
			TlsHandshakes.install(channel,
					new TlsEndpoint("https://test", hosts, TIMEOUT, plainHttp, started[0].failures),
					started[0].heartbeats);
		}));
		return started[0];
	}

	/**
	 * Start a server without TLS.
	 */
	static TlsServer startPlain() {
		TlsServer[] started = new TlsServer[1];
		started[0] = new TlsServer(HttpServer.create()
			.doOnChannelInit(
					(observer, channel, address) -> TlsHandshakes.refuse(channel, "http://test", started[0].failures)));
		return started[0];
	}

	int port() {
		return this.server.port();
	}

	String address() {
		return "127.0.0.1:" + port();
	}

	HandshakeFailures failures() {
		return this.failures;
	}

	/**
	 * Wait until all connections are closed, and their handlers know it.
	 */
	TlsServer awaitEnd() throws InterruptedException {
		for (Channel channel : this.channels) {
			assertThat(channel.closeFuture().await(TIMEOUT.toMillis())).as("closed").isTrue();
			// Handlers hear of it in a later task of the event loop.
			channel.eventLoop().submit(() -> {
			}).sync();
		}
		return this;
	}

	@Override
	public void close() {
		this.server.disposeNow();
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
	}

}
