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

package io.kestrel.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Finds the connection that has waited longest. Nothing is kept up to date by requests:
 * when somebody asks, all connections are looked at and those that wait are put in order,
 * which then serves all who ask until none of them is left. For any thread.
 */
final class IdleConnections {

	/** How many connections may be looked at for each one that asks. */
	private static final int EFFORT = 64;

	private static final Comparator<Candidate> ORDER = Comparator.comparingLong(Candidate::waited)
		.reversed()
		.thenComparingLong((candidate) -> candidate.connection().number());

	private final Set<IdleConnection> connections = ConcurrentHashMap.newKeySet();

	private Queue<Candidate> candidates = new ArrayDeque<>();

	/** How many who ask must come before all connections are looked at again. */
	private int rest;

	void add(IdleConnection connection) {
		this.connections.add(connection);
	}

	void remove(IdleConnection connection) {
		this.connections.remove(connection);
	}

	/**
	 * Close the connection that has waited longest.
	 * @param closed hears whether there was one, once it is closed
	 */
	void closeLongest(Consumer<Boolean> closed) {
		IdleConnection connection = poll();
		if (connection == null) {
			closed.accept(false);
			return;
		}
		connection.closeIfWaiting((done) -> {
			if (done) {
				closed.accept(true);
			}
			else {
				closeLongest(closed);
			}
		});
	}

	private synchronized @Nullable IdleConnection poll() {
		this.rest = Math.max(this.rest - 1, 0);
		IdleConnection connection = next();
		if (connection == null && this.rest == 0) {
			look();
			connection = next();
		}
		return connection;
	}

	private @Nullable IdleConnection next() {
		for (Candidate candidate = this.candidates.poll(); candidate != null; candidate = this.candidates.poll()) {
			// One that waits anew has its place behind the others.
			if (candidate.connection().waited() >= candidate.waited()) {
				return candidate.connection();
			}
		}
		return null;
	}

	private void look() {
		List<Candidate> found = new ArrayList<>();
		int looked = 0;
		for (IdleConnection connection : this.connections) {
			long waited = connection.waited();
			if (waited >= 0) {
				found.add(new Candidate(connection, waited));
			}
			looked++;
		}
		found.sort(ORDER);
		this.candidates = new ArrayDeque<>(found);
		// A flood of connections must not cost a look at all others for each.
		this.rest = looked / EFFORT;
	}

	/**
	 * A connection that waited when it was looked at.
	 *
	 * @param connection the connection
	 * @param waited how long
	 */
	private record Candidate(IdleConnection connection, long waited) {

	}

}
