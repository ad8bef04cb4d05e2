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

package io.kestrel.http2;

/**
 * What a frame costs that asks for nothing, or for more work than it is worth. A client
 * has {@link FrameBudget#FRAMES} units.
 */
enum FrameCost {

	/** PING or its acknowledgement. */
	PING(1),

	/** PRIORITY, which is ignored. */
	PRIORITY(1),

	/** WINDOW_UPDATE. What is sent pays for those that follow it. */
	WINDOW_UPDATE(1),

	/** A frame of a type that nobody knows. */
	UNKNOWN(1),

	/** DATA that is shorter than the shortest message of gRPC. */
	TINY_DATA(1),

	/** RST_STREAM after the response, when it stops a body that nobody waits for. */
	LATE_RESET(1),

	/** DATA that we send, cut small by the client's window. */
	CUT_DATA(2),

	/** HEADERS of a stream that we have reset. They must be decompressed all the same. */
	LATE_HEADERS(4),

	/** DATA without octets that does not end its stream. */
	EMPTY_DATA(10),

	/** SETTINGS: is acknowledged, and changes the window of each stream. */
	SETTINGS(20),

	/** GOAWAY: one is enough. */
	GOAWAY(50);

	private final int units;

	FrameCost(int units) {
		this.units = units;
	}

	int units() {
		return this.units;
	}

}
