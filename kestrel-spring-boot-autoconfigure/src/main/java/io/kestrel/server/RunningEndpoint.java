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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.kestrel.address.EndpointAddress;
import io.kestrel.address.EndpointAddress.Port;
import io.kestrel.binding.BoundEndpoint;
import io.kestrel.binding.EndpointBinder;
import io.kestrel.connection.Connections;
import io.kestrel.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that listens, with the connections that it accepted.
 */
final class RunningEndpoint {

	private final Endpoint endpoint;

	private final RequestRules rules;

	private final BoundEndpoint bound;

	private final Connections connections;

	private @Nullable CompletableFuture<Void> unbound;

	RunningEndpoint(Endpoint endpoint, RequestRules rules, BoundEndpoint bound, Connections connections) {
		this.endpoint = endpoint;
		this.rules = rules;
		this.bound = bound;
		this.connections = connections;
	}

	/**
	 * Listen at an endpoint.
	 * @param plan how
	 * @param endpoint the endpoint
	 * @return the endpoint, which listens
	 */
	static RunningEndpoint start(ServerPlan plan, Endpoint endpoint) {
		return start(plan, endpoint, endpoint, new Connections());
	}

	/**
	 * Listen once more at the port where it did, as if nothing had been: its connections
	 * are those of the new one.
	 * @param plan how it was started
	 * @return the endpoint, which listens
	 */
	RunningEndpoint startAgain(ServerPlan plan) {
		return start(plan, this.endpoint, this.endpoint.withAddress(boundAddress()), this.connections);
	}

	private static RunningEndpoint start(ServerPlan plan, Endpoint endpoint, Endpoint place, Connections connections) {
		// The server is that of the endpoint as configured: its TLS is known under no
		// other.
		EndpointBinder binder = EndpointBinder.of((bound) -> plan.server(connections, endpoint),
				plan.transport(endpoint), plan.freePorts());
		BoundEndpoint bound = plan.isStock() ? binder.bindStock(place) : binder.bind(place);
		return new RunningEndpoint(endpoint, plan.rules().of(endpoint), bound, connections);
	}

	/**
	 * Return whether this is what shall run.
	 * @param configured the endpoint that shall
	 * @param rules what holds for its requests
	 * @return whether both are the same
	 */
	boolean is(Endpoint configured, RequestRules rules) {
		return this.endpoint.equals(configured) && this.rules.equals(rules);
	}

	/**
	 * Return whether an endpoint can't be bound while this one is.
	 * @param other the endpoint
	 * @return whether both claim the same address
	 */
	boolean blocks(Endpoint other) {
		return isListening() && boundAddress().overlaps(other.address());
	}

	private EndpointAddress boundAddress() {
		EndpointAddress address = this.endpoint.address();
		return (address instanceof Port port) ? port.withPort(this.bound.port()) : address;
	}

	BoundEndpoint bound() {
		return this.bound;
	}

	synchronized boolean isListening() {
		return this.unbound == null;
	}

	int openConnections() {
		return this.connections.size();
	}

	/**
	 * Stop listening. The second time it does nothing: the file of a Unix socket may be
	 * somebody else's by then.
	 * @return completes when all sockets are closed
	 */
	synchronized CompletionStage<Void> unbind() {
		CompletableFuture<Void> unbound = this.unbound;
		if (unbound == null) {
			unbound = CompletableFuture.allOf(this.bound.sockets()
				.stream()
				.map((socket) -> socket.unbind().toCompletableFuture())
				.toArray(CompletableFuture<?>[]::new));
			this.unbound = unbound;
		}
		return unbound;
	}

	/**
	 * Stop listening, then let what is going on end.
	 * @return completes when no connection is left
	 */
	CompletionStage<Void> drain() {
		return unbind().thenCompose((unbound) -> this.connections.drain());
	}

	/**
	 * Close all connections at once.
	 * @return how many there were
	 */
	int abort() {
		return this.connections.abort();
	}

	/**
	 * Return URL and name.
	 */
	@Override
	public String toString() {
		String name = this.endpoint.name();
		return this.bound.addresses().get(0) + ((name != null) ? " (" + name + ")" : "");
	}

}
