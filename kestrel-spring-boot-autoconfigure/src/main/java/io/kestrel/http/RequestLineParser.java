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
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Reads the line that begins a request (RFC 9112 section 3), and empty lines before it.
 * Each word is looked at once, in whatever pieces it comes.
 */
final class RequestLineParser {

	/* What comes next. Numbers for the reason that FieldParser gives. */

	private static final int EMPTY_LINES = 0;

	private static final int EMPTY_LINE_FEED = 1;

	private static final int METHOD = 2;

	private static final int TARGET_START = 3;

	private static final int TARGET = 4;

	private static final int VERSION = 5;

	private static final int LINE_FEED = 6;

	private static final int END = 7;

	private static final long HTTP_1_1 = Octets.word("HTTP/1.1");

	private static final long HTTP_1_0 = Octets.word("HTTP/1.0");

	private static final int VERSION_LENGTH = Long.BYTES;

	private static final byte[] HTTP_2 = "PRI * HTTP/2.0".getBytes(StandardCharsets.US_ASCII);

	private final HeadWindow window;

	private final int maxSize;

	private int state = EMPTY_LINES;

	/* Where the words of the line begin, counted from its beginning. */

	private int target;

	private int version;

	private boolean http10;

	private boolean targetToBeChecked;

	private @Nullable Refusal refusal;

	RequestLineParser(HeadWindow window, int maxSize) {
		this.window = window;
		this.maxSize = maxSize;
	}

	void begin() {
		this.state = EMPTY_LINES;
		this.window.beginLine();
	}

	/**
	 * Return whether nothing of a request has come, not even an empty line.
	 * @return whether it has not
	 */
	boolean isUntouched() {
		return this.state == EMPTY_LINES && this.window.lineLength() == 0;
	}

	/**
	 * Return whether more has come than empty lines.
	 * @return whether a request has begun
	 */
	boolean isBegun() {
		return this.state >= METHOD;
	}

	/**
	 * Return whether the target is anything but a path with harmless octets.
	 * @return whether {@link RequestTarget} has to look at it
	 */
	boolean isTargetToBeChecked() {
		return this.targetToBeChecked;
	}

	@Nullable Refusal refusal() {
		return this.refusal;
	}

	/**
	 * Read on.
	 * @param in what has come
	 * @return whether this was the end of the line; otherwise it is refused, or more is
	 * to come
	 */
	boolean parse(ByteBuf in) {
		while (this.refusal == null && this.state != END) {
			// Never beyond the limit: the pieces in which it comes decide nothing.
			int room = this.maxSize - this.window.lineLength();
			if (this.window.isAtEnd() && !this.window.fill(in, room)) {
				if (room <= 0) {
					this.refusal = (this.state == EMPTY_LINES || this.state == EMPTY_LINE_FEED) ? Refusal.EMPTY_LINES
							: Refusal.REQUEST_LINE_TOO_LONG;
				}
				return false;
			}
			step();
		}
		return this.refusal == null;
	}

	/* A step goes on to the next one by itself as long as there are octets. */
	private void step() {
		switch (this.state) {
			case EMPTY_LINES -> emptyLines();
			case EMPTY_LINE_FEED -> emptyLineFeed();
			case METHOD -> method();
			case TARGET_START -> targetStart();
			case TARGET -> target();
			case VERSION -> version();
			default -> lineFeed();
		}
	}

	private void emptyLines() {
		HeadWindow window = this.window;
		byte octet = window.octets[window.position];
		if (octet == '\r') {
			window.position++;
			this.state = EMPTY_LINE_FEED;
		}
		else if (octet == '\n') {
			this.refusal = Refusal.INVALID_LINE_END;
		}
		else {
			window.beginLine();
			this.state = METHOD;
			method();
		}
	}

	private void emptyLineFeed() {
		if (isLineFeed()) {
			this.state = EMPTY_LINES;
		}
	}

	private boolean isLineFeed() {
		HeadWindow window = this.window;
		if (window.octets[window.position] != '\n') {
			this.refusal = Refusal.INVALID_LINE_END;
			return false;
		}
		window.position++;
		return true;
	}

	private void method() {
		HeadWindow window = this.window;
		int end = Octets.endOf(Octets.TOKEN, window.octets, window.position, window.end);
		window.position = end;
		if (end == window.end) {
			return;
		}
		if (window.octets[end] != ' ' || end == window.start) {
			this.refusal = Refusal.INVALID_METHOD;
			return;
		}
		window.position = end + 1;
		this.target = window.lineLength();
		this.state = TARGET_START;
		if (end + 1 < window.end) {
			targetStart();
		}
	}

	private void targetStart() {
		byte octet = this.window.octets[this.window.position];
		if (octet == ' ') {
			this.refusal = Refusal.INVALID_REQUEST_LINE;
			return;
		}
		this.targetToBeChecked = octet != '/';
		this.state = TARGET;
		target();
	}

	private void target() {
		HeadWindow window = this.window;
		byte[] octets = window.octets;
		int i = Octets.endOf(Octets.TARGET, octets, window.position, window.end);
		window.position = i;
		if (i == window.end) {
			return;
		}
		if (octets[i] != ' ') {
			boolean ended = octets[i] == '\r' || octets[i] == '\n';
			this.refusal = ended ? Refusal.INVALID_REQUEST_LINE : Refusal.INVALID_TARGET_OCTET;
			return;
		}
		window.position = i + 1;
		this.version = window.lineLength();
		this.state = VERSION;
		version();
	}

	private void version() {
		HeadWindow window = this.window;
		int end = Octets.endOf(Octets.TARGET, window.octets, window.position, window.end);
		window.position = end;
		int length = window.lineLength() - this.version;
		if (end == window.end && length <= VERSION_LENGTH) {
			return;
		}
		if (end == window.end || length != VERSION_LENGTH
				|| (window.octets[end] != '\r' && window.octets[end] != '\n')) {
			this.refusal = (length == 0) ? Refusal.INVALID_REQUEST_LINE : Refusal.INVALID_VERSION;
		}
		else if (window.octets[end] == '\n') {
			this.refusal = Refusal.INVALID_LINE_END;
		}
		else if (isVersion(Octets.word(window.octets, end - VERSION_LENGTH))) {
			window.position = end + 1;
			this.state = LINE_FEED;
			if (end + 1 < window.end) {
				lineFeed();
			}
		}
	}

	private boolean isVersion(long word) {
		this.http10 = word == HTTP_1_0;
		if (word != HTTP_1_1 && word != HTTP_1_0) {
			this.refusal = this.window.matches(this.window.start, HTTP_2) ? Refusal.HTTP2_NOT_SPOKEN
					: Refusal.UNSUPPORTED_VERSION;
			return false;
		}
		return true;
	}

	private void lineFeed() {
		if (isLineFeed()) {
			this.state = END;
			if (this.window.lineLength() > this.maxSize) {
				this.refusal = Refusal.REQUEST_LINE_TOO_LONG;
			}
		}
	}

	/**
	 * Make the request of the line that has just ended.
	 * @param headers where its fields come
	 * @return the request
	 */
	DefaultHttpRequest request(HttpHeaders headers) {
		byte[] octets = this.window.octets;
		int line = this.window.start;
		HttpMethod method = Methods.of(octets, line, line + this.target - 1);
		String text = new String(octets, line + this.target, this.version - 1 - this.target,
				StandardCharsets.ISO_8859_1);
		this.targetToBeChecked |= text.indexOf('%') >= 0 || method == HttpMethod.CONNECT;
		return new DefaultHttpRequest(this.http10 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1, method, text, headers,
				false);
	}

}
