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

/**
 * What happens to a connection beyond the limit.
 *
 * @since 0.1.0
 */
public enum ConnectionOverflow {

	/**
	 * It is closed at once, before TLS, as in ASP.NET Core's Kestrel.
	 */
	CLOSE,

	/**
	 * It gets the answer 503, or a GOAWAY of HTTP/2, and is closed.
	 */
	RESPOND,

	/**
	 * The connection that has been idle longest is closed instead. If none is idle, the
	 * new one is.
	 */
	RECLAIM_IDLE,

	/**
	 * It waits in the backlog of the listening socket until another one ends.
	 */
	PAUSE

}
