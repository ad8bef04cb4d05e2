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
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines between the chunks of a body (RFC 9112 section 7.1): sizes, extensions,
 * which nobody gets, and line ends. Takes extensions by the letter, without the blanks
 * that the document lets pass.
 */
final class ChunkParser {

	/* As the original: with them leading zeros are counted. */
	private static final int MAX_DIGITS = 8;

	private final int maxExtensions;

	private State state = State.SIZE;

	private long size;

	private int digits;

	/** Octets of all extensions of the body. */
	private int extensions;

	private @Nullable Refusal refusal;

	ChunkParser(int maxExtensions) {
		this.maxExtensions = maxExtensions;
	}

	/**
	 * Begin with a body. Few connections have one in chunks.
	 * @param parser that of the body before, {@code null} if there was none
	 * @param maxExtensions octets that all extensions may have
	 * @return the parser
	 */
	static ChunkParser begin(@Nullable ChunkParser parser, int maxExtensions) {
		ChunkParser chunks = (parser != null) ? parser : new ChunkParser(maxExtensions);
		chunks.begin();
		return chunks;
	}

	void begin() {
		this.extensions = 0;
		beginSize();
	}

	private void beginSize() {
		this.state = State.SIZE;
		this.size = 0;
		this.digits = 0;
	}

	@Nullable Refusal refusal() {
		return this.refusal;
	}

	/**
	 * Return how much of the chunk is still to come.
	 * @return octets, 0 for the last chunk
	 */
	long remaining() {
		return this.size;
	}

	/**
	 * A part of the chunk has been taken.
	 * @param octets how much
	 */
	void taken(int octets) {
		this.size -= octets;
		if (this.size == 0) {
			this.state = State.END;
		}
	}

	/**
	 * Read up to the data of the next chunk.
	 * @param in what has come
	 * @return whether data, or after the last chunk trailers, come next; otherwise it is
	 * refused, or more is to come
	 */
	boolean parse(ByteBuf in) {
		while (this.state != State.DATA) {
			if (!in.isReadable()) {
				return false;
			}
			this.refusal = read(in.readByte());
			if (this.refusal != null) {
				return false;
			}
		}
		return true;
	}

	private @Nullable Refusal read(byte octet) {
		return switch (this.state) {
			case SIZE -> size(octet);
			case NAME_START, NAME, VALUE_START, VALUE, QUOTED, QUOTED_PAIR, AFTER_QUOTED -> extension(octet);
			case LINE_FEED -> lineFeed(octet);
			case END -> (octet == '\r') ? next(State.END_LINE_FEED) : Refusal.INVALID_CHUNK_END;
			case END_LINE_FEED -> endLineFeed(octet);
			case DATA -> throw new IllegalStateException("This is the chunk");
		};
	}

	private @Nullable Refusal next(State next) {
		this.state = next;
		return null;
	}

	private @Nullable Refusal size(byte octet) {
		int digit = Octets.hexadecimal(octet);
		if (digit >= 0) {
			this.size = (this.size << 4) | digit;
			this.digits++;
			return (this.digits > MAX_DIGITS || this.size > Integer.MAX_VALUE) ? Refusal.INVALID_CHUNK_SIZE : null;
		}
		if (this.digits == 0) {
			return Refusal.INVALID_CHUNK_SIZE;
		}
		return switch (octet) {
			case '\r' -> next(State.LINE_FEED);
			case ';' -> next(State.NAME_START);
			default -> Refusal.INVALID_CHUNK_SIZE;
		};
	}

	private @Nullable Refusal extension(byte octet) {
		this.extensions++;
		if (this.extensions > this.maxExtensions) {
			return Refusal.CHUNK_EXTENSIONS_TOO_LONG;
		}
		boolean token = Octets.is(octet, Octets.TOKEN);
		boolean quoted = octet < 0 || Octets.is(octet, Octets.QUOTED);
		State next = switch (this.state) {
			case NAME_START -> token ? State.NAME : null;
			case NAME -> token ? State.NAME : (octet == '=') ? State.VALUE_START : afterExtension(octet);
			case VALUE_START -> token ? State.VALUE : (octet == '"') ? State.QUOTED : null;
			case VALUE -> token ? State.VALUE : afterExtension(octet);
			case QUOTED -> quoted ? State.QUOTED
					: (octet == '\\') ? State.QUOTED_PAIR : (octet == '"') ? State.AFTER_QUOTED : null;
			case QUOTED_PAIR -> (quoted || octet == '"' || octet == '\\') ? State.QUOTED : null;
			default -> afterExtension(octet);
		};
		return (next != null) ? next(next) : Refusal.INVALID_CHUNK_EXTENSION;
	}

	private static @Nullable State afterExtension(byte octet) {
		return switch (octet) {
			case ';' -> State.NAME_START;
			case '\r' -> State.LINE_FEED;
			default -> null;
		};
	}

	private @Nullable Refusal lineFeed(byte octet) {
		return (octet == '\n') ? next(State.DATA) : Refusal.INVALID_LINE_END;
	}

	private @Nullable Refusal endLineFeed(byte octet) {
		if (octet != '\n') {
			return Refusal.INVALID_CHUNK_END;
		}
		beginSize();
		return null;
	}

	private enum State {

		SIZE, NAME_START, NAME, VALUE_START, VALUE, QUOTED, QUOTED_PAIR, AFTER_QUOTED, LINE_FEED, DATA, END,
		END_LINE_FEED

	}

}
