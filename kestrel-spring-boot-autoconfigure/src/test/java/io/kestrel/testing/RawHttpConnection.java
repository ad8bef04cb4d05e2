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
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A client that sends and reads raw bytes. Every read has a ceiling of 30 seconds.
 */
public final class RawHttpConnection implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 30_000;

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

	private final Socket socket;

	public RawHttpConnection(String host, int port) throws IOException {
		this(new Socket(), host, port);
	}

	private RawHttpConnection(Socket socket, String host, int port) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
	}

	/**
	 * Connect over TLS and trust whatever certificate the server has.
	 */
	public static RawHttpConnection secure(String host, int port, String protocol)
			throws IOException, GeneralSecurityException {
		SSLSocket socket = (SSLSocket) TestCertificates.trustAll().getSocketFactory().createSocket();
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol });
		socket.setSSLParameters(parameters);
		return new RawHttpConnection(socket, host, port);
	}

	/**
	 * Return whether it is encrypted.
	 */
	public boolean isSecure() {
		return this.socket instanceof SSLSocket;
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
	 * Send each octet in a segment of its own, as long as somebody takes them.
	 */
	public RawHttpConnection sendOctetByOctet(String text) throws IOException {
		this.socket.setTcpNoDelay(true);
		try {
			for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
				this.socket.getOutputStream().write(octet);
			}
		}
		catch (SocketException ex) {
			// Refused: the answer is what counts.
		}
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
	 * Read one response that has a Content-Length or no body.
	 */
	public String receiveResponse() throws IOException {
		String head = receiveUntil("\r\n\r\n");
		Matcher length = CONTENT_LENGTH.matcher(head);
		return length.find() ? head + new String(receiveBytes(Integer.parseInt(length.group(1)))) : head;
	}

	/**
	 * Read so many bytes.
	 */
	public byte[] receiveBytes(int count) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(count);
		if (bytes.length < count) {
			throw new EOFException("Closed after " + bytes.length + " of " + count + " bytes");
		}
		return bytes;
	}

	/**
	 * Read until the server closes, and fail if it resets the connection instead.
	 */
	public String receiveToOrderlyEnd() throws IOException {
		return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Say that nothing more will be sent.
	 */
	public RawHttpConnection endSending() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/**
	 * Go away without a word.
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
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
