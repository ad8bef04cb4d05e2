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
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * A client of HTTP/2 that sends and reads single frames (RFC 9113 section 4.1) on a raw
 * connection, and does nothing by itself but acknowledge settings and pings. Streams are
 * those that the test names.
 */
public final class Http2FrameClient implements AutoCloseable {

	private static final int ACK = 0x1;

	private static final int END_STREAM = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int MAX_FRAME_SIZE = 16_384;

	private final RawHttpConnection connection;

	private final Map<Integer, Integer> settings = new HashMap<>();

	private final Set<Integer> resetStreams = new HashSet<>();

	private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

	private Http2Headers fields = new DefaultHttp2Headers();

	private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

	/**
	 * Create a client.
	 * @param connection a connection on which nothing has been sent yet
	 */
	public Http2FrameClient(RawHttpConnection connection) throws IOException {
		this.connection = connection;
		connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		send(Type.SETTINGS, 0, 0, new byte[0]);
	}

	/**
	 * Begin a POST whose body follows.
	 */
	public Http2FrameClient post(int stream, String path, Map<String, String> fields) throws IOException {
		return request(stream, "POST", path, fields, false);
	}

	/**
	 * Send a request without a body.
	 */
	public Http2FrameClient get(int stream, String path) throws IOException {
		return request(stream, "GET", path, Map.of(), true);
	}

	/**
	 * Ask for another protocol on a stream (RFC 8441 section 4).
	 */
	public Http2FrameClient connect(int stream, String protocol, String path, Map<String, String> fields)
			throws IOException {
		Map<String, String> all = new LinkedHashMap<>();
		all.put(":protocol", protocol);
		all.putAll(fields);
		return request(stream, "CONNECT", path, all, false);
	}

	/**
	 * Let the server send what it likes.
	 */
	public Http2FrameClient openWindows() throws IOException {
		// INITIAL_WINDOW_SIZE, for streams that are opened from now on.
		send(Type.SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(Integer.MAX_VALUE).array());
		return send(Type.WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE - 65_535).array());
	}

	/**
	 * Return the settings that the server has sent so far, by their numbers.
	 */
	public Map<Integer, Integer> settings() {
		return this.settings;
	}

	/**
	 * Return the fields of the HEADERS that were read last.
	 */
	public Http2Headers fields() {
		return this.fields;
	}

	/**
	 * Send the head of a request.
	 */
	public Http2FrameClient request(int stream, String method, String path, Map<String, String> fields, boolean end)
			throws IOException {
		Http2Headers headers = new DefaultHttp2Headers().method(method)
			.scheme(this.connection.isSecure() ? "https" : "http")
			.authority("localhost")
			.path(path);
		fields.forEach(headers::add);
		ByteBuf block = Unpooled.buffer();
		try {
			this.encoder.encodeHeaders(stream, headers, block);
		}
		catch (Http2Exception ex) {
			throw new IOException(ex);
		}
		byte[] bytes = new byte[block.readableBytes()];
		block.readBytes(bytes);
		return send(Type.HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, bytes);
	}

	/**
	 * Send a piece of a body.
	 */
	public Http2FrameClient data(int stream, String text, boolean end) throws IOException {
		return data(stream, text.getBytes(StandardCharsets.ISO_8859_1), end);
	}

	/**
	 * Send a piece of a body, in frames of whatever number.
	 */
	public Http2FrameClient data(int stream, byte[] bytes, boolean end) throws IOException {
		int from = 0;
		for (; bytes.length - from > MAX_FRAME_SIZE; from += MAX_FRAME_SIZE) {
			send(Type.DATA, 0, stream, Arrays.copyOfRange(bytes, from, from + MAX_FRAME_SIZE));
		}
		return send(Type.DATA, end ? END_STREAM : 0, stream, Arrays.copyOfRange(bytes, from, bytes.length));
	}

	/**
	 * Send any frame.
	 */
	public Http2FrameClient send(Type type, int flags, int stream, byte[] payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
		frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
		frame.put((byte) type.ordinal()).put((byte) flags).putInt(stream).put(payload);
		this.connection.send(frame.array());
		return this;
	}

	/**
	 * Read the next frame of any stream, or one about the whole connection that ends it.
	 */
	public Frame receive() throws IOException {
		while (true) {
			byte[] head = this.connection.receiveBytes(9);
			int length = (Byte.toUnsignedInt(head[0]) << 16) | Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(1));
			Type type = Type.values()[head[3]];
			int flags = head[4];
			int stream = ByteBuffer.wrap(head).getInt(5);
			byte[] payload = this.connection.receiveBytes(length);
			if (type == Type.SETTINGS || type == Type.PING) {
				if (type == Type.SETTINGS) {
					ByteBuffer pairs = ByteBuffer.wrap(payload);
					while (pairs.hasRemaining()) {
						this.settings.put((int) pairs.getShort(), pairs.getInt());
					}
				}
				if ((flags & ACK) == 0) {
					acknowledge(type, (type == Type.PING) ? payload : new byte[0]);
				}
				else if (type == Type.PING) {
					return new Frame(type, stream, false, "ack");
				}
			}
			else if (type != Type.WINDOW_UPDATE && !this.resetStreams.contains(stream)) {
				if (type == Type.RST_STREAM) {
					// Netty resets once more for each late frame, which a client ignores.
					this.resetStreams.add(stream);
				}
				return new Frame(type, stream, (flags & END_STREAM) != 0 && type != Type.RST_STREAM,
						describe(type, stream, payload));
			}
		}
	}

	/* The server may have ended the connection: what it has said is still to be read. */
	private void acknowledge(Type type, byte[] payload) throws IOException {
		try {
			send(type, ACK, 0, payload);
		}
		catch (SocketException ex) {
			// The next read tells.
		}
	}

	/*
	 * Field sections must be decoded in the order in which they come.
	 */
	private String describe(Type type, int stream, byte[] payload) throws IOException {
		return switch (type) {
			case HEADERS -> describe(decode(stream, payload));
			case RST_STREAM -> String.valueOf(ByteBuffer.wrap(payload).getInt());
			default -> new String(payload, StandardCharsets.ISO_8859_1);
		};
	}

	private static String describe(Http2Headers fields) {
		CharSequence status = fields.status();
		StringBuilder trailers = new StringBuilder();
		if (status == null) {
			fields.forEach((field) -> trailers.append(field.getKey()).append('=').append(field.getValue()));
		}
		return (status != null) ? status.toString() : trailers.toString();
	}

	private Http2Headers decode(int stream, byte[] block) throws IOException {
		try {
			this.fields = this.decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
			return this.fields;
		}
		catch (Http2Exception ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Read frames until one ends its stream, and return them in short:
	 * {@code "1: 200 ok"}.
	 */
	public String receiveResponse() throws IOException {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		Frame frame = receive();
		text.writeBytes((frame.stream() + ": ").getBytes(StandardCharsets.ISO_8859_1));
		while (true) {
			if (frame.type() == Type.HEADERS) {
				text.writeBytes((frame.content() + " ").getBytes(StandardCharsets.ISO_8859_1));
			}
			else if (frame.type() == Type.DATA) {
				text.writeBytes(frame.content().getBytes(StandardCharsets.ISO_8859_1));
			}
			else {
				throw new IOException("Instead of the rest of the response \"" + text + "\": " + frame);
			}
			if (frame.end()) {
				return text.toString(StandardCharsets.ISO_8859_1).strip();
			}
			frame = receive();
		}
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

	/**
	 * A frame of the server.
	 *
	 * @param type its type
	 * @param stream its stream, 0 for the connection
	 * @param end whether it is the last of its stream
	 * @param content the status of HEADERS, or the fields of trailers, the code of
	 * RST_STREAM, the text of others
	 */
	public record Frame(Type type, int stream, boolean end, String content) {

		public static Frame reset(int stream, int code) {
			return new Frame(Type.RST_STREAM, stream, false, String.valueOf(code));
		}

	}

	/**
	 * The types in the order of their numbers.
	 */
	public enum Type {

		DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION

	}

}
