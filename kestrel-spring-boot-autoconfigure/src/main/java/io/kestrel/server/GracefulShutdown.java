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

import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;

/**
 * One graceful shutdown: reports its result exactly once, whether the last request ends
 * or patience does.
 */
final class GracefulShutdown {

	private static final Log logger = LogFactory.getLog(GracefulShutdown.class);

	private final AtomicReference<GracefulShutdownCallback> callback;

	private GracefulShutdown(GracefulShutdownCallback callback) {
		this.callback = new AtomicReference<>(callback);
	}

	static GracefulShutdown begin(RunningServer server, GracefulShutdownCallback callback) {
		logger.info("Commencing graceful shutdown. Waiting for active requests to complete");
		GracefulShutdown shutdown = new GracefulShutdown(callback);
		server.drain().whenComplete((drained, failure) -> {
			if (failure != null) {
				logger.warn("Graceful shutdown failed", failure);
			}
			shutdown.complete((failure != null) ? GracefulShutdownResult.REQUESTS_ACTIVE : GracefulShutdownResult.IDLE,
					"Graceful shutdown complete");
		});
		return shutdown;
	}

	/**
	 * Give up waiting, if it is not over yet.
	 */
	void abort() {
		complete(GracefulShutdownResult.REQUESTS_ACTIVE,
				"Graceful shutdown aborted with one or more requests still active");
	}

	private void complete(GracefulShutdownResult result, String message) {
		GracefulShutdownCallback callback = this.callback.getAndSet(null);
		if (callback != null) {
			logger.info(message);
			callback.shutdownComplete(result);
		}
	}

}
