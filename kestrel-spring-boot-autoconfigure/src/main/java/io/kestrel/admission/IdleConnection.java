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

import java.util.function.Consumer;

/**
 * A connection that may be closed to make room for another one while it waits for a
 * request. For any thread.
 */
public interface IdleConnection {

	/**
	 * Return how long it has waited for a request. Only a hint: it may have gone on by
	 * the time the caller knows.
	 * @return the number of seconds, -1 if it does not wait
	 */
	long waited();

	/**
	 * Return its place among all connections, in the order in which they came.
	 * @return a number that is higher for later ones
	 */
	long number();

	/**
	 * Close it if it still waits.
	 * @param closed hears whether it did, once it is closed
	 */
	void closeIfWaiting(Consumer<Boolean> closed);

}
