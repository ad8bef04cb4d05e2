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
 * How fast a client has to be on average.
 *
 * @param bytesPerSecond number of bytes per second from 1. By default 240
 * @param gracePeriod time in which nothing is asked of it, more than one second, because
 * that is how often one looks. By default 5 s
 * @since 0.1.0
 */
public record MinDataRate(long bytesPerSecond, Duration gracePeriod) {

	/**
	 * What holds where nothing is set, as in ASP.NET Core's Kestrel.
	 */
	public static final MinDataRate DEFAULT = new MinDataRate(240, Duration.ofSeconds(5));

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if the rate is less than 1, or the grace period
	 * not more than one second
	 */
	public MinDataRate {
		if (bytesPerSecond < 1) {
			throw new IllegalArgumentException("A minimum data rate is a number of bytes per second from 1: "
					+ bytesPerSecond + ". Use no rate at all to disable it.");
		}
		if (gracePeriod.compareTo(Duration.ofSeconds(1)) <= 0) {
			throw new IllegalArgumentException("The grace period of a minimum data rate is more than one second: "
					+ gracePeriod + ". The rate is looked at once a second.");
		}
	}

}
