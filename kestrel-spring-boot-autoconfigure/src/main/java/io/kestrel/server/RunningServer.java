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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

import io.kestrel.binding.BoundEndpoint;
import io.kestrel.endpoint.Endpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.scheduler.Schedulers;

/**
 * The server between one start and the next stop: its endpoints, each with its
 * connections.
 */
final class RunningServer {

	private static final Log logger = LogFactory.getLog(RunningServer.class);

	/**
	 * For closing what was told to close: the event loops need some time, but not long.
	 */
	static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private volatile List<RunningEndpoint> endpoints = List.of();

	private final RetiringEndpoints retiring = new RetiringEndpoints(Schedulers.parallel());

	private RunningServer() {
	}

	/**
	 * Bind all endpoints in their order. If one can't be bound, those before it are
	 * closed again.
	 * @param plan what to bind
	 * @return the running server
	 */
	static RunningServer start(ServerPlan plan) {
		RunningServer server = new RunningServer();
		List<RunningEndpoint> bound = new ArrayList<>();
		try {
			for (Endpoint endpoint : plan.resolution().endpoints()) {
				bound.add(RunningEndpoint.start(plan, endpoint));
				server.endpoints = List.copyOf(bound);
			}
			return server;
		}
		catch (RuntimeException ex) {
			server.unbind().toCompletableFuture().join();
			server.abort();
			throw ex;
		}
	}

	/**
	 * Return the endpoints that listen, which those do not that were drained.
	 * @return the endpoints
	 */
	List<BoundEndpoint> endpoints() {
		return this.endpoints.stream().filter(RunningEndpoint::isListening).map(RunningEndpoint::bound).toList();
	}

	List<String> addresses() {
		return endpoints().stream().flatMap((endpoint) -> endpoint.addresses().stream()).toList();
	}

	/**
	 * Go over to another plan. What stops is drained in the background.
	 * @param from what runs
	 * @param to what shall run
	 * @return what was done
	 */
	ReloadResult reload(ServerPlan from, ServerPlan to) {
		List<RunningEndpoint> running = this.endpoints;
		EndpointChanges changes = EndpointChanges.between(running, to.resolution().endpoints(), to.rules());
		EndpointReload.Outcome outcome = new EndpointReload(from, to, changes).run(running);
		this.endpoints = outcome.endpoints();
		outcome.stopped().forEach(this.retiring::add);
		ReloadFailedException failure = outcome.failure();
		if (failure != null) {
			throw failure;
		}
		List<RunningEndpoint> started = new ArrayList<>(outcome.endpoints());
		started.removeAll(running);
		return new ReloadResult(print(changes.stopping()), print(started), print(changes.unchanged()));
	}

	/**
	 * Stay at Spring Boot's own address, which no reload reads, or do not go over to it.
	 * @param from what runs
	 * @param to what the configuration says now
	 * @return that nothing was done
	 */
	ReloadResult keepStock(ServerPlan from, ServerPlan to) {
		List<RunningEndpoint> running = this.endpoints;
		List<String> addresses = print(running);
		if (EndpointChanges.between(running, to.resolution().endpoints(), to.rules()).isEmpty()) {
			logger.debug("No endpoint has changed");
		}
		else {
			logger.warn("Not reloading the endpoints: " + (from.isStock()
					? "the server listens at Spring Boot's own address (server.port, server.address), which stays until"
							+ " it is started anew. Set server.urls or server.endpoints before the start to have"
							+ " endpoints that can be reloaded."
					: "none of ours is configured any more, and Spring Boot's own address (server.port, server.address)"
							+ " counts only when the server is started anew.")
					+ " Still listening at " + String.join(", ", addresses) + ".");
		}
		return new ReloadResult(List.of(), List.of(), addresses);
	}

	private static List<String> print(List<RunningEndpoint> endpoints) {
		return endpoints.stream().map(RunningEndpoint::toString).toList();
	}

	/**
	 * Find an endpoint by its name.
	 * @param name the name
	 * @return the endpoint
	 * @throws IllegalArgumentException if there is none
	 */
	RunningEndpoint endpoint(String name) {
		List<RunningEndpoint> endpoints = this.endpoints;
		return endpoints.stream()
			.filter((endpoint) -> name.equals(endpoint.bound().name()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"No endpoint has the name '" + name + "': there are " + print(endpoints)
							+ ". server.endpoints.<name>.url or name(...) of listen(...) gives one a name."));
	}

	private CompletionStage<Void> unbind() {
		return ofAll(RunningEndpoint::unbind);
	}

	private CompletionStage<Void> ofAll(Function<RunningEndpoint, CompletionStage<Void>> step) {
		return CompletableFuture.allOf(all().map((endpoint) -> step.apply(endpoint).toCompletableFuture())
			.toArray(CompletableFuture<?>[]::new));
	}

	private Stream<RunningEndpoint> all() {
		return Stream.concat(this.endpoints.stream(), this.retiring.all().stream());
	}

	/**
	 * Return how many connections are open, those of endpoints that a reload has stopped
	 * among them.
	 * @return the number
	 */
	int openConnections() {
		return all().mapToInt(RunningEndpoint::openConnections).sum();
	}

	/**
	 * Stop listening on all sockets at once, then let what is going on end.
	 * @return completes when no connection is left
	 */
	CompletionStage<Void> drain() {
		return unbind().thenCompose((unbound) -> ofAll(RunningEndpoint::drain));
	}

	/**
	 * Stop listening and close everything that is still open.
	 * @return how many connections were cut off
	 */
	int abort() {
		int count = all().mapToInt(RunningEndpoint::abort).sum();
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
