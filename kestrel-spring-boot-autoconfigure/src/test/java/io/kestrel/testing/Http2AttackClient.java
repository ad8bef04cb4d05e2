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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client of HTTP/2 that sends what it likes as fast as it can, takes all that the
 * server sends or nothing of it, and acknowledges nothing.
 */
public final class Http2AttackClient implements AutoCloseable {

	private static final int GOAWAY = 7;

	private final RawHttpConnection connection;

	private final CompletableFuture<Integer> end = new CompletableFuture<>();

	/**
	 * Create a client that reads on a thread of its own.
	 * @param connection a connection on which nothing has been sent yet
	 */
	public Http2AttackClient(RawHttpConnection connection) throws IOException {
		this(connection, true);
	}

	private Http2AttackClient(RawHttpConnection connection, boolean reads) throws IOException {
		this.connection = connection;
		connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		connection.send(new Http2Frames().frame(4, 0, 0).toByteArray());
		if (reads) {
			startReading();
		}
	}

	/**
	 * Create a client that reads nothing, so that it only knows of its end when it sends.
	 * @param connection a connection on which nothing has been sent yet
	 */
	public static Http2AttackClient deaf(RawHttpConnection connection) throws IOException {
		return new Http2AttackClient(connection, false);
	}

	private void startReading() {
		Thread reader = new Thread(this::read, "attack-reader");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		int code = -1;
		try {
			while (true) {
				byte[] head = this.connection.receiveBytes(9);
				int length = (Byte.toUnsignedInt(head[0]) << 16)
						| Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(1));
				byte[] payload = this.connection.receiveBytes(length);
				if (head[3] == GOAWAY) {
					code = ByteBuffer.wrap(payload).getInt(4);
				}
			}
		}
		catch (IOException ex) {
			// A reset is an end as well.
			this.end.complete(code);
		}
	}

	/**
	 * Send, unless the server does not want to hear any more.
	 * @return whether there may be more
	 */
	public boolean send(byte[] octets) {
		if (this.end.isDone()) {
			return false;
		}
		try {
			this.connection.send(octets);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Wait for the server to close.
	 * @return the code of its last GOAWAY, -1 for none
	 */
	public int awaitEnd() throws Exception {
		return this.end.get(30, TimeUnit.SECONDS);
	}

	/**
	 * Return whether the server has closed.
	 */
	public boolean isOver() {
		return this.end.isDone();
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

}
