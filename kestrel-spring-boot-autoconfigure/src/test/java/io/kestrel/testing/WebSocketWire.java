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
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.kestrel.testing.Http2FrameClient.Type;

/**
 * A WebSocket whose frames are written and read as bytes, on a connection of HTTP/1.1 or
 * on a stream of HTTP/2 (RFC 8441).
 */
public abstract class WebSocketWire implements AutoCloseable {

	private static final byte[] MASK = { 0x12, 0x34, 0x56, 0x78 };

	private static final int FINAL = 0x80;

	/**
	 * Open a WebSocket.
	 * @param fields more fields of the handshake
	 */
	public static WebSocketWire open(boolean http2, int port, String path, Map<String, String> fields)
			throws IOException {
		return open(http2, new RawHttpConnection("127.0.0.1", port), path, fields);
	}

	/**
	 * Open a WebSocket on a connection.
	 * @param fields more fields of the handshake
	 */
	public static WebSocketWire open(boolean http2, RawHttpConnection connection, String path,
			Map<String, String> fields) throws IOException {
		return http2 ? new OnHttp2(connection, path, fields) : new OnHttp1(connection, path, fields);
	}

	/**
	 * Return a masked frame.
	 * @param first the first byte: FIN, reserved bits, opcode
	 */
	public static byte[] frame(int first, byte[] payload) {
		byte[] masked = payload.clone();
		for (int i = 0; i < masked.length; i++) {
			masked[i] ^= MASK[i % MASK.length];
		}
		return concat(head(first, payload.length, 0x80), MASK, masked);
	}

	/**
	 * Return the head of a frame without its mask.
	 */
	public static byte[] head(int first, int length, int masked) {
		ByteBuffer head = ByteBuffer.allocate(10).put((byte) first);
		if (length < 126) {
			head.put((byte) (masked | length));
		}
		else if (length < 65_536) {
			head.put((byte) (masked | 126)).putShort((short) length);
		}
		else {
			head.put((byte) (masked | 127)).putLong(length);
		}
		byte[] bytes = new byte[head.position()];
		head.flip().get(bytes);
		return bytes;
	}

	public static byte[] concat(byte[]... pieces) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] piece : pieces) {
			all.writeBytes(piece);
		}
		return all.toByteArray();
	}

	public static byte[] close(int code, String reason) {
		return frame(FINAL | 8, concat(new byte[] { (byte) (code >> 8), (byte) code }, reason.getBytes()));
	}

	public abstract WebSocketWire send(byte[] bytes) throws IOException;

	abstract byte[] receive(int count) throws IOException;

	/**
	 * Read the next frame in words, or "end", or that the stream was reset.
	 */
	public String receive() throws IOException {
		byte[] start;
		try {
			start = receive(2);
		}
		catch (EOFException ex) {
			return String.valueOf(ex.getMessage()).startsWith("reset ") ? ex.getMessage() : "end";
		}
		int length = start[1] & 0xff;
		if (length >= 126) {
			ByteBuffer extended = ByteBuffer.wrap(receive((length == 126) ? 2 : 8));
			length = (length == 126) ? Short.toUnsignedInt(extended.getShort()) : (int) extended.getLong();
		}
		byte[] payload = receive(length);
		boolean whole = (start[0] & FINAL) != 0;
		return switch (start[0] & 0x7f) {
			case 0 -> "more " + text(payload);
			case 1 -> (whole ? "text " : "text part ") + text(payload);
			case 2 -> (whole ? "binary " : "binary part ") + text(payload);
			case 8 ->
				(payload.length == 0) ? "close" : "close " + Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
			case 9 -> "ping " + text(payload);
			case 10 -> "pong " + text(payload);
			default -> "frame " + start[0];
		};
	}

	private static String text(byte[] payload) {
		return (payload.length > 20) ? payload.length + " bytes" : new String(payload, StandardCharsets.UTF_8);
	}

	/**
	 * Read all frames to the end.
	 */
	public List<String> receiveAll() throws IOException {
		List<String> frames = new ArrayList<>();
		do {
			frames.add(receive());
		}
		while (!"end".equals(frames.get(frames.size() - 1)));
		return frames;
	}

	/**
	 * Return the response of the handshake.
	 */
	public abstract String response();

	@Override
	public abstract void close() throws IOException;

	private static final class OnHttp1 extends WebSocketWire {

		private final RawHttpConnection connection;

		private final String response;

		private OnHttp1(RawHttpConnection connection, String path, Map<String, String> fields) throws IOException {
			this.connection = connection;
			StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n")
				.append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
				.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
			fields.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
			this.response = this.connection.send(request.append("\r\n").toString()).receiveResponse();
		}

		@Override
		public WebSocketWire send(byte[] bytes) throws IOException {
			this.connection.send(bytes);
			return this;
		}

		@Override
		byte[] receive(int count) throws IOException {
			return this.connection.receiveBytes(count);
		}

		@Override
		public String response() {
			return this.response;
		}

		@Override
		public void close() throws IOException {
			this.connection.close();
		}

	}

	private static final class OnHttp2 extends WebSocketWire {

		private final Http2FrameClient client;

		private final String response;

		private ByteBuffer received = ByteBuffer.allocate(0);

		private boolean ended;

		private OnHttp2(RawHttpConnection connection, String path, Map<String, String> fields) throws IOException {
			this.client = new Http2FrameClient(connection).openWindows();
			Map<String, String> all = new LinkedHashMap<>(Map.of("sec-websocket-version", "13"));
			fields.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
			this.client.connect(1, "websocket", path, all);
			this.response = this.client.receive() + " " + this.client.fields();
		}

		@Override
		public WebSocketWire send(byte[] bytes) throws IOException {
			this.client.data(1, bytes, false);
			return this;
		}

		@Override
		byte[] receive(int count) throws IOException {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			while (bytes.size() < count) {
				if (!this.received.hasRemaining()) {
					more();
				}
				bytes.write(this.received.get());
			}
			return bytes.toByteArray();
		}

		private void more() throws IOException {
			if (this.ended) {
				throw new EOFException();
			}
			Http2FrameClient.Frame frame = this.client.receive();
			if (frame.type() == Type.GOAWAY) {
				// Streams that are open go on.
				more();
				return;
			}
			if (frame.type() == Type.RST_STREAM) {
				throw new EOFException("reset " + frame.content());
			}
			if (frame.type() != Type.DATA) {
				throw new IOException("Instead of DATA: " + frame);
			}
			this.ended = frame.end();
			this.received = ByteBuffer.wrap(frame.content().getBytes(StandardCharsets.ISO_8859_1));
			if (!this.received.hasRemaining()) {
				more();
			}
		}

		@Override
		public String response() {
			return this.response;
		}

		@Override
		public void close() throws IOException {
			this.client.close();
		}

	}

}
