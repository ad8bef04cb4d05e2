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

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server name in a ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3), as
 * strictly as BoringSSL does. Everything else in it is left to the engine.
 */
final class ClientHello {

	private static final int VERSION_AND_RANDOM = 2 + 32;

	private static final int SERVER_NAME = 0;

	private static final int HOST_NAME = 0;

	private static final int MAX_HOST_NAME = 255;

	private ClientHello() {
	}

	/**
	 * Return the server name that the client asks for.
	 * @param hello the message without its header
	 * @return the name in lower case, {@code null} if there is none
	 * @throws MalformedException if the message or the name is malformed
	 */
	static @Nullable String serverName(ByteBuf hello) throws MalformedException {
		ByteBuf rest = hello.duplicate();
		try {
			rest.skipBytes(VERSION_AND_RANDOM);
			rest.skipBytes(rest.readUnsignedByte());
			rest.skipBytes(rest.readUnsignedShort());
			rest.skipBytes(rest.readUnsignedByte());
			if (!rest.isReadable()) {
				return null;
			}
			ByteBuf extensions = rest.readSlice(rest.readUnsignedShort());
			requireEnd(rest);
			return findServerName(extensions);
		}
		catch (IndexOutOfBoundsException ex) {
			throw new MalformedException(TlsAlert.DECODE_ERROR);
		}
	}

	private static @Nullable String findServerName(ByteBuf extensions) throws MalformedException {
		String found = null;
		while (extensions.isReadable()) {
			int type = extensions.readUnsignedShort();
			ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
			if (type == SERVER_NAME) {
				if (found != null) {
					throw new MalformedException(TlsAlert.ILLEGAL_PARAMETER);
				}
				found = hostName(content);
			}
		}
		return found;
	}

	/* A list of exactly one name: what allows for more was never used. */
	private static String hostName(ByteBuf content) throws MalformedException {
		ByteBuf list = content.readSlice(content.readUnsignedShort());
		requireEnd(content);
		int type = list.readUnsignedByte();
		ByteBuf name = list.readSlice(list.readUnsignedShort());
		requireEnd(list);
		if (type != HOST_NAME || !name.isReadable() || name.readableBytes() > MAX_HOST_NAME) {
			throw new MalformedException(TlsAlert.DECODE_ERROR);
		}
		if (name.forEachByte((value) -> value > ' ' && value < 0x7f) != -1 || endsWithDot(name)) {
			throw new MalformedException(TlsAlert.ILLEGAL_PARAMETER);
		}
		return name.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
	}

	private static boolean endsWithDot(ByteBuf name) {
		return name.getByte(name.writerIndex() - 1) == '.';
	}

	private static void requireEnd(ByteBuf buffer) throws MalformedException {
		if (buffer.isReadable()) {
			throw new MalformedException(TlsAlert.DECODE_ERROR);
		}
	}

	/**
	 * The message is refused, without a stack trace: any client can cause it.
	 */
	static final class MalformedException extends Exception {

		private final TlsAlert alert;

		MalformedException(TlsAlert alert) {
			super(null, null, false, false);
			this.alert = alert;
		}

		TlsAlert alert() {
			return this.alert;
		}

	}

}
