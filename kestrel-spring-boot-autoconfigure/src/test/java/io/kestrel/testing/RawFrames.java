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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import io.kestrel.testing.Http2FrameClient.Type;

/**
 * Frames of HTTP/2 as they are on the wire (RFC 9113 section 4.1), on a connection where
 * nobody answers anything by itself.
 */
public final class RawFrames {

	/** What a client begins with: the preface and empty settings. */
	public static final String HELLO = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

	/** GET / of http://localhost in literals and static entries (RFC 7541). */
	public static final String GET = "828684" + "4109" + HexFormat.of().formatHex("localhost".getBytes());

	/** POST of the same. */
	public static final String POST = "83" + GET.substring(2);

	private final RawHttpConnection connection;

	/**
	 * Use a connection.
	 */
	public RawFrames(RawHttpConnection connection) {
		this.connection = connection;
	}

	/**
	 * Send the preface and empty settings, and read what the server says to it.
	 */
	public RawFrames open() throws IOException {
		this.connection.send(HELLO);
		while (!receive().equals("SETTINGS 1 0 ")) {
			// Its settings and its window.
		}
		return this;
	}

	/**
	 * Send a frame.
	 */
	public RawFrames send(Type type, int flags, int stream, String hex) throws IOException {
		return send(type, flags, stream, HexFormat.of().parseHex(hex));
	}

	/**
	 * Send a frame.
	 */
	public RawFrames send(Type type, int flags, int stream, byte[] payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
		frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
		frame.put((byte) type.ordinal()).put((byte) flags).putInt(stream).put(payload);
		this.connection.send(frame.array());
		return this;
	}

	/**
	 * Send the beginning of a frame with a payload of eight octets.
	 */
	public RawFrames sendPart(Type type, int length) throws IOException {
		byte[] frame = { 0, 0, 8, (byte) type.ordinal(), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
		this.connection.send(Arrays.copyOf(frame, length));
		return this;
	}

	/**
	 * Send a GET that is complete.
	 */
	public RawFrames get(int stream) throws IOException {
		return send(Type.HEADERS, 0x5, stream, GET);
	}

	/**
	 * Read the next frame: its type, its flags, its stream, and its payload in
	 * hexadecimal.
	 */
	public String receive() throws IOException {
		ByteBuffer head = ByteBuffer.wrap(this.connection.receiveBytes(9));
		int length = (Byte.toUnsignedInt(head.get()) << 16) | Short.toUnsignedInt(head.getShort());
		Type type = Type.values()[head.get()];
		int flags = head.get();
		int stream = head.getInt();
		return type + " " + flags + " " + stream + " " + HexFormat.of().formatHex(this.connection.receiveBytes(length));
	}

	/**
	 * Read the next frame of a type, whatever comes before it.
	 */
	public String receive(Type type) throws IOException {
		String frame = receive();
		while (!frame.startsWith(type + " ")) {
			frame = receive();
		}
		return frame;
	}

	/**
	 * Return what a GOAWAY frame says.
	 */
	public static String goAway(int lastStream, int code) {
		return "GOAWAY 0 0 %08x%08x".formatted(lastStream, code);
	}

	/**
	 * Return whether the server has closed, in order.
	 */
	public boolean isEnd() throws IOException {
		try {
			this.connection.receiveBytes(1);
			return false;
		}
		catch (EOFException ex) {
			return true;
		}
	}

}
