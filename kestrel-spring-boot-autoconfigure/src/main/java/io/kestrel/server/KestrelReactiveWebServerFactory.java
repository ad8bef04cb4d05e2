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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.kestrel.address.EndpointAddress;
import io.kestrel.certificate.Certificates;
import io.kestrel.configuration.Notice;
import io.kestrel.connection.SharedState;
import io.kestrel.endpoint.AddressSettings;
import io.kestrel.endpoint.AddressSettings.Binding;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.EndpointResolver;
import io.kestrel.endpoint.Resolution;
import io.kestrel.endpoint.Resolution.Kind;
import io.kestrel.limits.LimitOverrides;
import io.kestrel.limits.ServerLimits;
import io.kestrel.time.Heartbeat;
import io.kestrel.time.Heartbeats;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;

/**
 * Makes the server. Everything that works with Spring Boot's own factory works with this
 * one: it lets its parent make the {@link HttpServer}, customizers included, and derives
 * one for each socket from that. Without {@link #setOptions(KestrelServerOptions)} it
 * behaves as its parent, as it does for the management server.
 *
 * @since 0.1.0
 */
public class KestrelReactiveWebServerFactory extends NettyReactiveWebServerFactory {

	private static final Log logger = LogFactory.getLog(KestrelReactiveWebServerFactory.class);

	private final List<NettyRouteProvider> routeProviders = new ArrayList<>();

	private Supplier<KestrelServerOptions> options = () -> KestrelServerOptions.NONE;

	private ServerAddresses serverAddresses = new ServerAddresses();

	private @Nullable ReactorResourceFactory resourceFactory;

	private ResourceLoader resourceLoader = new DefaultResourceLoader();

	private Duration certificateQuietPeriod = Duration.ofSeconds(10);

	private Duration heartbeatInterval = Heartbeat.INTERVAL;

	private @Nullable Duration lifecycleTimeout;

	private @Nullable Integer chosenPort;

	private @Nullable Ssl announcedSsl;

	private String portKey = "server.port";

	/**
	 * Create a factory. Takes nothing and does nothing: Spring Boot makes the management
	 * server with this constructor, and ahead-of-time processing calls it at build time.
	 */
	public KestrelReactiveWebServerFactory() {
	}

	/**
	 * Set what the server is told beyond Spring Boot's own keys. A reload finds the same.
	 * @param options the options
	 */
	public void setOptions(KestrelServerOptions options) {
		setOptionsSupplier(() -> options);
	}

	/**
	 * Set what reads the options: once when the server is made, and for each reload.
	 * @param options reads the options
	 * @see KestrelServer#reload()
	 */
	public void setOptionsSupplier(Supplier<KestrelServerOptions> options) {
		this.options = options;
	}

	/**
	 * Set what finds the files of certificates.
	 * @param resourceLoader the resource loader of the application
	 */
	public void setResourceLoader(ResourceLoader resourceLoader) {
		this.resourceLoader = resourceLoader;
	}

	/**
	 * Set how long the files of a certificate must not have changed before they are read
	 * again.
	 * @param quietPeriod the time, 10 s by default, that of Spring Boot for its SSL
	 * bundles
	 */
	public void setCertificateQuietPeriod(Duration quietPeriod) {
		this.certificateQuietPeriod = quietPeriod;
	}

	/**
	 * Set where the server writes its addresses.
	 * @param serverAddresses the addresses
	 */
	public void setServerAddresses(ServerAddresses serverAddresses) {
		this.serverAddresses = serverAddresses;
	}

	@Override
	public void setPort(int port) {
		super.setPort(port);
		this.chosenPort = port;
	}

	/**
	 * Set the property that the port comes from, for messages.
	 * @param portKey the property, {@code server.port} by default
	 */
	public void setPortKey(String portKey) {
		this.portKey = portKey;
	}

	/**
	 * Forget a port that was set. It is 8080 again, and counts as not chosen.
	 */
	public void resetPort() {
		super.setPort(new NettyReactiveWebServerFactory().getPort());
		this.chosenPort = null;
	}

	@Override
	public void addRouteProviders(NettyRouteProvider... routeProviders) {
		super.addRouteProviders(routeProviders);
		this.routeProviders.addAll(Arrays.asList(routeProviders));
	}

	/* For tests that can't wait for seconds. */
	void setHeartbeatInterval(Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
	}

	@Override
	public void setLifecycleTimeout(@Nullable Duration lifecycleTimeout) {
		super.setLifecycleTimeout(lifecycleTimeout);
		this.lifecycleTimeout = lifecycleTimeout;
	}

	@Override
	public void setResourceFactory(@Nullable ReactorResourceFactory resourceFactory) {
		super.setResourceFactory(resourceFactory);
		this.resourceFactory = resourceFactory;
	}

	@Override
	public WebServer getWebServer(HttpHandler httpHandler) {
		if (getSsl() == this.announcedSsl) {
			setSsl(null);
		}
		CapturedServer captured = captureServer(httpHandler);
		ReactorHttpHandlerAdapter handler = new ReactorHttpHandlerAdapter(httpHandler);
		EndpointTls tls = tls(captured);
		SharedState shared = SharedState.create(new Heartbeats(this.heartbeatInterval));
		ServerPlan plan = plan(captured, handler, tls, shared);
		plan.resolution().notices().forEach(KestrelReactiveWebServerFactory::log);
		announce(plan);
		return new KestrelWebServer(plan, () -> plan(captured, handler, tls, shared), this.serverAddresses);
	}

	/*
	 * Spring Boot's test clients ask the factory whether the port that they are given
	 * speaks TLS.
	 */
	private void announce(ServerPlan plan) {
		boolean secure = plan.resolution()
			.endpoints()
			.stream()
			.filter((endpoint) -> endpoint.address() instanceof EndpointAddress.Port)
			.findFirst()
			.filter(Endpoint::isSecure)
			.isPresent();
		if (secure && getSsl() == null) {
			this.announcedSsl = new Ssl();
			setSsl(this.announcedSsl);
		}
	}

	/*
	 * Read the options and decide what they mean. What Boot and its customizers said
	 * stays as it was when the server was made.
	 */
	private ServerPlan plan(CapturedServer captured, ReactorHttpHandlerAdapter handler, EndpointTls tls,
			SharedState shared) {
		KestrelServerOptions options = this.options.get();
		StockAddress stock = new StockAddress(this, captured, this.chosenPort, this.portKey);
		LimitOverrides changed = captured.changedLimits();
		ServerLimits limits = options.limits(changed);
		AddressSettings settings = options.addresses()
			.withStock(stock.settings())
			.withProblems(LimitCheck.problems(limits, (limit) -> options.keyOf(limit, changed),
					options.addresses().endpoints()))
			.withProblems(ServerField.check(getServerHeader()).stream().toList());
		Resolution resolution = EndpointResolver.resolve(settings);
		if (resolution.kind() == Kind.STOCK) {
			resolution = resolution.withStockEndpoint(stock.endpoint(settings.defaults()));
		}
		tls.load(resolution.endpoints());
		boolean freePorts = settings.stock().binding() == Binding.FREE_PORTS;
		RequestRules rules = new RequestRules(limits, captured.maxContentSize(), options.allowedHosts(),
				ServerField.value(getServerHeader()), shared);
		return new ServerPlan(captured.template(), handler, this.routeProviders, rules, tls, this.resourceFactory,
				resolution, freePorts, settings.preferHostingUrls(),
				new ServerPlan.Lifecycle(this.lifecycleTimeout, getShutdown()));
	}

	private EndpointTls tls(CapturedServer captured) {
		SslBundles bundles = (getSslBundles() != null) ? getSslBundles() : new DefaultSslBundleRegistry();
		return new EndpointTls(
				() -> new Certificates(bundles, this.resourceLoader, this.certificateQuietPeriod,
						InstantSource.system(), Certificates.developmentDirectory()),
				(certificates) -> StockTlsReader.read(captured.ssl(), getSslBundles(), certificates),
				captured.isSecuredByCustomizer());
	}

	/*
	 * The TLS of server names is ours, and a context for each takes its time: Spring Boot
	 * makes none that nobody uses. A customizer that builds on them gets them.
	 */
	private CapturedServer captureServer(HttpHandler httpHandler) {
		Ssl ssl = getSsl();
		List<Ssl.ServerNameSslBundle> names = (ssl != null) ? ssl.getServerNameBundles() : List.of();
		if (ssl == null || names.isEmpty()) {
			return captureHttpServer(httpHandler);
		}
		ssl.setServerNameBundles(List.of());
		try {
			CapturedServer captured = captureHttpServer(httpHandler);
			if (!captured.isSecuredByCustomizer()) {
				return captured;
			}
		}
		finally {
			ssl.setServerNameBundles(names);
		}
		return captureHttpServer(httpHandler);
	}

	/*
	 * Let Spring Boot make its server and take the {@link HttpServer} out of it, before
	 * and after all customizers. The server itself is never started.
	 */
	private CapturedServer captureHttpServer(HttpHandler httpHandler) {
		List<NettyServerCustomizer> customizers = List.copyOf(getServerCustomizers());
		AtomicReference<HttpServer> before = new AtomicReference<>();
		AtomicReference<HttpServer> after = new AtomicReference<>();
		List<NettyServerCustomizer> capturing = new ArrayList<>();
		capturing.add(capture(before));
		capturing.addAll(customizers);
		capturing.add(capture(after));
		setServerCustomizers(capturing);
		try {
			super.getWebServer(httpHandler);
		}
		catch (RuntimeException ex) {
			throw InlineSecrets.conceal(ex);
		}
		finally {
			setServerCustomizers(customizers);
		}
		return new CapturedServer(Objects.requireNonNull(before.get()), Objects.requireNonNull(after.get()), getSsl());
	}

	private static NettyServerCustomizer capture(AtomicReference<HttpServer> reference) {
		return (server) -> {
			reference.set(server);
			return server;
		};
	}

	static void log(Notice notice) {
		switch (notice.level()) {
			case DEBUG -> logger.debug(notice.text());
			case INFO -> logger.info(notice.text());
			case WARN -> logger.warn(notice.text());
		}
	}

}
