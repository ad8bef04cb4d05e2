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

import io.kestrel.limits.ServerLimits;
import io.kestrel.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How many fields a request may have, and how large they may be. Up to twice of that it
 * is answered, so that a client learns what is wrong; beyond that the connection ends, as
 * with the original. A size is that of names and values, without the 32 octets that RFC
 * 9113 section 6.5.2 adds to each field, which the original does not count either.
 *
 * @param maxCount fields, pseudo fields and trailers included
 * @param maxTotalSize octets of all names and values
 * @param maxFieldSize octets of a single name or value
 * @param maxLineSize octets of method, scheme, authority and path together
 */
record FieldLimits(int maxCount, int maxTotalSize, int maxFieldSize, int maxLineSize) {

	static final int GRACE = 2;

	/** What Netty adds to the size of each field. */
	private static final int FIELD_OVERHEAD = 32;

	/** The largest number that a setting can hold, and Netty takes. */
	private static final long MOST = 0xffffffffL;

	static FieldLimits of(ServerLimits limits) {
		return new FieldLimits(limits.maxRequestHeaderCount(), limits.maxRequestHeadersTotalSize(),
				limits.http2().maxHeaderFieldSize(), limits.maxRequestLineSize());
	}

	/**
	 * Return the size beyond which one of the limits is exceeded for sure, and nothing
	 * has to be kept.
	 * @return octets, as Netty counts them
	 */
	long hardSize() {
		return Math.min(MOST, GRACE * ((long) this.maxTotalSize + (long) FIELD_OVERHEAD * this.maxCount));
	}

	/**
	 * Compare the fields of a request.
	 * @param count how many there are
	 * @param size their size
	 * @param grace by how much the limits may be exceeded
	 * @return why they are refused, {@code null} if they are not
	 */
	@Nullable Refusal check(long count, long size, long grace) {
		if (size > grace * this.maxTotalSize) {
			return Refusal.HEADERS_TOO_LARGE;
		}
		return (count > grace * this.maxCount) ? Refusal.TOO_MANY_HEADERS : null;
	}

}
