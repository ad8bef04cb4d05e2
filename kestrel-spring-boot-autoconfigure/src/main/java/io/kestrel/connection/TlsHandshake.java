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

package io.kestrel.connection;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.kestrel.feature.TlsHandshakeFeature;
import io.kestrel.handshake.NegotiatedTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one connection, as read from its session.
 */
final class TlsHandshake implements TlsHandshakeFeature {

	private final String protocol;

	private final String cipherSuite;

	private final @Nullable String serverName;

	private final List<X509Certificate> clientCertificates;

	private TlsHandshake(SSLSession session, @Nullable String serverName) {
		this.protocol = session.getProtocol();
		this.cipherSuite = session.getCipherSuite();
		this.serverName = serverName;
		this.clientCertificates = clientCertificates(session);
	}

	/**
	 * Read the handshake of a connection.
	 * @param connection the channel, of which a stream of HTTP/2 is a child
	 * @return the handshake, {@code null} without TLS or if it is not complete
	 */
	static @Nullable TlsHandshake of(Channel connection) {
		SslHandler handler = connection.pipeline().get(SslHandler.class);
		if (handler == null || !handler.handshakeFuture().isSuccess()) {
			return null;
		}
		SSLSession session = handler.engine().getSession();
		return new TlsHandshake(session, serverName(connection, session));
	}

	/*
	 * That of the ClientHello counts before what the provider says, which for a resumed
	 * session may be the name of the first one.
	 */
	private static @Nullable String serverName(Channel connection, SSLSession session) {
		NegotiatedTls negotiated = connection.attr(NegotiatedTls.KEY).get();
		if (negotiated != null) {
			return negotiated.serverName();
		}
		String requested = requestedName(session);
		return requested.isEmpty() ? null : requested;
	}

	private static String requestedName(SSLSession session) {
		if (!(session instanceof ExtendedSSLSession extended)) {
			return "";
		}
		try {
			return extended.getRequestedServerNames()
				.stream()
				.flatMap((name) -> (name instanceof SNIHostName host) ? Stream.of(host.getAsciiName()) : Stream.empty())
				.findFirst()
				.orElse("")
				.toLowerCase(Locale.ROOT);
		}
		catch (UnsupportedOperationException ex) {
			// A provider that does not tell.
			return "";
		}
	}

	private static List<X509Certificate> clientCertificates(SSLSession session) {
		try {
			return Stream.of(session.getPeerCertificates())
				.filter(X509Certificate.class::isInstance)
				.map(X509Certificate.class::cast)
				.toList();
		}
		catch (SSLPeerUnverifiedException ex) {
			// The client sent none, or was not asked.
			return List.of();
		}
	}

	@Override
	public String getProtocol() {
		return this.protocol;
	}

	@Override
	public String getCipherSuite() {
		return this.cipherSuite;
	}

	@Override
	public @Nullable String getServerName() {
		return this.serverName;
	}

	@Override
	public List<X509Certificate> getClientCertificates() {
		return this.clientCertificates;
	}

}
