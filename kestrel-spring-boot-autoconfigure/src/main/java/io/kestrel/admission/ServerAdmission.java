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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.kestrel.limits.ConnectionLimits;
import io.kestrel.refusal.Refusals;

/**
 * Counts the connections of one server over all its endpoints, and keeps the limits that
 * hold for all of them. Outlives the endpoints that a reload stops, and their starts and
 * stops, so that no connection is forgotten. For any thread.
 */
public final class ServerAdmission {

	/** How many connections at a time are told that there is no room. */
	static final int MAX_RESPONSES = 128;

	private final Counters counters = new Counters();

	private final Quota responding = new Quota();

	private final Exhaustion exhaustion = new Exhaustion(this);

	/** Those of an endpoint survive its change: its old connections are still open. */
	private final Map<String, Counters> endpoints = new ConcurrentHashMap<>();

	private volatile ConnectionLimits limits = ConnectionLimits.DEFAULT;

	/**
	 * Change the limits that hold for all endpoints together. Connections that are over
	 * them stay.
	 * @param limits the limits
	 */
	public void limit(ConnectionLimits limits) {
		this.limits = limits;
		this.counters.signal();
	}

	/**
	 * Return what lets the connections of an endpoint in.
	 * @param key what the endpoint has in common with the one it was before a reload
	 * @param name the endpoint as the operator knows it
	 * @param limits its limits
	 * @param refusals counts and logs who is sent away
	 * @return its admission
	 */
	public EndpointAdmission endpoint(String key, String name, ConnectionLimits limits, Refusals refusals) {
		return new EndpointAdmission(this, this.endpoints.computeIfAbsent(key, (absent) -> new Counters()), name,
				limits, refusals);
	}

	ConnectionLimits limits() {
		return this.limits;
	}

	Counters counters() {
		return this.counters;
	}

	Quota responding() {
		return this.responding;
	}

	Exhaustion exhaustion() {
		return this.exhaustion;
	}

	/**
	 * Return how many connections are open, those that were upgraded not counted, nor
	 * those that are only told that there is no room.
	 * @return the number
	 */
	public int connections() {
		return this.counters.connections().count();
	}

	/**
	 * Return how many connections speak another protocol, or are about to.
	 * @return the number
	 */
	public int upgraded() {
		return this.counters.upgraded().count();
	}

	/**
	 * Return how many connections are being told that there is no room.
	 * @return the number
	 */
	public int responses() {
		return this.responding.count();
	}

	/**
	 * Return how many clients have a connection, Unix sockets not counted.
	 * @return the number of IPv4 addresses and IPv6 /64 networks
	 */
	public int clients() {
		return this.counters.clients().size();
	}

}
