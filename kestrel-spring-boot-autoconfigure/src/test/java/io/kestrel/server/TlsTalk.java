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

package io.kestrel.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * A client of TLS that finishes its handshake and then says one thing. Knows no socket.
 */
final class TlsTalk {

	private final SSLEngine engine;

	private final byte[] message;

	private final ByteBuffer received;

	private final ByteBuffer plain;

	private final ByteArrayOutputStream toSend = new ByteArrayOutputStream();

	private final StringBuilder text = new StringBuilder();

	private boolean complete;

	TlsTalk(SSLContext context, byte[] message) {
		this.engine = context.createSSLEngine("localhost", 443);
		this.engine.setUseClientMode(true);
		this.message = message;
		this.received = ByteBuffer.allocate(4 * this.engine.getSession().getPacketBufferSize());
		this.plain = ByteBuffer.allocate(this.engine.getSession().getApplicationBufferSize());
	}

	/**
	 * Return the ClientHello.
	 */
	byte[] hello() throws SSLException {
		wrap(new byte[0]);
		return sent();
	}

	/**
	 * Take what came.
	 * @param bytes all of it
	 * @return what is to be sent
	 */
	byte[] receive(ByteBuffer bytes) throws SSLException {
		this.received.put(bytes).flip();
		while (step()) {
			// On to what that has made possible.
		}
		this.received.compact();
		return sent();
	}

	private boolean step() throws SSLException {
		switch (this.engine.getHandshakeStatus()) {
			case NEED_TASK -> this.engine.getDelegatedTask().run();
			case NEED_WRAP -> wrap(new byte[0]);
			default -> {
				return unwrap();
			}
		}
		return true;
	}

	private boolean unwrap() throws SSLException {
		SSLEngineResult result = this.engine.unwrap(this.received, this.plain);
		this.text.append(StandardCharsets.ISO_8859_1.decode(this.plain.flip()));
		this.plain.clear();
		if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
			speak();
		}
		return result.getStatus() == SSLEngineResult.Status.OK && result.bytesConsumed() > 0
				|| this.engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NEED_UNWRAP
						&& this.engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
	}

	private void speak() throws SSLException {
		if (!this.complete) {
			this.complete = true;
			wrap(this.message);
		}
	}

	private void wrap(byte[] message) throws SSLException {
		ByteBuffer record = ByteBuffer.allocate(this.engine.getSession().getPacketBufferSize());
		SSLEngineResult result = this.engine.wrap(ByteBuffer.wrap(message), record);
		this.toSend.write(record.array(), 0, record.position());
		if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
			speak();
		}
	}

	private byte[] sent() {
		byte[] bytes = this.toSend.toByteArray();
		this.toSend.reset();
		return bytes;
	}

	/**
	 * Return whether the handshake is over and the message on its way.
	 */
	boolean isComplete() {
		return this.complete;
	}

	/**
	 * Return what was heard, decrypted.
	 */
	String text() {
		return this.text.toString();
	}

}
