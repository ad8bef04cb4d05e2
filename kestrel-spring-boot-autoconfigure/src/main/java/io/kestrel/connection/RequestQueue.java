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

package io.kestrel.connection;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The messages of requests that a client sent before its latest one was over (pipelining,
 * RFC 9112 section 9.3.2). They are at most what one read of the socket brought: nothing
 * is read while some wait.
 */
final class RequestQueue {

	private @Nullable Queue<Object> messages;

	private int requests;

	boolean isEmpty() {
		return this.messages == null || this.messages.isEmpty();
	}

	/**
	 * Return how many requests have their head here.
	 * @return the number
	 */
	int requests() {
		return this.requests;
	}

	void add(Object message) {
		if (this.messages == null) {
			this.messages = new ArrayDeque<>();
		}
		this.messages.add(message);
		if (HttpMessages.isRequest(message)) {
			this.requests++;
		}
	}

	@Nullable Object poll() {
		Object message = (this.messages != null) ? this.messages.poll() : null;
		if (message != null && HttpMessages.isRequest(message)) {
			this.requests--;
		}
		return message;
	}

	void release() {
		for (Object message = poll(); message != null; message = poll()) {
			ReferenceCountUtil.release(message);
		}
	}

}
