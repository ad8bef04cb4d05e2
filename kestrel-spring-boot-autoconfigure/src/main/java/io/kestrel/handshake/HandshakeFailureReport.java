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

package io.kestrel.handshake;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * One failed handshake.
 *
 * @param endpoint the endpoint, as the operator knows it
 * @param client the client's address
 * @param failure why
 * @param serverName the name that the client asked for; {@code null} for none, or not
 * known
 * @param cause what was thrown, if anything
 */
record HandshakeFailureReport(String endpoint, @Nullable SocketAddress client, HandshakeFailure failure,
		@Nullable String serverName, @Nullable Throwable cause) {

	/* Longest piece of what others wrote, in characters. */
	private static final int MAX_FOREIGN = 255;

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("TLS handshake failed on ").append(this.endpoint);
		if (this.client != null) {
			text.append(", client ").append(this.client);
		}
		if (this.serverName != null) {
			append(text.append(", server name "), this.serverName);
		}
		text.append(": ").append(this.failure.text());
		Throwable root = root(this.cause);
		if (root != null && this.failure == HandshakeFailure.OTHER) {
			append(text.append(" ("), root.toString());
			text.append(')');
		}
		return text.toString();
	}

	/* A message may quote the client's bytes. */
	private static void append(StringBuilder text, String foreign) {
		int length = Math.min(foreign.length(), MAX_FOREIGN);
		for (int i = 0; i < length; i++) {
			char next = foreign.charAt(i);
			if (next < ' ' || next >= 0x7f) {
				text.append(String.format("\\u%04x", (int) next));
			}
			else {
				text.append(next);
			}
		}
		if (length < foreign.length()) {
			text.append("...");
		}
	}

	private static @Nullable Throwable root(@Nullable Throwable cause) {
		Throwable root = cause;
		while (root != null && root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

}
