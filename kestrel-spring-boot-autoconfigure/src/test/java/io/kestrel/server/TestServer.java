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

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.kestrel.endpoint.AddressSettings;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.testing.RawHttpConnection;
import io.kestrel.testing.TestCertificates;
import io.netty.channel.EventLoopGroup;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.Ssl;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * A server on event loops of its own.
 */
final class TestServer implements AutoCloseable {

	private final ReactorResourceFactory resources = new ReactorResourceFactory();

	private final KestrelReactiveWebServerFactory factory = new KestrelReactiveWebServerFactory();

	private final ServerAddresses addresses = new ServerAddresses();

	private final HttpHandler handler;

	private KestrelWebServer server;

	TestServer(HttpHandler handler) {
		this.handler = handler;
		this.resources.setUseGlobalResources(false);
		this.resources.setLoopResourcesSupplier(() -> LoopResources.create("test", 2, true));
		this.resources.setShutdownQuietPeriod(Duration.ZERO);
		this.resources.start();
		this.factory.setResourceFactory(this.resources);
		this.factory.setShutdown(Shutdown.GRACEFUL);
		this.factory.setServerAddresses(this.addresses);
	}

	TestServer urls(String... urls) {
		return options((options) -> options.urls(urls));
	}

	TestServer options(Consumer<KestrelServerOptions.Builder> customizer) {
		KestrelServerOptions.Builder options = KestrelServerOptions.builder(AddressSettings.NONE, LimitOverrides.NONE);
		customizer.accept(options);
		this.factory.setOptions(options.build());
		return this;
	}

	/**
	 * Listen on one address with these limits.
	 */
	TestServer limits(String url, Consumer<LimitOptions> limits) {
		return options((options) -> options.urls(url).limits(limits));
	}

	TestServer factory(Consumer<KestrelReactiveWebServerFactory> customizer) {
		customizer.accept(this.factory);
		return this;
	}

	/**
	 * Let a fifth of a second count as one.
	 */
	TestServer fast() {
		return factory((changed) -> changed.setHeartbeatInterval(Duration.ofMillis(200)));
	}

	/**
	 * Run on event loops of Java NIO instead of the native ones.
	 */
	TestServer nio() {
		return loops(new NioLoopResources(LoopResources.create("test", 2, true)));
	}

	/**
	 * Run all connections on one event loop.
	 */
	TestServer oneLoop() {
		return loops(LoopResources.create("test", 1, true));
	}

	private TestServer loops(LoopResources loops) {
		this.resources.setLoopResourcesSupplier(() -> loops);
		this.resources.stop();
		this.resources.start();
		return this;
	}

	/**
	 * Run on the event loops that a row of a table names.
	 */
	TestServer transport(boolean nio) {
		return nio ? nio() : this;
	}

	/**
	 * Encrypt what has an https URL, with HTTP/2 on every endpoint.
	 */
	TestServer secure() {
		return secure(TestCertificates.keyStore());
	}

	/**
	 * Encrypt with a key store that others know too.
	 */
	TestServer secure(Path keyStore) {
		Ssl ssl = new Ssl();
		ssl.setKeyStore(keyStore.toUri().toString());
		ssl.setKeyStorePassword(TestCertificates.PASSWORD);
		return http2().factory((changed) -> changed.setSsl(ssl));
	}

	TestServer http2() {
		Http2 http2 = new Http2();
		http2.setEnabled(true);
		return factory((changed) -> changed.setHttp2(http2));
	}

	/**
	 * Speak HTTP/2, over TLS or with prior knowledge as the scheme says.
	 */
	TestServer http2(String scheme) {
		return scheme.equals("https") ? secure() : http2();
	}

	/**
	 * Measure what the server takes from its sockets.
	 */
	TestServer measured(SocketMeter meter) {
		return factory((changed) -> changed.addServerCustomizers(meter));
	}

	TestServer start() {
		if (this.server == null) {
			this.server = (KestrelWebServer) this.factory.getWebServer(this.handler);
		}
		this.server.start();
		return this;
	}

	/**
	 * Reload with the options that were set last.
	 */
	ReloadResult reload() {
		return this.server.reload();
	}

	KestrelWebServer server() {
		return this.server;
	}

	List<String> addresses() {
		return this.addresses.getAddresses();
	}

	/**
	 * Return the port of an address.
	 */
	int port(int index) {
		String address = addresses().get(index);
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

	/**
	 * Connect to the first address.
	 */
	RawHttpConnection connect() throws IOException {
		return connect(0, "http/1.1");
	}

	/**
	 * Connect to an address, over TLS where it is one of https.
	 * @param index which address
	 * @param protocol what is asked for in the handshake
	 * @return the connection
	 */
	RawHttpConnection connect(int index, String protocol) throws IOException {
		URI address = URI.create(addresses().get(index));
		try {
			return address.getScheme().equals("https")
					? RawHttpConnection.secure(address.getHost(), address.getPort(), protocol)
					: new RawHttpConnection(address.getHost(), address.getPort());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		if (this.server != null) {
			this.server.stop();
		}
		this.resources.stop();
	}

	private record NioLoopResources(LoopResources loops) implements LoopResources {

		@Override
		public EventLoopGroup onServer(boolean useNative) {
			return this.loops.onServer(false);
		}

		@Override
		public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
			return this.loops.disposeLater(quietPeriod, timeout);
		}

	}

}
