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
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

import io.netty.pkitesting.X509Bundle;

/**
 * One TLS connection of a client that says exactly what a test wants, and trusts every
 * server.
 */
public final class TlsClient {

	private static final int TIMEOUT_MILLIS = 20_000;

	private final int port;

	private String serverName;

	private String[] protocols = { "TLSv1.3", "TLSv1.2" };

	private String[] ciphers;

	private String[] alpn = {};

	private X509Bundle certificate;

	private TlsClient(int port) {
		this.port = port;
	}

	private TlsClient(TlsClient other, int port) {
		this(port);
		this.serverName = other.serverName;
		this.protocols = other.protocols;
		this.ciphers = other.ciphers;
		this.alpn = other.alpn;
		this.certificate = other.certificate;
	}

	public static TlsClient to(int port) {
		return new TlsClient(port);
	}

	/**
	 * Begin a client whose port is said later.
	 */
	public static TlsClient create() {
		return new TlsClient(-1);
	}

	/**
	 * Return the same client for a port.
	 */
	public TlsClient port(int port) {
		return new TlsClient(this, port);
	}

	public TlsClient serverName(String name) {
		this.serverName = name;
		return this;
	}

	public TlsClient protocols(String... names) {
		this.protocols = names;
		return this;
	}

	public TlsClient ciphers(String... names) {
		this.ciphers = names;
		return this;
	}

	public TlsClient alpn(String... names) {
		this.alpn = names;
		return this;
	}

	public TlsClient certificate(X509Bundle bundle) {
		this.certificate = bundle;
		return this;
	}

	/**
	 * Shake hands and tell what came out.
	 */
	public Handshake handshake() throws IOException, GeneralSecurityException {
		try (SSLSocket socket = connect()) {
			return Handshake.of(socket);
		}
	}

	/**
	 * Send a request and return the response, or what became of the handshake: the
	 * exception's message.
	 */
	public String exchange(String request) throws GeneralSecurityException, IOException {
		try (SSLSocket socket = connect()) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (SSLException | SocketException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	/**
	 * Send a request for a host and return the response.
	 */
	public String get(String host) throws GeneralSecurityException, IOException {
		return exchange("GET /hello HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
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
	 * Return whether a request is answered on a connection of its own. With TLS 1.3 a
	 * client learns only from what it reads that its certificate was refused.
	 */
	public boolean isAccepted(int port) throws GeneralSecurityException {
		String host = (this.serverName != null) ? this.serverName : "localhost";
		try {
			return port(port).get(host).startsWith("HTTP/1.1 200");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Shake hands.
	 */
	public SSLSocket connect(int port) throws IOException, GeneralSecurityException {
		return port(port).connect();
	}

	private SSLSocket connect() throws IOException, GeneralSecurityException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers(), TestCertificates.trustEverybody(), new SecureRandom());
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
		try {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setProtocols(this.protocols);
			parameters.setApplicationProtocols(this.alpn);
			List<SNIServerName> names = (this.serverName != null) ? List.of(new SNIHostName(this.serverName))
					: List.of();
			parameters.setServerNames(names);
			if (this.ciphers != null) {
				parameters.setCipherSuites(this.ciphers);
			}
			socket.setSSLParameters(parameters);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), TIMEOUT_MILLIS);
			socket.startHandshake();
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
		if (this.certificate == null) {
			return null;
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setKeyEntry("client", this.certificate.getKeyPair().getPrivate(), new char[0],
				this.certificate.getCertificatePath());
		KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
		factory.init(store, new char[0]);
		return new KeyManager[] { new AlwaysClient((X509ExtendedKeyManager) factory.getKeyManagers()[0]) };
	}

	/**
	 * What client and server agreed on.
	 *
	 * @param certificate the common name of the server's certificate
	 * @param protocol the version of TLS
	 * @param cipher the cipher suite
	 * @param alpn the application protocol, empty for none
	 */
	public record Handshake(String certificate, String protocol, String cipher, String alpn) {

		static Handshake of(SSLSocket socket) throws IOException {
			X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
			return new Handshake(certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", ""),
					socket.getSession().getProtocol(), socket.getSession().getCipherSuite(),
					socket.getApplicationProtocol());
		}

	}

	/**
	 * Shows its certificate whatever the server says whose it accepts.
	 */
	private static final class AlwaysClient extends X509ExtendedKeyManager {

		private final X509ExtendedKeyManager keys;

		private AlwaysClient(X509ExtendedKeyManager keys) {
			this.keys = keys;
		}

		@Override
		public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
			return "client";
		}

		@Override
		public String[] getClientAliases(String keyType, Principal[] issuers) {
			return new String[] { "client" };
		}

		@Override
		public String[] getServerAliases(String keyType, Principal[] issuers) {
			return new String[0];
		}

		@Override
		public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
			return null;
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return this.keys.getCertificateChain(alias);
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return this.keys.getPrivateKey(alias);
		}

	}

}
