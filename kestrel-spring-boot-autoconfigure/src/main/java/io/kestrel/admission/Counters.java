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

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

import org.jspecify.annotations.Nullable;

/**
 * What is counted, for a server or for one of its endpoints. For any thread.
 */
final class Counters {

	private final Quota connections = new Quota();

	private final Quota upgraded = new Quota();

	private final Clients clients = new Clients();

	private final IdleConnections idle = new IdleConnections();

	/** Who wants to know when there is room. */
	private final Set<AcceptHandler> waiting = new CopyOnWriteArraySet<>();

	Quota connections() {
		return this.connections;
	}

	Quota upgraded() {
		return this.upgraded;
	}

	Clients clients() {
		return this.clients;
	}

	IdleConnections idle() {
		return this.idle;
	}

	void releaseConnection() {
		this.connections.release();
		signal();
	}

	void releaseClient(@Nullable Long client) {
		if (client != null) {
			this.clients.release(client);
		}
	}

	void addWaiting(AcceptHandler handler) {
		this.waiting.add(handler);
	}

	void removeWaiting(AcceptHandler handler) {
		this.waiting.remove(handler);
	}

	/**
	 * There may be room now.
	 */
	void signal() {
		this.waiting.forEach(AcceptHandler::roomMade);
	}

}
