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

package io.kestrel.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.kestrel.autoconfigure.TlsProperties.Certificate;
import io.kestrel.autoconfigure.TlsProperties.ServerName;
import io.kestrel.autoconfigure.TlsProperties.Trust;
import io.kestrel.https.ClientAuth;
import io.kestrel.https.PlainHttp;
import io.kestrel.https.Protocol;
import io.kestrel.limits.ConnectionOverflow;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.Delimiter;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the server beyond those of Spring Boot, which has the same prefix. Names
 * that Boot has are never repeated here.
 *
 * @param urls Semicolon-separated list of URLs to listen at, for example
 * http://localhost:5000;http://unix:/run/app.sock. The host '*' stands for all addresses.
 * @param httpPorts Semicolon-separated list of ports for clear text on all addresses.
 * Used if no URLs are set.
 * @param httpsPorts Semicolon-separated list of ports for TLS on all addresses. Used if
 * no URLs are set.
 * @param preferHostingUrls Whether URLs win over endpoints where both are configured.
 * @param endpoints Endpoints by name. They win over URLs.
 * @param endpointDefaults what holds for every endpoint that says nothing else
 * @param certificates Certificates by name. The one named default is that of https
 * endpoints without one of their own; others can be named where a bundle can.
 * @param limits limits of all endpoints that have none of their own
 * @param allowedHosts Hosts that requests may be for, others are answered 400: a host
 * without port, *.example.org for all below it, or * for all, which is the default.
 * Semicolons separate them too.
 * @since 0.1.0
 */
@ConfigurationProperties("server")
public record KestrelServerProperties(@Delimiter(Delimiter.NONE) @DefaultValue List<String> urls,
		@Delimiter(Delimiter.NONE) @DefaultValue List<String> httpPorts,
		@Delimiter(Delimiter.NONE) @DefaultValue List<String> httpsPorts,
		@DefaultValue("false") boolean preferHostingUrls, @DefaultValue Map<String, Endpoint> endpoints,
		@DefaultValue EndpointDefaults endpointDefaults, @DefaultValue Map<String, Certificate> certificates,
		@DefaultValue Limits limits, @DefaultValue List<String> allowedHosts) {

	/**
	 * An endpoint.
	 *
	 * @param url URL to listen at, for example http://127.0.0.1:5000.
	 * @param protocols Versions of HTTP: http1, http2. By default both with https, and
	 * http1 in clear text, where http2 means prior knowledge.
	 * @param certificate the certificate
	 * @param trust whose client certificates are accepted
	 * @param clientAuth Whether clients are asked for a certificate. By default what
	 * server.ssl.client-auth says.
	 * @param enabledProtocols Versions of TLS. By default TLSv1.3 and TLSv1.2.
	 * @param ciphers Cipher suites. By default those with forward secrecy and
	 * authenticated encryption.
	 * @param handshakeTimeout Time that a handshake may take, from the first byte of the
	 * connection on, or -1 for no limit.
	 * @param plainHttp What a client gets that speaks clear text to an https endpoint.
	 * @param rejectMisdirectedRequests Whether a request is answered 421 whose host does
	 * not belong to the certificate of its connection.
	 * @param sni What is different for those who ask for a server name: a host, *.suffix,
	 * or * for all others. If set, others are refused.
	 * @param socket how the listening socket is made
	 * @param limits limits of this endpoint
	 */
	@ConfigurationPropertiesSource
	public record Endpoint(@Nullable String url, @DefaultValue List<Protocol> protocols,
			@NestedConfigurationProperty @Nullable Certificate certificate,
			@NestedConfigurationProperty @Nullable Trust trust, @Nullable ClientAuth clientAuth,
			@DefaultValue List<String> enabledProtocols, @DefaultValue List<String> ciphers,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration handshakeTimeout, @Nullable PlainHttp plainHttp,
			@Nullable Boolean rejectMisdirectedRequests, @DefaultValue Map<String, ServerName> sni,
			@DefaultValue Socket socket, @DefaultValue Limits limits) implements HttpsProperties {

	}

	/**
	 * What holds for every endpoint that says nothing else.
	 *
	 * @param protocols Versions of HTTP: http1, http2. By default both with https, and
	 * http1 in clear text, where http2 means prior knowledge.
	 * @param certificate the certificate
	 * @param trust whose client certificates are accepted
	 * @param clientAuth Whether clients are asked for a certificate. By default what
	 * server.ssl.client-auth says.
	 * @param enabledProtocols Versions of TLS. By default TLSv1.3 and TLSv1.2.
	 * @param ciphers Cipher suites. By default those with forward secrecy and
	 * authenticated encryption.
	 * @param handshakeTimeout Time that a handshake may take, from the first byte of the
	 * connection on, or -1 for no limit.
	 * @param plainHttp What a client gets that speaks clear text to an https endpoint.
	 * @param rejectMisdirectedRequests Whether a request is answered 421 whose host does
	 * not belong to the certificate of its connection.
	 */
	@ConfigurationPropertiesSource
	public record EndpointDefaults(@DefaultValue List<Protocol> protocols,
			@NestedConfigurationProperty @Nullable Certificate certificate,
			@NestedConfigurationProperty @Nullable Trust trust, @Nullable ClientAuth clientAuth,
			@DefaultValue List<String> enabledProtocols, @DefaultValue List<String> ciphers,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration handshakeTimeout, @Nullable PlainHttp plainHttp,
			@Nullable Boolean rejectMisdirectedRequests) implements HttpsProperties {

	}

	/**
	 * How the listening socket of an endpoint is made.
	 *
	 * @param mode Permissions of the file of a Unix socket as an octal number that begins
	 * with zero, for example 0660 (in quotes in YAML). By default what the umask of the
	 * process gives.
	 * @param owner Name of the user who owns the file of a Unix socket. By default the
	 * user of the process.
	 * @param group Name of the group of the file of a Unix socket. By default the group
	 * of the process.
	 * @param backlog Number of connections that may wait to be accepted. By default the
	 * system's limit.
	 */
	public record Socket(@Nullable String mode, @Nullable String owner, @Nullable String group,
			@Nullable Integer backlog) {

	}

	/**
	 * How much of something a client may have.
	 *
	 * @param maxRequestBodySize Maximum size of a request body, unless the handler has a
	 * limit of its own: a size such as 10MB, or -1 for no limit. An endpoint without one
	 * has that of server.limits.
	 * @param maxRequestLineSize Maximum size of the request line of HTTP/1.1 with its
	 * line end (HTTP/2: of method, scheme, authority and path). A longer one is answered
	 * 414, or its stream reset.
	 * @param maxRequestHeadersTotalSize Maximum size of all field lines of a request with
	 * their line ends (HTTP/2: of names and values), trailers included. Longer ones are
	 * answered 431.
	 * @param maxRequestHeaderCount Maximum number of fields of a request, trailers
	 * included. More are answered 431.
	 * @param maxRequestsPerConnection Maximum number of requests of a connection, or -1
	 * for no limit. The last response of HTTP/1.1 says Connection: close, HTTP/2 sends
	 * GOAWAY.
	 * @param maxRequestBufferSize Maximum size of what a connection reads ahead of the
	 * application, or -1 for no limit. At least maxRequestLineSize and
	 * maxRequestHeadersTotalSize.
	 * @param maxResponseBufferSize Size of the unsent part of a response from which on
	 * the application is asked for no more, or -1 for no limit.
	 * @param keepAliveTimeout Time that a connection may be idle between two requests, or
	 * before the first one, or -1 for no limit. Then it is closed.
	 * @param requestHeadersTimeout Time that the head of a request may take, from its
	 * first byte on, or -1 for no limit. A slower one is answered 408.
	 * @param minRequestBodyDataRate how fast a body has to come while the application
	 * waits for it
	 * @param minResponseDataRate how fast a response has to be taken
	 * @param maxConnectionAge Time that a connection may be used, or -1 for no limit, the
	 * default. Then HTTP/1.1 says Connection: close with the next response, and HTTP/2
	 * sends GOAWAY.
	 * @param maxConnectionAgeJitter How much the age of each connection differs at most,
	 * in per cent, so that those made together do not end together.
	 * @param maxConnectionAgeGrace Time that the last requests of a connection over its
	 * age may take, or -1 for no limit. Then it is reset.
	 * @param maxConcurrentConnections Maximum number of open connections, those that were
	 * upgraded to another protocol not counted, or -1 for no limit. That of an endpoint
	 * holds for its own, that of server.limits for those of all endpoints together.
	 * @param maxConcurrentUpgradedConnections Maximum number of connections that were
	 * upgraded to a WebSocket, or -1 for no limit. A handshake beyond it is answered 503.
	 * @param maxConcurrentConnectionsPerClient Maximum number of open connections of one
	 * IPv4 address or one /64 network of IPv6, upgraded ones included, or -1 for no
	 * limit. Another one is closed at once.
	 * @param connectionOverflow What happens to a connection beyond
	 * max-concurrent-connections.
	 * @param http2 What a connection of HTTP/2 may have.
	 */
	public record Limits(@Nullable DataSize maxRequestBodySize, @Nullable DataSize maxRequestLineSize,
			@Nullable DataSize maxRequestHeadersTotalSize, @Nullable Integer maxRequestHeaderCount,
			@Nullable Integer maxRequestsPerConnection, @Nullable DataSize maxRequestBufferSize,
			@Nullable DataSize maxResponseBufferSize,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration keepAliveTimeout,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration requestHeadersTimeout,
			@DefaultValue MinDataRate minRequestBodyDataRate, @DefaultValue MinDataRate minResponseDataRate,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxConnectionAge,
			@Nullable String maxConnectionAgeJitter,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxConnectionAgeGrace,
			@Nullable Integer maxConcurrentConnections, @Nullable Integer maxConcurrentUpgradedConnections,
			@Nullable Integer maxConcurrentConnectionsPerClient, @Nullable ConnectionOverflow connectionOverflow,
			@DefaultValue Http2 http2) {

	}

	/**
	 * What a connection of HTTP/2 may have.
	 *
	 * @param maxStreamsPerConnection Number of streams that may be open at once on a
	 * connection of HTTP/2. One more is refused with REFUSED_STREAM.
	 * @param headerTableSize Size of the table of known fields of HTTP/2, in each
	 * direction. 0 for none.
	 * @param maxFrameSize Size of a frame of HTTP/2 without its header, 16KB to 16MB less
	 * one byte.
	 * @param maxRequestHeaderFieldSize Size of a name or a value of a field of HTTP/2,
	 * each for itself.
	 * @param initialConnectionWindowSize How much of all bodies may be under way on a
	 * connection of HTTP/2 before the application reads it, at least 65535B.
	 * @param initialStreamWindowSize How much of a body may be under way on a stream of
	 * HTTP/2 before the application reads it, at least 65535B.
	 * @param keepAlivePingDelay How long a client of HTTP/2 may be silent before it gets
	 * a PING, at least 1s, or -1 for no PING.
	 * @param keepAlivePingTimeout How long a client of HTTP/2 may be silent after a PING
	 * before its connection ends, at least 1s, or -1 for any time.
	 */
	public record Http2(@Nullable Integer maxStreamsPerConnection, @Nullable DataSize headerTableSize,
			@Nullable DataSize maxFrameSize, @Nullable DataSize maxRequestHeaderFieldSize,
			@Nullable DataSize initialConnectionWindowSize, @Nullable DataSize initialStreamWindowSize,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration keepAlivePingDelay,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration keepAlivePingTimeout) {

	}

	/**
	 * How fast a client has to be.
	 *
	 * @param bytesPerSecond Number of bytes per second, on average, or -1 for any speed.
	 * @param gracePeriod Time in which nothing is asked of the client.
	 */
	public record MinDataRate(@Nullable Long bytesPerSecond,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration gracePeriod) {

	}

}
