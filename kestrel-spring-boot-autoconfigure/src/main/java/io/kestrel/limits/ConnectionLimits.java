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

package io.kestrel.limits;

import java.time.Duration;

/**
 * How many connections there may be, and for how long.
 *
 * @param maxConcurrent number of connections from 1, those that were upgraded not
 * counted, or {@link ServerLimits#UNLIMITED}, the default
 * @param maxUpgraded number of connections from 0 that speak another protocol after
 * {@code 101 Switching Protocols}, or {@link ServerLimits#UNLIMITED}, the default
 * @param maxPerClient number of connections from 1 of one IPv4 address or one IPv6 /64
 * network, or {@link ServerLimits#UNLIMITED}, the default
 * @param overflow what happens to a connection beyond the limit. By default it is closed
 * @param maxAge how long a connection may be used, or {@link TimeLimits#UNLIMITED}, the
 * default
 * @param ageJitter by how many per cent the age of each connection differs at most, so
 * that those made together do not end together. By default 10
 * @param ageGrace how long the requests of a connection over its age may take, or
 * {@link TimeLimits#UNLIMITED}. By default 30 s
 * @since 0.1.0
 */
public record ConnectionLimits(int maxConcurrent, int maxUpgraded, int maxPerClient, ConnectionOverflow overflow,
		Duration maxAge, int ageJitter, Duration ageGrace) {

	/**
	 * What holds where nothing is set.
	 */
	public static final ConnectionLimits DEFAULT = new ConnectionLimits(ServerLimits.UNLIMITED, ServerLimits.UNLIMITED,
			ServerLimits.UNLIMITED, ConnectionOverflow.CLOSE, TimeLimits.UNLIMITED, 10, Duration.ofSeconds(30));

}
