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

import org.jspecify.annotations.Nullable;

/**
 * How long a client may take. All of them are looked at once a second, so they end up to
 * one second late, never early.
 *
 * @param keepAlive how long a connection may be idle between requests, and before the
 * first one. By default 130 s
 * @param requestHeaders how long the head of a request may take, from its first byte on.
 * By default 30 s
 * @param requestBody how fast a body has to come while the application waits for it,
 * {@code null} for any speed
 * @param response how fast a response has to be taken, {@code null} for any speed
 * @since 0.1.0
 */
public record TimeLimits(Duration keepAlive, Duration requestHeaders, @Nullable MinDataRate requestBody,
		@Nullable MinDataRate response) {

	/**
	 * The time that stands for no limit.
	 */
	public static final Duration UNLIMITED = Duration.ofSeconds(-1);

	/**
	 * What holds where nothing is set, as in ASP.NET Core's Kestrel.
	 */
	public static final TimeLimits DEFAULT = new TimeLimits(Duration.ofSeconds(130), Duration.ofSeconds(30),
			MinDataRate.DEFAULT, MinDataRate.DEFAULT);

}
