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

package io.kestrel.sample;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;

import io.kestrel.feature.ConnectionFeature;
import io.kestrel.feature.TlsHandshakeFeature;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The connection through which a request arrived, as the server sees it.
 *
 * @param id id of the connection, {@code null} on Spring Boot's own server
 * @param endpoint name of the endpoint that accepted it, {@code null} if it has none
 * @param localAddress address on the server's side, {@code null} for a Unix socket
 * @param localPort port on the server's side, {@code null} for a Unix socket
 * @param remoteAddress address of the client, {@code null} for a Unix socket
 * @param remotePort port of the client, {@code null} for a Unix socket
 * @param protocol protocol, such as HTTP/1.1
 * @param secure whether TLS is spoken
 * @param tls what was agreed on for TLS, {@code null} without it and on Spring Boot's own
 * server
 */
record ConnectionView(@Nullable String id, @Nullable String endpoint, @Nullable String localAddress,
		@Nullable Integer localPort, @Nullable String remoteAddress, @Nullable Integer remotePort, String protocol,
		boolean secure, @Nullable TlsView tls) {

	static ConnectionView of(ServerHttpRequest request, @Nullable ConnectionFeature connection,
			@Nullable TlsHandshakeFeature handshake) {
		InetSocketAddress local = request.getLocalAddress();
		InetSocketAddress remote = request.getRemoteAddress();
		HttpServerRequest nativeRequest = ServerHttpRequestDecorator.getNativeRequest(request);
		return new ConnectionView((connection != null) ? connection.getId() : null,
				(connection != null) ? connection.getEndpointName() : null, host(local), port(local), host(remote),
				port(remote), nativeRequest.protocol(), request.getSslInfo() != null,
				(handshake != null) ? TlsView.of(handshake) : null);
	}

	private static @Nullable String host(@Nullable InetSocketAddress address) {
		return (address != null) ? address.getAddress().getHostAddress() : null;
	}

	private static @Nullable Integer port(@Nullable InetSocketAddress address) {
		return (address != null) ? address.getPort() : null;
	}

	/**
	 * What client and server agreed on.
	 *
	 * @param protocol version of TLS
	 * @param cipherSuite cipher suite
	 * @param serverName the name that the client asked for
	 * @param client the subject of the client's certificate
	 */
	record TlsView(String protocol, String cipherSuite, @Nullable String serverName, @Nullable String client) {

		static TlsView of(TlsHandshakeFeature handshake) {
			X509Certificate certificate = handshake.getClientCertificate();
			return new TlsView(handshake.getProtocol(), handshake.getCipherSuite(), handshake.getServerName(),
					(certificate != null) ? certificate.getSubjectX500Principal().getName() : null);
		}

	}

}
