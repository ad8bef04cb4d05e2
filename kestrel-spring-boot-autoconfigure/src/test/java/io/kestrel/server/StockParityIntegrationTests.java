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

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.kestrel.endpoint.AddressSettings;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.testing.TestCertificates;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.http.server.ProxyProtocolSupportType;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the configuration with which our sockets are bound with that of Spring Boot's
 * own server: DESIGN.md decision 1. What Boot adds tomorrow is compared by itself, since
 * all getters are.
 */
class StockParityIntegrationTests {

	/** Where we differ on purpose, and the objects that have no equality. */
	private static final Set<String> NOT_COMPARED = Set.of("doOnConnection", "bindAddress", "channelGroup",
			"doOnChannelInit", "doOnBind", "loopResources", "sslProvider", "channelHash", "hashCode", "toString",
			"getClass", "notify", "notifyAll", "wait", "compressPredicate", "connectionObserver", "childObserver",
			"channelOperationsProvider", "metricsRecorder", "http2SettingsSpec");

	private final List<HttpServerConfig> bound = new ArrayList<>();

	@TempDir
	Path directory;

	@Test
	void plainServerIsConfiguredAsStock() throws Exception {
		assertParity(new NettyReactiveWebServerFactory(), new KestrelReactiveWebServerFactory(), false);
	}

	@Test
	void everythingThatCanBeSetIsConfiguredAsStock() throws Exception {
		NettyReactiveWebServerFactory stock = new NettyReactiveWebServerFactory();
		KestrelReactiveWebServerFactory ours = new KestrelReactiveWebServerFactory();
		for (NettyReactiveWebServerFactory factory : List.of(stock, ours)) {
			configure(factory);
		}
		assertParity(stock, ours, false);
	}

	@Test
	void serverWithCertificateIsConfiguredAsStock() throws Exception {
		NettyReactiveWebServerFactory stock = new NettyReactiveWebServerFactory();
		KestrelReactiveWebServerFactory ours = new KestrelReactiveWebServerFactory();
		Path keyStore = TestCertificates.keyStore();
		for (NettyReactiveWebServerFactory factory : List.of(stock, ours)) {
			configure(factory);
			Ssl ssl = new Ssl();
			ssl.setKeyStore(keyStore.toUri().toString());
			ssl.setKeyStorePassword(TestCertificates.PASSWORD);
			factory.setSsl(ssl);
		}
		assertParity(stock, ours, false);
	}

	@Test
	void eachOfThreeEndpointsIsConfiguredAsStock() throws Exception {
		NettyReactiveWebServerFactory stock = new NettyReactiveWebServerFactory();
		KestrelReactiveWebServerFactory ours = new KestrelReactiveWebServerFactory();
		for (NettyReactiveWebServerFactory factory : List.of(stock, ours)) {
			configure(factory);
		}
		ours.setOptions(KestrelServerOptions.builder(AddressSettings.NONE, LimitOverrides.NONE)
			.urls("http://127.0.0.1:0", "http://[::1]:0", "http://unix:" + this.directory.resolve("app.sock"))
			.build());
		assertParity(stock, ours, true);
	}

	private static void configure(NettyReactiveWebServerFactory factory) {
		Compression compression = new Compression();
		compression.setEnabled(true);
		compression.setMinResponseSize(DataSize.ofKilobytes(1));
		factory.setCompression(compression);
		Http2 http2 = new Http2();
		http2.setEnabled(true);
		factory.setHttp2(http2);
		factory.setUseForwardHeaders(true);
		factory.setShutdown(Shutdown.GRACEFUL);
		factory.addServerCustomizers((server) -> server.idleTimeout(Duration.ofSeconds(7)).maxKeepAliveRequests(11),
				(server) -> server.httpRequestDecoder((spec) -> spec.maxHeaderSize(1234).maxInitialLineLength(2345)),
				// As Spring Cloud Gateway does.
				(server) -> server.wiretap(true).proxyProtocol(ProxyProtocolSupportType.OFF).accessLog(false),
				(server) -> server.option(ChannelOption.SO_BACKLOG, 77).childOption(ChannelOption.SO_KEEPALIVE, true));
		factory.addRouteProviders((routes) -> routes.get("/route", (request, response) -> response.send()));
	}

	private void assertParity(NettyReactiveWebServerFactory stock, KestrelReactiveWebServerFactory ours,
			boolean several) throws Exception {
		NettyServerCustomizer record = (server) -> server.doOnBind(this.bound::add);
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setLoopResourcesSupplier(() -> LoopResources.create("parity", 1, true));
		resources.setShutdownQuietPeriod(Duration.ZERO);
		resources.afterPropertiesSet();
		try {
			stock.setPort(0);
			start(stock, record, resources);
			Map<String, Object> expected = describe(this.bound.get(0));
			this.bound.clear();
			if (!several) {
				ours.setPort(0);
			}
			start(ours, record, resources);
			assertThat(this.bound).hasSize(several ? 3 : 1);
			for (HttpServerConfig config : this.bound) {
				assertThat(describe(config)).isEqualTo(expected);
				assertThat(config.channelGroup() != null).isTrue();
			}
			assertThat(expected).containsKeys("decoder", "protocols", "idleTimeout", "options", "childOptions");
		}
		finally {
			resources.destroy();
		}
	}

	private static void start(NettyReactiveWebServerFactory factory, NettyServerCustomizer record,
			ReactorResourceFactory resources) {
		factory.addServerCustomizers(record);
		factory.setResourceFactory(resources);
		WebServer server = factory.getWebServer((request, response) -> response.setComplete());
		try {
			server.start();
		}
		finally {
			server.stop();
		}
	}

	private static Map<String, Object> describe(HttpServerConfig config) throws ReflectiveOperationException {
		Map<String, Object> values = new TreeMap<>();
		for (Method method : HttpServerConfig.class.getMethods()) {
			if (method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())
					&& !NOT_COMPARED.contains(method.getName())) {
				values.put(method.getName(), String.valueOf(comparable(method.invoke(config))));
			}
		}
		values.put("secure", String.valueOf(config.sslProvider() != null));
		values.put("compressed", String.valueOf(config.compressPredicate() != null));
		return values;
	}

	private static Object comparable(Object value) {
		if (value instanceof HttpProtocol[] protocols) {
			return Arrays.toString(protocols);
		}
		if (value instanceof HttpRequestDecoderSpec decoder) {
			return List.of(decoder.maxHeaderSize(), decoder.maxInitialLineLength(), decoder.validateHeaders(),
					decoder.initialBufferSize(), decoder.h2cMaxContentLength());
		}
		return (value != null && value.toString().contains("@")) ? value.getClass() : value;
	}

}
