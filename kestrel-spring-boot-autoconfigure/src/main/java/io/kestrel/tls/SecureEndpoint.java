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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.kestrel.certificate.CertificateBundle;
import io.kestrel.certificate.Certificates;
import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.configuration.ConfigurationProblem;
import io.kestrel.configuration.InvalidConfigurationException;
import io.kestrel.endpoint.Endpoint;
import io.kestrel.handshake.HandshakeFailures;
import io.kestrel.handshake.NegotiatedTls;
import io.kestrel.handshake.TlsEndpoint;
import io.kestrel.handshake.TlsHandshakes;
import io.kestrel.handshake.TlsHost;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.PlainHttp;
import io.kestrel.https.Protocol;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import io.kestrel.https.TrustSettings;
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

	private static final String ANY = "*";

	/* A name, an IPv4 or an IPv6 address. */
	private static final Pattern HOST = Pattern.compile("[a-z0-9_.:-]*");

	private final ServerNames<CurrentHost> hosts;

	private final List<CurrentHost> all;

	private final boolean rejectMisdirected;

	private final TlsEndpoint endpoint;

	private SecureEndpoint(Endpoint endpoint, ServerNames<CurrentHost> hosts, List<CurrentHost> all,
			HandshakeFailures failures) {
		HttpsSettings https = endpoint.options().https();
		this.hosts = hosts;
		this.all = List.copyOf(all);
		this.rejectMisdirected = Boolean.TRUE.equals(https.rejectMisdirected());
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
		return new Loader(endpoint, certificates, stock, failures).load();
	}

	private @Nullable TlsHost find(@Nullable String serverName) {
		CurrentHost host = this.hosts.find(serverName);
		return (host != null) ? host.get() : null;
	}

	/**
	 * Secure a connection that Reactor Netty has just made a pipeline for.
	 * @param channel the connection
	 */
	public void secure(Channel channel) {
		TlsHandshakes.install(channel, this.endpoint);
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
		return this.rejectMisdirected
				|| (this.all.size() > 1 && this.all.stream().anyMatch(CurrentHost::asksForCertificate));
	}

	/**
	 * Return whether a request came on a connection for another server name.
	 * @param channel the connection
	 * @param authority the host of the request, with or without a port
	 * @return whether it did
	 */
	public boolean isMisdirected(Channel channel, String authority) {
		NegotiatedTls tls = channel.attr(NegotiatedTls.KEY).get();
		if (tls == null) {
			return false;
		}
		String host = hostOf(authority);
		if (!HOST.matcher(host).matches()) {
			// User information, or escapes that somebody might resolve.
			return true;
		}
		CurrentHost target = this.hosts.find(host);
		if (target == null || target.isNamed(tls.host().name())) {
			return this.rejectMisdirected && (target == null || !target.covers(host));
		}
		return this.rejectMisdirected || target.asksMoreThan(named(tls.host().name()));
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

	private @Nullable CurrentHost named(String name) {
		return this.all.stream().filter((host) -> host.isNamed(name)).findFirst().orElse(null);
	}

	private static String hostOf(String authority) {
		String host = authority.toLowerCase(Locale.ROOT);
		if (host.startsWith("[")) {
			int end = host.indexOf(']');
			return (end > 0) ? host.substring(1, end) : host;
		}
		int colon = host.indexOf(':');
		String name = (colon >= 0) ? host.substring(0, colon) : host;
		// A dot at the end makes it no other host.
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
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

	/**
	 * Loads an endpoint and collects what is wrong with it.
	 */
	private static final class Loader {

		private final Endpoint endpoint;

		private final Certificates certificates;

		private final @Nullable StockTls stock;

		private final HandshakeFailures failures;

		private final ServerNames.Builder<CurrentHost> hosts = ServerNames.builder();

		private final List<CurrentHost> all = new ArrayList<>();

		private final List<ConfigurationProblem> problems = new ArrayList<>();

		Loader(Endpoint endpoint, Certificates certificates, @Nullable StockTls stock, HandshakeFailures failures) {
			this.failures = failures;
			this.endpoint = endpoint;
			this.certificates = certificates;
			this.stock = stock;
		}

		SecureEndpoint load() {
			HttpsSettings https = this.endpoint.options().https();
			List<Protocol> protocols = this.endpoint.options().protocols();
			for (ServerNameSettings name : https.serverNames()) {
				add(name.name(), name.key(), name.tls(), name.protocols(), null);
			}
			if (this.stock != null) {
				Set<String> own = https.serverNames()
					.stream()
					.map((name) -> normalize(name.name()))
					.collect(Collectors.toSet());
				this.stock.serverNames().forEach((name, certificate) -> {
					if (!own.contains(normalize(name))) {
						add(name, ConfigurationKey.of("server.ssl.server-name-bundles"), https.tls(), protocols,
								certificate);
					}
				});
			}
			if (https.serverNames().isEmpty()) {
				add(ANY, this.endpoint.key(), https.tls(), protocols, null);
			}
			if (!this.problems.isEmpty()) {
				this.all.forEach(CurrentHost::close);
				throw new InvalidConfigurationException(this.problems);
			}
			return new SecureEndpoint(this.endpoint, this.hosts.build(), this.all, this.failures);
		}

		/* What can't be a name is told when it is added. */
		private static String normalize(String name) {
			try {
				return ServerNamePattern.normalize(name);
			}
			catch (IllegalArgumentException ex) {
				return name;
			}
		}

		private void add(String name, ConfigurationKey key, TlsSettings settings, List<Protocol> protocols,
				@Nullable CertificateBundle certificate) {
			try {
				TrustSettings trust = settings.trust();
				TlsHostRecipe recipe = new TlsHostRecipe(name, key, settings, protocols,
						(certificate != null) ? certificate : certificate(key, settings),
						(trust != null) ? this.certificates.trust(trust) : null, this.stock);
				CurrentHost host = CurrentHost.follow(recipe);
				this.all.add(host);
				this.hosts.add(name, host);
			}
			catch (IllegalArgumentException ex) {
				this.problems.add(new ConfigurationProblem(key, name, String.valueOf(ex.getMessage()),
						"Write a host name once, *.suffix, or * for all others."));
			}
			catch (InvalidConfigurationException ex) {
				this.problems.addAll(ex.getProblems());
			}
		}

		private CertificateBundle certificate(ConfigurationKey key, TlsSettings settings) {
			CertificateSettings configured = settings.certificate();
			if (configured == null) {
				if (this.stock == null) {
					throw new IllegalStateException("No certificate for " + key);
				}
				return this.stock.certificate();
			}
			return configured.isDevelopment() ? this.certificates.development()
					: this.certificates.certificate(configured);
		}

	}

}
