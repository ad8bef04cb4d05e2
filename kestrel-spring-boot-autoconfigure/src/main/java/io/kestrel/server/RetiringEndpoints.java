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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Endpoints that a reload has stopped and whose last requests are under way.
 */
final class RetiringEndpoints {

	/** As in ASP.NET Core. */
	static final Duration TIME_LIMIT = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(RetiringEndpoints.class);

	private final Set<RunningEndpoint> endpoints = ConcurrentHashMap.newKeySet();

	private final Scheduler scheduler;

	RetiringEndpoints(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Let the requests of an endpoint end, for some time.
	 * @param endpoint the endpoint
	 */
	void add(RunningEndpoint endpoint) {
		this.endpoints.add(endpoint);
		Disposable deadline = this.scheduler.schedule(() -> abort(endpoint), TIME_LIMIT.toMillis(),
				TimeUnit.MILLISECONDS);
		endpoint.drain().whenComplete((drained, failure) -> {
			deadline.dispose();
			this.endpoints.remove(endpoint);
			if (failure != null) {
				logger.warn("Cannot stop " + endpoint, failure);
			}
		});
	}

	private static void abort(RunningEndpoint endpoint) {
		int aborted = endpoint.abort();
		if (aborted > 0) {
			logger.warn("Closed " + aborted + " connection(s) of " + endpoint + " that were still busy "
					+ TIME_LIMIT.toSeconds() + " seconds after a reload had stopped it");
		}
	}

	/**
	 * Return those that are not done yet.
	 * @return the endpoints, which become fewer
	 */
	Set<RunningEndpoint> all() {
		return this.endpoints;
	}

}
