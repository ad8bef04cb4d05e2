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

import io.kestrel.refusal.Refusal;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * A client is refused whose connection ends, with GOAWAY (RFC 9113 section 5.4.1).
 */
public final class RefusedException extends Http2Exception {

	private static final long serialVersionUID = 1L;

	private final Refusal refusal;

	RefusedException(Refusal refusal, Http2Error error) {
		super(error, refusal.text());
		this.refusal = refusal;
	}

	/**
	 * Return why.
	 * @return the reason, for the operator
	 */
	public Refusal refusal() {
		return this.refusal;
	}

	/** One for each attacker, and nobody looks where it comes from. */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
