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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.kestrel.admission.ServerAdmission;
import io.kestrel.binding.Addresses;
import io.kestrel.binding.BoundEndpoint;
import io.kestrel.endpoint.Endpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;

/**
 * A server that listens at all endpoints of an application. Can be started again after it
 * was stopped.
 *
 * @since 0.1.0
 */
public final class KestrelWebServer implements WebServer, KestrelServer {

	private static final Log logger = LogFactory.getLog(KestrelWebServer.class);

	/** Reactor Netty's own limit for stopping a server that is not asked for grace. */
	private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(3);

	private final Supplier<ServerPlan> plans;

	private final ServerAddresses addresses;

	private final Object publishing = new Object();

	private volatile ServerPlan plan;

	private volatile @Nullable RunningServer running;

	private @Nullable GracefulShutdown gracefulShutdown;

	private @Nullable AwaitThread awaitThread;

	/**
	 * Create a server.
	 * @param plan what it starts with
	 * @param plans makes what it goes over to with a reload
	 * @param addresses where it writes its addresses
	 */
	KestrelWebServer(ServerPlan plan, Supplier<ServerPlan> plans, ServerAddresses addresses) {
		this.plan = plan;
		this.plans = plans;
		this.addresses = addresses;
		publishAddresses();
	}

	/*
	 * Those that are bound, and those that are configured when none is.
	 */
	private void publishAddresses() {
		synchronized (this.publishing) {
			RunningServer server = this.running;
			ServerPlan plan = this.plan;
			this.addresses.setPreferHostingUrls(plan.preferHostingUrls());
			this.addresses.setAddresses((server != null) ? server.addresses()
					: plan.resolution()
						.endpoints()
						.stream()
						.map(Endpoint::prefix)
						.flatMap((prefix) -> Addresses.print(prefix).stream())
						.toList());
		}
	}

	@Override
	public synchronized void start() {
		if (this.running != null) {
			return;
		}
		// They were closed by a stop before.
		this.plan.tls().load(this.plan.resolution().endpoints());
		this.plan.rules().limitConnections();
		RunningServer server = RunningServer.start(this.plan);
		this.plan.tls().start();
		this.running = server;
		publishAddresses();
		server.addresses().forEach((address) -> logger.info("Now listening on: " + address));
		this.awaitThread = AwaitThread.begin();
	}

	@Override
	public ReloadResult reload() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("A reload waits for sockets, and the thread "
					+ Thread.currentThread().getName()
					+ " must not wait. Call it on another one, for example with Mono.fromCallable(server::reload)"
					+ ".subscribeOn(Schedulers.boundedElastic()).");
		}
		synchronized (this) {
			RunningServer server = requireRunning();
			if (this.gracefulShutdown != null) {
				throw new IllegalStateException("The server is shutting down, and no endpoint starts any more");
			}
			return reload(server, this.plan, this.plans.get());
		}
	}

	private ReloadResult reload(RunningServer server, ServerPlan from, ServerPlan to) {
		try {
			if (from.isStock() || to.isStock()) {
				return server.keepStock(from, to);
			}
			ReloadResult result = server.reload(from, to);
			this.plan = to;
			to.rules().limitConnections();
			to.resolution()
				.notices()
				.stream()
				.filter((notice) -> !from.resolution().notices().contains(notice))
				.forEach(KestrelReactiveWebServerFactory::log);
			return result;
		}
		finally {
			this.plan.tls().retain(this.plan.resolution().endpoints());
			this.plan.tls().start();
			publishAddresses();
		}
	}

	@Override
	public CompletionStage<Void> drain(String endpoint) {
		// Without the lock: a reload that has it may wait for this very thread.
		RunningEndpoint found = requireRunning().endpoint(endpoint);
		if (found.isListening()) {
			logger.info("No longer listening on: " + found);
		}
		CompletionStage<Void> drained = found.drain();
		publishAddresses();
		return drained;
	}

	/**
	 * Return whether the server listens, or still answers.
	 * @return whether it was started and not yet stopped
	 */
	public boolean isRunning() {
		return this.running != null;
	}

	/**
	 * Return how many connections are open.
	 * @return the number, over all endpoints; those that have stopped count as well
	 */
	int openConnections() {
		RunningServer server = this.running;
		return (server != null) ? server.openConnections() : 0;
	}

	/**
	 * Return how many timers look after its connections.
	 * @return the number of heartbeats that beat
	 */
	int heartbeats() {
		return this.plan.rules().shared().heartbeats().beating();
	}

	/**
	 * Return what counts the connections.
	 * @return the same as long as the application runs
	 */
	ServerAdmission admission() {
		return this.plan.rules().shared().admission();
	}

	private RunningServer requireRunning() {
		RunningServer server = this.running;
		if (server == null) {
			throw new IllegalStateException("The server does not run: it was not started yet, or is stopped already");
		}
		return server;
	}

	/**
	 * Stop listening on all endpoints at once and let the requests that are there end.
	 * Idle connections close at once. The callback is always called: with
	 * {@code IMMEDIATE} if the server is not running or not asked for grace, with
	 * {@code REQUESTS_ACTIVE} if {@link #stop()} comes before the last request has ended.
	 */
	@Override
	public synchronized void shutDownGracefully(GracefulShutdownCallback callback) {
		RunningServer server = this.running;
		if (server == null || this.plan.lifecycle().shutdown() != Shutdown.GRACEFUL) {
			callback.shutdownComplete(GracefulShutdownResult.IMMEDIATE);
			return;
		}
		this.gracefulShutdown = GracefulShutdown.begin(server, callback);
	}

	@Override
	public synchronized void stop() {
		RunningServer server = this.running;
		if (server == null) {
			return;
		}
		if (this.gracefulShutdown != null) {
			this.gracefulShutdown.abort();
			this.gracefulShutdown = null;
		}
		else {
			Duration timeout = this.plan.lifecycle().timeout();
			RunningServer.await(server.drain(), (timeout != null) ? timeout : DEFAULT_STOP_TIMEOUT);
		}
		int aborted = server.abort();
		if (aborted > 0) {
			logger.warn("Closed " + aborted + " connection(s) that were still busy when the time to stop was over");
		}
		this.running = null;
		this.plan.rules().shared().heartbeats().stop();
		this.plan.tls().close();
		publishAddresses();
		if (this.awaitThread != null) {
			this.awaitThread.end();
		}
	}

	/**
	 * Return the port of the first endpoint that has one; of the first with TLS if
	 * {@code server.ssl} is set.
	 * @return the port, -1 if the server is not running or listens at no TCP port
	 */
	@Override
	public int getPort() {
		List<BoundEndpoint> endpoints = endpoints();
		int port = this.plan.isSecure() ? firstPort(endpoints, BoundEndpoint::secure) : -1;
		return (port != -1) ? port : firstPort(endpoints, (endpoint) -> true);
	}

	private static int firstPort(List<BoundEndpoint> endpoints, Predicate<BoundEndpoint> filter) {
		return endpoints.stream()
			.filter(filter)
			.mapToInt(BoundEndpoint::port)
			.filter((port) -> port != -1)
			.findFirst()
			.orElse(-1);
	}

	/**
	 * Return the ports of the endpoints that have a name and a port.
	 * @return port by name, empty if the server is not running
	 */
	public Map<String, Integer> getEndpointPorts() {
		Map<String, Integer> ports = new LinkedHashMap<>();
		for (BoundEndpoint endpoint : endpoints()) {
			if (endpoint.name() != null && endpoint.port() != -1) {
				ports.put(endpoint.name(), endpoint.port());
			}
		}
		return ports;
	}

	private List<BoundEndpoint> endpoints() {
		RunningServer server = this.running;
		return (server != null) ? server.endpoints() : List.of();
	}

}
