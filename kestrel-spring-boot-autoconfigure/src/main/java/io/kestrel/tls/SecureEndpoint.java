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

package io.kestrel.tls;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.certificate.Certificates;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.handshake.HandshakeFailures;
import io.kestrel.handshake.NegotiatedTls;
import io.kestrel.handshake.TlsEndpoint;
import io.kestrel.handshake.TlsHandshakes;
import io.kestrel.handshake.TlsHost;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.PlainHttp;
import io.kestrel.time.Heartbeats;
import io.netty.channel.Channel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with TLS: all its server names, each with its certificate as it is now.
 *
 * @since 0.1.0
 */
public final class SecureEndpoint implements AutoCloseable {

	private final ServerNames<CurrentHost> hosts;

	private final List<CurrentHost> all;

	private final Misdirection misdirection;

	private final TlsEndpoint endpoint;

	SecureEndpoint(Endpoint endpoint, ServerNames<CurrentHost> hosts, List<CurrentHost> all,
			HandshakeFailures failures) {
		HttpsSettings https = endpoint.options().https();
		this.hosts = hosts;
		this.all = List.copyOf(all);
		this.misdirection = new Misdirection(hosts, this.all, Boolean.TRUE.equals(https.rejectMisdirected()));
		this.endpoint = new TlsEndpoint(endpoint.toString(), this::find, TlsHostRecipe.timeout(https.tls()),
				(https.plainHttp() != null) ? https.plainHttp() : PlainHttp.REJECT, failures);
	}

	/**
	 * Load the certificates of an endpoint.
	 * @param endpoint the endpoint
	 * @param certificates where to get them
	 * @param stock what {@code server.ssl} says, {@code null} if nothing
	 * @param failures counts and logs handshakes that fail
	 * @return the endpoint
	 * @throws InvalidConfigurationException with all that is wrong
	 */
	public static SecureEndpoint of(Endpoint endpoint, Certificates certificates, @Nullable StockTls stock,
			HandshakeFailures failures) {
		return new SecureEndpointLoader(endpoint, certificates, stock, failures).load();
	}

	private @Nullable TlsHost find(@Nullable String serverName) {
		CurrentHost host = this.hosts.find(serverName);
		return (host != null) ? host.get() : null;
	}

	/**
	 * Secure a connection that Reactor Netty has just made a pipeline for.
	 * @param channel the connection
	 * @param heartbeats drive the timeout of the handshake
	 */
	public void secure(Channel channel, Heartbeats heartbeats) {
		TlsHandshakes.install(channel, this.endpoint, heartbeats);
	}

	/**
	 * Return a context of the endpoint, for those who need one beforehand.
	 * @return the context of its first server name
	 */
	public SslContext anyContext() {
		return this.all.get(0).get().context();
	}

	/**
	 * Return whether a request may have come on a connection for another server name, so
	 * that it has to be looked at.
	 * @return whether the endpoint says so, or asks for client certificates for some of
	 * its names: they must not be reached round the question
	 */
	public boolean canBeMisdirected() {
		return this.misdirection.isPossible();
	}

	/**
	 * Return whether a request came on a connection for another server name.
	 * @param channel the connection
	 * @param authority the host of the request, with or without a port
	 * @return whether it did
	 */
	public boolean isMisdirected(Channel channel, String authority) {
		NegotiatedTls tls = channel.attr(NegotiatedTls.KEY).get();
		return tls != null && this.misdirection.test(tls.host().name(), authority);
	}

	/**
	 * Return a sentence about whose TLS is spoken.
	 * @return the sentence
	 */
	public static String describeProvider() {
		String provider = (TlsContextFactory.provider() == SslProvider.JDK) ? "the JDK " + Runtime.version().feature()
				: "OpenSSL (" + OpenSsl.versionString() + ")";
		return "TLS is spoken by " + provider;
	}

	/**
	 * Return whether any server name offers HTTP/2.
	 * @return whether one does
	 */
	public boolean isHttp2() {
		return this.all.stream().anyMatch(CurrentHost::isHttp2);
	}

	/**
	 * Return what is used here.
	 * @return the certificates, trusted ones among them
	 */
	public Stream<CertificateBundle> certificates() {
		return this.all.stream().map(CurrentHost::certificates).flatMap(Set::stream);
	}

	/**
	 * Stop following the certificates.
	 */
	@Override
	public void close() {
		this.all.forEach(CurrentHost::close);
	}

}
