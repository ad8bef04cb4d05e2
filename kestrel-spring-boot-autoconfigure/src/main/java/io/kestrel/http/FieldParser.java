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

import java.nio.charset.StandardCharsets;

import io.kestrel.refusal.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Reads field lines up to the empty line (RFC 9112 section 5), those of a head and those
 * of trailers. Each octet is looked at once, in whatever pieces the lines come.
 */
final class FieldParser {

	/*
	 * What comes next. Numbers, as everything that is remembered about a line: a
	 * reference that is written into an old object costs a memory barrier of the garbage
	 * collector, which is more than the parsing of a word.
	 */

	private static final int LINE = 0;

	private static final int NAME = 1;

	private static final int VALUE_START = 2;

	private static final int VALUE = 3;

	private static final int LINE_FEED = 4;

	private static final int LAST_LINE_FEED = 5;

	private static final int END = 6;

	private final HeadWindow window;

	private final DecoderLimits limits;

	private final Sink sink;

	private int state = LINE;

	/** Octets of the lines that are complete. */
	private int size;

	private int count;

	/* Where the parts of the line are, counted from its beginning. */

	private int nameEnd;

	private int valueStart;

	private int valueEnd;

	private boolean octetsAbove7f;

	private @Nullable Refusal refusal;

	FieldParser(HeadWindow window, DecoderLimits limits, Sink sink) {
		this.window = window;
		this.limits = limits;
		this.sink = sink;
	}

	/**
	 * A request begins.
	 */
	void begin() {
		this.size = 0;
		this.count = 0;
		beginLines();
	}

	/**
	 * The trailers of the same request begin. What the head had counts as well.
	 */
	void beginLines() {
		this.state = LINE;
		this.window.beginLine();
	}

	@Nullable Refusal refusal() {
		return this.refusal;
	}

	/**
	 * Read on.
	 * @param in what has come
	 * @return whether this was the end of all lines; otherwise they are refused, or more
	 * is to come
	 */
	boolean parse(ByteBuf in) {
		while (this.refusal == null && this.state != END) {
			if (this.window.isAtEnd() && !fill(in)) {
				return false;
			}
			step();
		}
		return this.refusal == null;
	}

	private boolean fill(ByteBuf in) {
		// Never beyond the limit: the pieces in which it comes decide nothing.
		int room = this.limits.maxHeadersTotalSize() - this.size;
		if (this.state == LINE || this.state == LAST_LINE_FEED) {
			// The empty line counts for nothing.
			return this.window.fill(in, Math.max(room, 1));
		}
		room -= this.window.lineLength();
		if (room <= 0) {
			// Not even its line end has room.
			this.refusal = Refusal.HEADERS_TOO_LARGE;
		}
		return this.window.fill(in, room);
	}

	/* A step goes on to the next one by itself as long as there are octets. */
	private void step() {
		switch (this.state) {
			case LINE -> line();
			case NAME -> name();
			case VALUE_START -> valueStart();
			case VALUE -> value();
			case LINE_FEED -> lineFeed();
			default -> lastLineFeed();
		}
	}

	private void line() {
		HeadWindow window = this.window;
		window.beginLine();
		byte octet = window.octets[window.position];
		if (octet == '\r') {
			window.position++;
			this.state = LAST_LINE_FEED;
		}
		else if (octet == ' ' || octet == '\t') {
			this.refusal = Refusal.FOLDED_LINE;
		}
		else if (octet == '\n') {
			this.refusal = Refusal.INVALID_LINE_END;
		}
		else if (this.count == this.limits.maxHeaderCount()) {
			this.refusal = Refusal.TOO_MANY_HEADERS;
		}
		else {
			this.octetsAbove7f = false;
			this.state = NAME;
			name();
		}
	}

	private void name() {
		HeadWindow window = this.window;
		int end = Octets.endOf(Octets.TOKEN, window.octets, window.position, window.end);
		window.position = end;
		if (end == window.end) {
			return;
		}
		if (window.octets[end] != ':' || end == window.start) {
			this.refusal = Refusal.INVALID_FIELD_NAME;
			return;
		}
		this.nameEnd = end - window.start;
		window.position = end + 1;
		this.state = VALUE_START;
		valueStart();
	}

	private void valueStart() {
		HeadWindow window = this.window;
		window.position = Octets.endOf(Octets.BLANK, window.octets, window.position, window.end);
		if (window.position < window.end) {
			this.valueStart = window.position - window.start;
			this.state = VALUE;
			value();
		}
	}

	private void value() {
		HeadWindow window = this.window;
		byte[] octets = window.octets;
		int end = window.end;
		int i = Octets.endOfText(octets, window.position, end);
		while (i < end && Octets.is(octets[i], Octets.VALUE)) {
			this.octetsAbove7f |= octets[i] < 0;
			i = Octets.endOfText(octets, i + 1, end);
		}
		window.position = i;
		if (i == end) {
			return;
		}
		if (octets[i] != '\r') {
			this.refusal = (octets[i] == '\n') ? Refusal.INVALID_LINE_END : Refusal.INVALID_FIELD_VALUE;
			return;
		}
		this.valueEnd = i - window.start;
		window.position = i + 1;
		this.state = LINE_FEED;
		if (i + 1 < end) {
			lineFeed();
		}
	}

	private void lineFeed() {
		HeadWindow window = this.window;
		if (window.octets[window.position] != '\n') {
			this.refusal = Refusal.INVALID_LINE_END;
			return;
		}
		window.position++;
		this.count++;
		this.size += window.lineLength();
		if (this.size > this.limits.maxHeadersTotalSize()) {
			this.refusal = Refusal.HEADERS_TOO_LARGE;
			return;
		}
		this.state = LINE;
		this.refusal = field(window.octets, window.start);
		window.beginLine();
	}

	private @Nullable Refusal field(byte[] octets, int line) {
		int start = line + this.valueStart;
		int end = line + this.valueEnd;
		while (end > start && Octets.is(octets[end - 1], Octets.BLANK)) {
			end--;
		}
		if (this.octetsAbove7f && !Utf8.isValid(octets, start, end)) {
			return Refusal.INVALID_FIELD_VALUE;
		}
		return this.sink.field(FieldNames.of(octets, line, line + this.nameEnd),
				new String(octets, start, end - start, StandardCharsets.ISO_8859_1));
	}

	private void lastLineFeed() {
		HeadWindow window = this.window;
		if (window.octets[window.position] != '\n') {
			this.refusal = Refusal.INVALID_LINE_END;
			return;
		}
		window.position++;
		this.state = END;
	}

	/**
	 * Takes fields.
	 */
	@FunctionalInterface
	interface Sink {

		/**
		 * Take a field.
		 * @param name its name as it was sent
		 * @param value its value, an octet for each character
		 * @return why it is refused, {@code null} if it is not
		 */
		@Nullable Refusal field(AsciiString name, String value);

	}

}
