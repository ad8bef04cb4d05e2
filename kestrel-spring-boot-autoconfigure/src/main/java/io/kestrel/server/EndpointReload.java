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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.kestrel.endpoint.Endpoint;
import io.kestrel.server.EndpointChanges.Place;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sockets of a server from one plan to the next. New addresses are bound while
 * the old ones still listen; only those that are in the way stop before. If one can't be
 * bound, those that stopped are bound again.
 */
final class EndpointReload {

	private static final Log logger = LogFactory.getLog(EndpointReload.class);

	private final ServerPlan from;

	private final ServerPlan to;

	private final EndpointChanges changes;

	private final Map<Place, RunningEndpoint> started = new IdentityHashMap<>();

	private final Map<RunningEndpoint, RunningEndpoint> startedAgain = new IdentityHashMap<>();

	private final List<RunningEndpoint> lost = new ArrayList<>();

	EndpointReload(ServerPlan from, ServerPlan to, EndpointChanges changes) {
		this.from = from;
		this.to = to;
		this.changes = changes;
	}

	/**
	 * Bind what is new.
	 * @param running what runs
	 * @return what runs then
	 */
	Outcome run(List<RunningEndpoint> running) {
		List<Place> places = this.changes.places().stream().filter((place) -> place.running() == null).toList();
		List<Place> blocked = places.stream().filter((place) -> isBlocked(place.endpoint())).toList();
		List<RunningEndpoint> blocking = this.changes.blocking(blocked.stream().map(Place::endpoint).toList());
		try {
			places.stream().filter((place) -> !blocked.contains(place)).forEach(this::start);
			unbind(blocking);
			blocked.forEach(this::start);
		}
		catch (RuntimeException ex) {
			return undo(running, blocking, ex);
		}
		// Whoever called the reload may count on the old addresses being free afterwards.
		unbind(this.changes.stopping());
		List<RunningEndpoint> endpoints = this.changes.places().stream().map(this::runningAt).toList();
		log(endpoints.stream().filter((endpoint) -> !running.contains(endpoint)).toList());
		return new Outcome(endpoints, this.changes.stopping(), null);
	}

	private void log(List<RunningEndpoint> started) {
		if (this.changes.isEmpty()) {
			logger.debug("No endpoint has changed");
			return;
		}
		log("Stopping", this.changes.stopping());
		log("Starting", started);
		started.stream()
			.flatMap((endpoint) -> endpoint.bound().addresses().stream())
			.forEach((address) -> logger.info("Now listening on: " + address));
	}

	private static void log(String verb, List<RunningEndpoint> endpoints) {
		if (!endpoints.isEmpty()) {
			logger.info("Configuration changed. " + verb + " the following endpoints: " + print(endpoints));
		}
	}

	private static String print(List<RunningEndpoint> endpoints) {
		return endpoints.stream().map(RunningEndpoint::toString).collect(Collectors.joining(", "));
	}

	private boolean isBlocked(Endpoint endpoint) {
		return !this.changes.blocking(List.of(endpoint)).isEmpty();
	}

	private void start(Place place) {
		this.started.put(place, RunningEndpoint.start(this.to, place.endpoint()));
	}

	private RunningEndpoint runningAt(Place place) {
		RunningEndpoint started = this.started.get(place);
		return (started != null) ? started : Objects.requireNonNull(place.running());
	}

	private static void unbind(List<RunningEndpoint> endpoints) {
		RunningServer.await(CompletableFuture.allOf(endpoints.stream()
			.map((endpoint) -> endpoint.unbind().toCompletableFuture())
			.toArray(CompletableFuture<?>[]::new)), RunningServer.CLOSE_TIMEOUT);
	}

	private Outcome undo(List<RunningEndpoint> running, List<RunningEndpoint> blocking, RuntimeException failure) {
		List<RunningEndpoint> useless = List.copyOf(this.started.values());
		unbind(useless);
		List<RuntimeException> failures = new ArrayList<>();
		blocking.stream().filter((endpoint) -> !endpoint.isListening()).forEach((endpoint) -> {
			try {
				this.startedAgain.put(endpoint, endpoint.startAgain(this.from));
			}
			catch (RuntimeException ex) {
				failures.add(ex);
				this.lost.add(endpoint);
			}
		});
		List<RunningEndpoint> endpoints = running.stream()
			.filter((endpoint) -> !this.lost.contains(endpoint))
			.map((endpoint) -> this.startedAgain.getOrDefault(endpoint, endpoint))
			.toList();
		List<RunningEndpoint> stopped = Stream.concat(useless.stream(), this.lost.stream()).toList();
		return new Outcome(endpoints, stopped, failure(failure, failures));
	}

	private ReloadFailedException failure(RuntimeException failure, List<RuntimeException> failures) {
		if (failures.isEmpty()) {
			return new ReloadFailedException(failure, "Nothing has changed: the server listens where it did before.");
		}
		String reasons = failures.stream().map(ReloadFailedException::describe).collect(Collectors.joining(" "));
		ReloadFailedException exception = new ReloadFailedException(failure, "The server no longer listens at "
				+ print(this.lost) + " either, because what had stopped could not be bound again: " + reasons);
		failures.forEach(exception::addSuppressed);
		return exception;
	}

	/**
	 * What became of it.
	 *
	 * @param endpoints what runs now, in order
	 * @param stopped what has to be drained
	 * @param failure why it did not succeed, {@code null} if it did
	 */
	record Outcome(List<RunningEndpoint> endpoints, List<RunningEndpoint> stopped,
			@Nullable ReloadFailedException failure) {

	}

}
