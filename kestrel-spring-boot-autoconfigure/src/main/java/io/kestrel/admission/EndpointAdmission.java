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

import io.kestrel.limits.ConnectionLimits;
import io.kestrel.limits.ConnectionOverflow;
import io.kestrel.refusal.Refusal;
import io.kestrel.refusal.Refusals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections in, as long as both the server and the endpoint have room. For any
 * thread.
 */
public final class EndpointAdmission {

	private final ServerAdmission server;

	private final Counters counters;

	private final String name;

	private final ConnectionLimits limits;

	private final Refusals refusals;

	EndpointAdmission(ServerAdmission server, Counters counters, String name, ConnectionLimits limits,
			Refusals refusals) {
		this.server = server;
		this.counters = counters;
		this.name = name;
		this.limits = limits;
		this.refusals = refusals;
	}

	/**
	 * Make a handler for one listening socket, to stand before that of Reactor Netty.
	 * @return the handler
	 */
	public ChannelHandler acceptHandler() {
		return new AcceptHandler(this, this.server.exhaustion());
	}

	/**
	 * Let a connection in, if there is room.
	 * @param connection the connection, of which nothing was read yet
	 * @return whether it is in, or why not
	 */
	Entry enter(Channel connection) {
		Long client = Clients.key(connection.remoteAddress());
		if (client != null && !tryAcquire(client)) {
			return Entry.CLIENT_FULL;
		}
		Entry entry = acquire();
		if (entry == Entry.IN) {
			Permit.give(connection, new Permit(this, client, false));
		}
		else if (client != null) {
			releaseClient(client);
		}
		return entry;
	}

	private boolean tryAcquire(Long client) {
		if (!this.server.counters().clients().tryAcquire(client, this.server.limits().maxPerClient())) {
			return false;
		}
		if (this.counters.clients().tryAcquire(client, this.limits.maxPerClient())) {
			return true;
		}
		this.server.counters().releaseClient(client);
		return false;
	}

	private Entry acquire() {
		if (!this.counters.connections().hasRoom(this.limits.maxConcurrent())) {
			// Not one of the server for a moment: to give it back wakes who waits, this
			// one as well, and so without end.
			return hasRoomOnServer() ? Entry.ENDPOINT_FULL : Entry.SERVER_FULL;
		}
		if (!this.server.counters().connections().tryAcquire(this.server.limits().maxConcurrent())) {
			return Entry.SERVER_FULL;
		}
		if (!this.counters.connections().tryAcquire(this.limits.maxConcurrent())) {
			this.server.counters().releaseConnection();
			return Entry.ENDPOINT_FULL;
		}
		return Entry.IN;
	}

	/**
	 * Let a connection in only to tell it that there is no room.
	 * @param connection the connection
	 * @return whether there is room for that
	 */
	boolean enterForResponse(Channel connection) {
		if (!this.server.responding().tryAcquire(ServerAdmission.MAX_RESPONSES)) {
			return false;
		}
		Permit.give(connection, new Permit(this, null, true));
		return true;
	}

	/**
	 * Send a connection away without a word.
	 * @param connection the connection
	 * @param refusal why
	 * @param nanoTime the time of the event loop
	 */
	void refuse(Channel connection, Refusal refusal, long nanoTime) {
		this.refusals.record(refusal, this.name, connection.remoteAddress(), nanoTime);
		connection.unsafe().closeForcibly();
	}

	boolean hasRoom() {
		return hasRoomOnServer() && this.counters.connections().hasRoom(this.limits.maxConcurrent());
	}

	private boolean hasRoomOnServer() {
		return this.server.counters().connections().hasRoom(this.server.limits().maxConcurrent());
	}

	ConnectionOverflow overflow() {
		return this.limits.overflow();
	}

	/**
	 * Return whose connections can be closed to make room.
	 * @param entry who is full
	 * @return the connections of the server, or of the endpoint
	 */
	IdleConnections idle(Entry entry) {
		return (entry == Entry.ENDPOINT_FULL) ? this.counters.idle() : this.server.counters().idle();
	}

	void addWaiting(AcceptHandler handler) {
		this.server.counters().addWaiting(handler);
		this.counters.addWaiting(handler);
	}

	void removeWaiting(AcceptHandler handler) {
		this.server.counters().removeWaiting(handler);
		this.counters.removeWaiting(handler);
	}

	boolean reserveUpgrade() {
		if (!this.server.counters().upgraded().tryAcquire(this.server.limits().maxUpgraded())) {
			return false;
		}
		if (!this.counters.upgraded().tryAcquire(this.limits.maxUpgraded())) {
			this.server.counters().upgraded().release();
			return false;
		}
		return true;
	}

	void countUpgrade() {
		this.server.counters().upgraded().acquire();
		this.counters.upgraded().acquire();
	}

	void releaseUpgrade() {
		this.server.counters().upgraded().release();
		this.counters.upgraded().release();
	}

	void releaseConnection() {
		this.counters.releaseConnection();
		this.server.counters().releaseConnection();
	}

	void releaseClient(@Nullable Long client) {
		this.counters.releaseClient(client);
		this.server.counters().releaseClient(client);
	}

	void releaseResponse() {
		this.server.responding().release();
	}

	void watch(IdleConnection connection) {
		if (overflow() == ConnectionOverflow.RECLAIM_IDLE) {
			this.counters.idle().add(connection);
			this.server.counters().idle().add(connection);
		}
	}

	void unwatch(IdleConnection connection) {
		if (overflow() == ConnectionOverflow.RECLAIM_IDLE) {
			this.counters.idle().remove(connection);
			this.server.counters().idle().remove(connection);
		}
	}

	/**
	 * What became of a connection that wants to come in.
	 */
	enum Entry {

		IN, CLIENT_FULL, SERVER_FULL, ENDPOINT_FULL

	}

}
