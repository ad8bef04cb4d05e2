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

import io.netty.buffer.ByteBuf;

/**
 * Follows the headers of the records that a client sends (RFC 5246 section 6.2.1), and
 * counts the handshake records after its ChangeCipherSpec. In TLS 1.2 the first of these
 * is the Finished, and a second begins a renegotiation: which one it is can't be read,
 * since it is encrypted, but nothing else comes there.
 */
final class ClientRecords {

	private static final int CHANGE_CIPHER_SPEC = 20;

	private static final int ALERT = 21;

	private static final int HANDSHAKE = 22;

	/* An encrypted one is longer. */
	private static final int ALERT_LENGTH = 2;

	/* Position in the next header. */
	private int position;

	private int type;

	/* What is still to come of the record; while in a header, the first half of it. */
	private int remaining;

	private boolean cipherSpecChanged;

	private int handshakes;

	private boolean clearAlert;

	private int alert = -1;

	/**
	 * Follow the next bytes, without reading them.
	 * @param bytes what has come
	 */
	void follow(ByteBuf bytes) {
		int index = bytes.readerIndex();
		int end = bytes.writerIndex();
		while (index < end) {
			if (this.position == 0 && this.remaining > 0) {
				int skipped = Math.min(this.remaining, end - index);
				this.remaining -= skipped;
				index += skipped;
				if (this.clearAlert && this.remaining == 0) {
					this.alert = bytes.getUnsignedByte(index - 1);
				}
			}
			else {
				header(bytes.getUnsignedByte(index++));
			}
		}
	}

	private void header(int next) {
		switch (this.position++) {
			case 0 -> this.type = next;
			case 3 -> this.remaining = next << 8;
			case 4 -> {
				this.remaining |= next;
				this.position = 0;
				count();
			}
			default -> {
				// The version.
			}
		}
	}

	private void count() {
		this.clearAlert = this.type == ALERT && this.remaining == ALERT_LENGTH;
		if (this.type == CHANGE_CIPHER_SPEC) {
			this.cipherSpecChanged = true;
		}
		else if (this.type == HANDSHAKE && this.cipherSpecChanged) {
			this.handshakes++;
		}
	}

	/**
	 * Return the alert that the client sent in clear.
	 * @return its description (RFC 8446 section 6), -1 if there is none
	 */
	int alert() {
		return this.alert;
	}

	/**
	 * Whether a connection of TLS 1.2 has begun a second handshake.
	 * @return whether it has
	 */
	boolean isRenegotiation() {
		return this.handshakes > 1;
	}

}
