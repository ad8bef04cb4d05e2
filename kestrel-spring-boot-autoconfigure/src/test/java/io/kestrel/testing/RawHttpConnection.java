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
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends and reads raw bytes. Every read has a ceiling of 30 seconds.
 */
public final class RawHttpConnection implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 30_000;

	private final Socket socket;

	public RawHttpConnection(String host, int port) throws IOException {
		this.socket = new Socket();
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
	}

	public RawHttpConnection send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	public RawHttpConnection send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
		return this;
	}

	/**
	 * Read until the text appears.
	 */
	public String receiveUntil(String text) throws IOException {
		StringBuilder received = new StringBuilder();
		InputStream in = this.socket.getInputStream();
		while (received.indexOf(text) == -1) {
			int next = in.read();
			if (next == -1) {
				throw new IOException("Closed after: " + received);
			}
			received.append((char) next);
		}
		return received.toString();
	}

	/**
	 * Read until the server closes.
	 */
	public String receiveToEnd() throws IOException {
		return new String(receiveBytesToEnd(), StandardCharsets.ISO_8859_1);
	}

	public byte[] receiveBytesToEnd() throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		try {
			this.socket.getInputStream().transferTo(received);
		}
		catch (SocketException ex) {
			// A reset is an end as well.
		}
		return received.toByteArray();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
