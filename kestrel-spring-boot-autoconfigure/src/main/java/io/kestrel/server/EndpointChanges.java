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
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.kestrel.endpoint.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What separates the endpoints that run from those that are configured. Two are the same
 * if all that is configured is, whether or not it can be seen from outside.
 *
 * @param places the configured endpoints in their order, each with what runs there
 * already
 * @param stopping what runs and shall not, at least not like this
 */
record EndpointChanges(List<Place> places, List<RunningEndpoint> stopping) {

	/**
	 * Compare.
	 * @param running what runs
	 * @param configured what shall run
	 * @param rules what holds for the requests of endpoints that say nothing else
	 * @return the changes
	 */
	static EndpointChanges between(List<RunningEndpoint> running, List<Endpoint> configured, RequestRules rules) {
		// Two endpoints may be equal, http://127.0.0.1:0 for instance: each has its own.
		List<RunningEndpoint> left = new ArrayList<>(running);
		List<Place> places = new ArrayList<>();
		for (Endpoint endpoint : configured) {
			RequestRules effective = rules.of(endpoint);
			RunningEndpoint same = left.stream()
				.filter((candidate) -> candidate.is(endpoint, effective))
				.findFirst()
				.orElse(null);
			left.remove(same);
			places.add(new Place(endpoint, same));
		}
		return new EndpointChanges(List.copyOf(places), List.copyOf(left));
	}

	List<RunningEndpoint> unchanged() {
		return this.places.stream().map(Place::running).filter(Objects::nonNull).toList();
	}

	/**
	 * Return what has to stop before endpoints can be bound.
	 * @param endpoints the endpoints
	 * @return what is in the way of any of them
	 */
	List<RunningEndpoint> blocking(Collection<Endpoint> endpoints) {
		return this.stopping.stream().filter((running) -> endpoints.stream().anyMatch(running::blocks)).toList();
	}

	boolean isEmpty() {
		return this.stopping.isEmpty() && this.places.stream().allMatch((place) -> place.running() != null);
	}

	/**
	 * A configured endpoint.
	 *
	 * @param endpoint the endpoint
	 * @param running what runs there unchanged, {@code null} if it has to be started
	 */
	record Place(Endpoint endpoint, @Nullable RunningEndpoint running) {

	}

}
