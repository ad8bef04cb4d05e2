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

package io.kestrel.handshake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.net.ssl.SSLEngine;

import io.kestrel.testing.TestCertificates;

/**
 * The first record of a real client.
 */
final class ClientHellos {

	private ClientHellos() {
	}

	static byte[] of(String serverName) throws GeneralSecurityException, IOException {
		SSLEngine engine = TestCertificates.trustAll().createSSLEngine(serverName, 443);
		engine.setUseClientMode(true);
		ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), record);
		return Arrays.copyOf(record.array(), record.position());
	}

}
