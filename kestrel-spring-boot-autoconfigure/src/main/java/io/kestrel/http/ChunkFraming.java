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

package io.kestrel.http;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a chunk of a response (RFC 9112 section 7.1).
 */
final class ChunkFraming {

	private ChunkFraming() {
	}

	/**
	 * Append it, and mark where the chunk has its place.
	 * @param length number of octets of the chunk, 0 for none
	 * @param trailers if it is the last, {@code null} if others follow
	 * @param octets where it goes
	 */
	static void append(long length, @Nullable HttpHeaders trailers, OctetBuilder octets) {
		if (length > 0) {
			octets.appendHex(length);
			octets.appendLineEnd();
			octets.mark();
			octets.appendLineEnd();
		}
		if (trailers != null) {
			octets.append('0');
			octets.appendLineEnd();
			ResponseHead.appendFields(trailers, octets);
			octets.appendLineEnd();
		}
	}

}
