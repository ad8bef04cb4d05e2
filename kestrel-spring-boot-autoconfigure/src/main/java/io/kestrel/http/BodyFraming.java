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

import io.kestrel.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Where the body of a request ends (RFC 9112 section 6). Exactly one way of two: a
 * Content-Length, or a Transfer-Encoding that is {@code chunked} and nothing else.
 */
final class BodyFraming {

	/** The length of a body whose chunks tell it. */
	static final long CHUNKED = -1;

	/* More does not fit into a long for sure. */
	private static final int MAX_DIGITS = 18;

	private static final String CODING = "chunked";

	private boolean coded;

	private boolean announced;

	private long length;

	void begin() {
		this.coded = false;
		this.announced = false;
		this.length = 0;
	}

	@Nullable Refusal contentLength(String value) {
		if (this.announced) {
			return Refusal.MULTIPLE_CONTENT_LENGTHS;
		}
		this.announced = true;
		if (!isLength(value)) {
			return Refusal.INVALID_CONTENT_LENGTH;
		}
		this.length = Long.parseLong(value);
		return null;
	}

	static boolean isLength(String value) {
		int digits = value.length();
		return digits > 0 && digits <= MAX_DIGITS && Octets.are(Octets.DIGIT, value, 0, digits);
	}

	@Nullable Refusal transferEncoding(String value) {
		if (this.coded || !value.equalsIgnoreCase(CODING)) {
			return Refusal.UNSUPPORTED_CODING;
		}
		this.coded = true;
		return null;
	}

	/**
	 * Decide when all fields are there.
	 * @param http10 whether the request is one of HTTP/1.0
	 * @param lengthExpected whether its method is one that sends a body
	 * @return why the body has no certain end, {@code null} if it has
	 */
	@Nullable Refusal decide(boolean http10, boolean lengthExpected) {
		if (this.coded) {
			if (http10) {
				return Refusal.TRANSFER_ENCODING_IN_1_0;
			}
			return this.announced ? Refusal.LENGTH_AND_CODING : null;
		}
		return (http10 && lengthExpected && !this.announced) ? Refusal.MISSING_LENGTH_IN_1_0 : null;
	}

	/**
	 * Return the length of the body.
	 * @return octets, 0 without a body, or {@link #CHUNKED}
	 */
	long length() {
		return this.coded ? CHUNKED : this.length;
	}

}
