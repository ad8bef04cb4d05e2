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
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;

/**
 * A client of the JDK that trusts everybody and remembers nothing: each connection is a
 * full handshake.
 */
public final class TlsClient {

	private static final int TIMEOUT_MILLIS = 30_000;

	private final @Nullable String serverName;

	private final @Nullable X509Bundle certificate;

	private TlsClient(@Nullable String serverName, @Nullable X509Bundle certificate) {
		this.serverName = serverName;
		this.certificate = certificate;
	}

	public static TlsClient create() {
		return new TlsClient(null, null);
	}

	public TlsClient serverName(String name) {
		return new TlsClient(name, this.certificate);
	}

	public TlsClient certificate(X509Bundle client) {
		return new TlsClient(this.serverName, client);
	}

	/**
	 * Shake hands.
	 */
	public SSLSocket connect(int port) throws IOException, GeneralSecurityException {
		SSLContext context = SSLContext.getInstance("TLS");
		KeyManager[] keys = (this.certificate != null) ? this.certificate.toKeyManagerFactory().getKeyManagers() : null;
		context.init(keys, TestCertificates.trustEverybody(), null);
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
		try {
			if (this.serverName != null) {
				SSLParameters parameters = socket.getSSLParameters();
				parameters.setServerNames(List.of(new SNIHostName(this.serverName)));
				socket.setSSLParameters(parameters);
			}
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
			socket.startHandshake();
			return socket;
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	/**
	 * Shake hands and return the serial number of the server's certificate.
	 */
	public BigInteger serial(int port) throws IOException, GeneralSecurityException {
		try (SSLSocket socket = connect(port)) {
			return serial(socket);
		}
	}

	public static BigInteger serial(SSLSocket socket) throws IOException {
		return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
	}

	/**
	 * Make a request on a connection of its own. With TLS 1.3 a client learns only from
	 * what it reads that its certificate was refused.
	 */
	public String get(int port, String path) throws IOException, GeneralSecurityException {
		try (SSLSocket socket = connect(port)) {
			String host = (this.serverName != null) ? this.serverName : "localhost";
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	/**
	 * Return whether a request is answered on a connection of its own.
	 */
	public boolean isAccepted(int port) throws GeneralSecurityException {
		try {
			return get(port, "/hello").startsWith("HTTP/1.1 200");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
