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

import java.util.concurrent.CompletionStage;

import io.kestrel.configuration.InvalidConfigurationException;

/**
 * The running server of the application. It is a bean: inject it anywhere, use it once
 * the server runs.
 *
 * @since 0.1.0
 */
public interface KestrelServer {

	/**
	 * Read the endpoints again and bring the server to where they are now. Endpoints that
	 * have not changed are not touched; the others stop listening and have 5 seconds for
	 * the requests that are there, as in ASP.NET Core. If the new configuration can't be
	 * used, nothing changes. Calls wait for each other, so the thread must be one that
	 * may block.
	 * @return what was stopped, started and left alone
	 * @throws InvalidConfigurationException with all problems, if there are any; nothing
	 * has changed then
	 * @throws ReloadFailedException if a new endpoint can't be bound; the message says
	 * what listens now
	 * @throws IllegalStateException if the server does not run or is shutting down, or
	 * the thread must not block
	 */
	ReloadResult reload();

	/**
	 * Stop listening at an endpoint, let its requests end and close its connections. The
	 * other endpoints go on. It listens again when a reload finds its configuration
	 * changed, or when the server is started anew. To drain an endpoint twice is to drain
	 * it once.
	 * @param endpoint the name of the endpoint
	 * @return completes when no connection of it is left, without a time limit
	 * @throws IllegalArgumentException if no endpoint has this name; the message lists
	 * those there are
	 * @throws IllegalStateException if the server does not run
	 */
	CompletionStage<Void> drain(String endpoint);

}
