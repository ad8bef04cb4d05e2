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

package io.kestrel.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Octets of frames of HTTP/2, well-formed or not. The fields are in a form that changes
 * nothing in the dynamic table.
 */
public final class Http2Frames {

	public static final int END_STREAM = 0x1;

	public static final int END_HEADERS = 0x4;

	private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

	/**
	 * Add a frame, whatever it says.
	 */
	public Http2Frames frame(int type, int flags, int stream, byte... payload) {
		ByteBuffer head = ByteBuffer.allocate(9);
		head.put((byte) (payload.length >> 16)).putShort((short) payload.length);
		head.put((byte) type).put((byte) flags).putInt(stream);
		this.octets.writeBytes(head.array());
		this.octets.writeBytes(payload);
		return this;
	}

	/**
	 * Add a request for {@code /} that has no body.
	 */
	public Http2Frames get(int stream) {
		return headers(stream, END_STREAM | END_HEADERS, block(0x82, 0x84));
	}

	/**
	 * Add a request for {@code /index.html} that has no body.
	 */
	public Http2Frames getIndex(int stream) {
		return headers(stream, END_STREAM | END_HEADERS, block(0x82, 0x85));
	}

	/**
	 * Add a request for a path that is shorter than 127 octets.
	 */
	public Http2Frames get(int stream, String path) {
		byte[] block = new byte[] { (byte) 0x82, (byte) 0x86, 0x01, 1, 'a', 0x04, (byte) path.length() };
		byte[] all = Arrays.copyOf(block, block.length + path.length());
		System.arraycopy(path.getBytes(StandardCharsets.ISO_8859_1), 0, all, block.length, path.length());
		return headers(stream, END_STREAM | END_HEADERS, all);
	}

	/**
	 * Add a request for {@code /} whose body follows.
	 */
	public Http2Frames post(int stream) {
		return headers(stream, END_HEADERS, block(0x83, 0x84));
	}

	/**
	 * Add a request for {@code /index.html} whose body follows.
	 */
	public Http2Frames postIndex(int stream, String... fields) {
		return headers(stream, END_HEADERS, block(0x83, 0x85, fields));
	}

	public Http2Frames headers(int stream, int flags, byte... block) {
		return frame(1, flags, stream, block);
	}

	/**
	 * Add DATA of so many octets.
	 */
	public Http2Frames data(int stream, int length, boolean end) {
		return frame(0, end ? END_STREAM : 0, stream, new byte[length]);
	}

	public Http2Frames reset(int stream) {
		return frame(3, 0, stream, number(8));
	}

	public Http2Frames windowUpdate(int stream, int increment) {
		return frame(8, 0, stream, number(increment));
	}

	/**
	 * Add SETTINGS with one parameter.
	 */
	public Http2Frames setting(int name, int value) {
		return frame(4, 0, 0, ByteBuffer.allocate(6).putShort((short) name).putInt(value).array());
	}

	/**
	 * Return the fields of a request, of which the first two are in the static table.
	 */
	public static byte[] block(int method, int path, String... fields) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.write(method);
		block.write(path);
		// :scheme http
		block.write(0x86);
		// :authority, not to be indexed
		block.write(0x01);
		literal(block, "localhost");
		for (String field : fields) {
			block.write(0);
			literal(block, field.substring(0, field.indexOf(':')));
			literal(block, field.substring(field.indexOf(':') + 1));
		}
		return block.toByteArray();
	}

	/* Shorter than 127. */
	private static void literal(ByteArrayOutputStream block, String text) {
		block.write(text.length());
		block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	public static byte[] number(int value) {
		return ByteBuffer.allocate(4).putInt(value).array();
	}

	public byte[] toByteArray() {
		return this.octets.toByteArray();
	}

}
