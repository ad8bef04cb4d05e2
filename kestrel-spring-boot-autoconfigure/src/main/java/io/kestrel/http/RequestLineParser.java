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
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Reads the line that begins a request (RFC 9112 section 3), and empty lines before it.
 * Each word is looked at once, in whatever pieces it comes.
 */
final class RequestLineParser {

	private static final byte[] HTTP_1_1 = "HTTP/1.1".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HTTP_1_0 = "HTTP/1.0".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HTTP_2_0 = "HTTP/2.0".getBytes(StandardCharsets.US_ASCII);

	private static final int VERSION_LENGTH = HTTP_1_1.length;

	private final HeadWindow window;

	private final int maxSize;

	private State state = State.EMPTY_LINES;

	private HttpMethod method = HttpMethod.GET;

	private String target = "";

	private HttpVersion version = HttpVersion.HTTP_1_1;

	private boolean targetToBeChecked;

	private @Nullable Refusal refusal;

	RequestLineParser(HeadWindow window, int maxSize) {
		this.window = window;
		this.maxSize = maxSize;
	}

	void begin() {
		this.state = State.EMPTY_LINES;
		this.window.beginLine();
	}

	/**
	 * Return whether nothing of a request has come, not even an empty line.
	 * @return whether it has not
	 */
	boolean isUntouched() {
		return this.state == State.EMPTY_LINES && this.window.lineLength() == 0;
	}

	HttpMethod method() {
		return this.method;
	}

	String target() {
		return this.target;
	}

	HttpVersion version() {
		return this.version;
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
		while (this.refusal == null && this.state != State.END) {
			// Never beyond the limit: the pieces in which it comes decide nothing.
			int room = this.maxSize - this.window.lineLength();
			if (this.window.position == this.window.end && !this.window.fill(in, room)) {
				if (room <= 0) {
					refuse((this.state == State.EMPTY_LINES || this.state == State.EMPTY_LINE_FEED)
							? Refusal.EMPTY_LINES : Refusal.REQUEST_LINE_TOO_LONG);
				}
				return false;
			}
			step();
		}
		return this.refusal == null;
	}

	private void step() {
		switch (this.state) {
			case EMPTY_LINES -> emptyLines();
			case EMPTY_LINE_FEED -> lineFeed(State.EMPTY_LINES);
			case METHOD -> method0();
			case TARGET_START -> targetStart();
			case TARGET -> target0();
			case VERSION -> version0();
			case LINE_FEED -> lineFeed(State.END);
			case END -> {
			}
		}
		if (this.state == State.END && this.window.lineLength() > this.maxSize) {
			refuse(Refusal.REQUEST_LINE_TOO_LONG);
		}
	}

	private void emptyLines() {
		HeadWindow window = this.window;
		byte octet = window.octets[window.position];
		if (octet == '\r') {
			window.position++;
			window.mark();
			this.state = State.EMPTY_LINE_FEED;
		}
		else if (octet == '\n') {
			refuse(Refusal.INVALID_LINE_END);
		}
		else {
			window.beginLine();
			this.state = State.METHOD;
		}
	}

	private void lineFeed(State next) {
		HeadWindow window = this.window;
		if (window.octets[window.position] != '\n') {
			refuse(Refusal.INVALID_LINE_END);
			return;
		}
		window.position++;
		window.mark();
		this.state = next;
	}

	private void method0() {
		HeadWindow window = this.window;
		int end = Octets.endOf(Octets.TOKEN, window.octets, window.position, window.end);
		window.position = end;
		if (end == window.end) {
			return;
		}
		if (window.octets[end] != ' ' || end == window.start) {
			refuse(Refusal.INVALID_METHOD);
			return;
		}
		this.method = Methods.of(window.octets, window.start, end);
		window.position++;
		window.mark();
		this.state = State.TARGET_START;
	}

	private void targetStart() {
		byte octet = this.window.octets[this.window.position];
		this.targetToBeChecked = octet != '/' || HttpMethod.CONNECT.equals(this.method);
		this.state = State.TARGET;
		if (octet == ' ') {
			refuse(Refusal.INVALID_REQUEST_LINE);
		}
	}

	private void target0() {
		HeadWindow window = this.window;
		byte[] octets = window.octets;
		int end = window.end;
		int i = window.position;
		boolean percent = false;
		while (i < end && Octets.is(octets[i], Octets.TARGET)) {
			percent |= octets[i] == '%';
			i++;
		}
		this.targetToBeChecked |= percent;
		window.position = i;
		if (i == end) {
			return;
		}
		if (octets[i] != ' ') {
			boolean ended = octets[i] == '\r' || octets[i] == '\n';
			refuse(ended ? Refusal.INVALID_REQUEST_LINE : Refusal.INVALID_TARGET_OCTET);
			return;
		}
		this.target = new String(octets, window.start, i - window.start, StandardCharsets.ISO_8859_1);
		window.position++;
		window.mark();
		this.state = State.VERSION;
	}

	private void version0() {
		HeadWindow window = this.window;
		int end = Octets.endOf(Octets.TARGET, window.octets, window.position, window.end);
		window.position = end;
		int length = end - window.start;
		if (end == window.end && length <= VERSION_LENGTH) {
			return;
		}
		if (end == window.end || length != VERSION_LENGTH
				|| (window.octets[end] != '\r' && window.octets[end] != '\n')) {
			refuse((length == 0) ? Refusal.INVALID_REQUEST_LINE : Refusal.INVALID_VERSION);
		}
		else if (window.octets[end] == '\n') {
			refuse(Refusal.INVALID_LINE_END);
		}
		else if (isVersion()) {
			window.position++;
			window.mark();
			this.state = State.LINE_FEED;
		}
	}

	private boolean isVersion() {
		if (this.window.matches(this.window.start, HTTP_1_1)) {
			this.version = HttpVersion.HTTP_1_1;
			return true;
		}
		if (this.window.matches(this.window.start, HTTP_1_0)) {
			this.version = HttpVersion.HTTP_1_0;
			return true;
		}
		boolean preface = this.window.matches(this.window.start, HTTP_2_0) && this.method.name().equals("PRI")
				&& this.target.equals("*");
		refuse(preface ? Refusal.HTTP2_NOT_SPOKEN : Refusal.UNSUPPORTED_VERSION);
		return false;
	}

	private void refuse(Refusal reason) {
		this.refusal = reason;
	}

	private enum State {

		EMPTY_LINES, EMPTY_LINE_FEED, METHOD, TARGET_START, TARGET, VERSION, LINE_FEED, END

	}

}
