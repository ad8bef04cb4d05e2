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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.kestrel.binding.BoundEndpoint;
import io.kestrel.binding.EndpointBinder;
import io.kestrel.connection.Connections;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.endpoint.Resolution.Kind;

/**
 * The server between one start and the next stop: its sockets and its connections.
 */
final class RunningServer {

	/**
	 * For closing what was told to close: the event loops need some time, but not long.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final List<BoundEndpoint> endpoints;

	private final Connections connections;

	private RunningServer(List<BoundEndpoint> endpoints, Connections connections) {
		this.endpoints = endpoints;
		this.connections = connections;
	}

	/**
	 * Bind all endpoints in their order. If one can't be bound, those before it are
	 * closed again.
	 * @param plan what to bind
	 * @return the running server
	 */
	static RunningServer start(ServerPlan plan) {
		Connections connections = new Connections();
		List<BoundEndpoint> bound = new ArrayList<>();
		RunningServer server = new RunningServer(Collections.unmodifiableList(bound), connections);
		try {
			bindAll(plan, EndpointBinder.of((endpoint) -> plan.server(connections, endpoint), plan.transport(),
					plan.freePorts()), bound);
			return server;
		}
		catch (RuntimeException ex) {
			server.unbind().toCompletableFuture().join();
			server.abort();
			throw ex;
		}
	}

	private static void bindAll(ServerPlan plan, EndpointBinder binder, List<BoundEndpoint> bound) {
		boolean stock = plan.resolution().kind() == Kind.STOCK;
		for (Endpoint endpoint : plan.resolution().endpoints()) {
			bound.add(stock ? binder.bindStock(endpoint) : binder.bind(endpoint));
		}
	}

	List<BoundEndpoint> endpoints() {
		return this.endpoints;
	}

	List<String> addresses() {
		return this.endpoints.stream().flatMap((endpoint) -> endpoint.addresses().stream()).toList();
	}

	private CompletionStage<Void> unbind() {
		return CompletableFuture.allOf(this.endpoints.stream()
			.flatMap((endpoint) -> endpoint.sockets().stream())
			.map((socket) -> socket.unbind().toCompletableFuture())
			.toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Stop listening on all sockets at once, then let what is going on end.
	 * @return completes when no connection is left
	 */
	CompletionStage<Void> drain() {
		return unbind().thenCompose((unbound) -> this.connections.drain());
	}

	/**
	 * Stop listening and close everything that is still open.
	 * @return how many connections were cut off
	 */
	int abort() {
		int count = this.connections.abort();
		await(drain(), CLOSE_TIMEOUT);
		return count;
	}

	/**
	 * Wait for a stage of the shutdown.
	 * @param stage what to wait for
	 * @param timeout how long
	 * @return whether it came to its end
	 */
	static boolean await(CompletionStage<Void> stage, Duration timeout) {
		try {
			stage.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException | CompletionException ex) {
			throw new IllegalStateException("The server did not stop", ex.getCause());
		}
	}

}
