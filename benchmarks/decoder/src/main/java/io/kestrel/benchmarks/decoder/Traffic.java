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

package io.kestrel.benchmarks.decoder;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What clients send, in the pieces in which it comes.
 */
public enum Traffic {

	/** The head that wrk sends. */
	WRK(whole(Requests.WRK)),
	/** The 12 fields of a browser. */
	BROWSER(whole(Requests.BROWSER)),
	/** 40 fields, most of them unknown. */
	FORTY_FIELDS(whole(Requests.fortyFields())),
	/** A browser's head that comes in two pieces. */
	SPLIT(split(Requests.BROWSER)),
	/** 16 requests at once. */
	PIPELINED(whole(Requests.WRK.repeat(16)));

	private final List<byte[]> pieces;

	Traffic(List<byte[]> pieces) {
		this.pieces = pieces;
	}

	List<byte[]> pieces() {
		return this.pieces;
	}

	static List<byte[]> whole(String text) {
		return List.of(text.getBytes(StandardCharsets.US_ASCII));
	}

	/* Within a value. */
	private static List<byte[]> split(String text) {
		int middle = text.length() / 2;
		return List.of(text.substring(0, middle).getBytes(StandardCharsets.US_ASCII),
				text.substring(middle).getBytes(StandardCharsets.US_ASCII));
	}

}
