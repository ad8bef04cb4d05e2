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
import io.netty.buffer.ByteBufAllocator;

/**
 * Fatal alerts that are sent without an engine of TLS, before there is one (RFC 8446
 * section 6).
 */
enum TlsAlert {

	HANDSHAKE_FAILURE(40),

	ILLEGAL_PARAMETER(47),

	DECODE_ERROR(50),

	UNRECOGNIZED_NAME(112);

	private static final int RECORD_TYPE = 21;

	private static final int LEVEL_FATAL = 2;

	private final int description;

	TlsAlert(int description) {
		this.description = description;
	}

	/**
	 * Return the alert as a record. Its version is that of TLS 1.2, which TLS 1.3 uses on
	 * the wire as well (RFC 8446 section 5.1).
	 * @param allocator makes the buffer
	 * @return the record
	 */
	ByteBuf record(ByteBufAllocator allocator) {
		return allocator.buffer(7, 7)
			.writeByte(RECORD_TYPE)
			.writeShort(0x0303)
			.writeShort(2)
			.writeByte(LEVEL_FATAL)
			.writeByte(this.description);
	}

}
