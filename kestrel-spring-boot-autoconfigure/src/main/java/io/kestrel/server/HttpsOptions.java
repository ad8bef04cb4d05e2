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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.https.ClientAuth;
import io.kestrel.https.HttpsSettings;
import io.kestrel.https.PlainHttp;
import io.kestrel.https.Protocol;
import io.kestrel.https.ServerNameSettings;
import io.kestrel.https.TlsSettings;
import io.kestrel.https.TrustSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How an endpoint that {@code listen(...)} added speaks TLS, or what is different there
 * for those who ask for one server name. What is not set comes from the properties:
 * {@code server.endpoint-defaults}, {@code server.certificates.default},
 * {@code server.ssl}.
 *
 * @since 0.1.0
 */
public final class HttpsOptions {

	private final ConfigurationKey key;

	private final boolean endpoint;

	private @Nullable CertificateSettings certificate;

	private @Nullable TrustSettings trust;

	private @Nullable ClientAuth clientAuth;

	private List<String> enabledProtocols = List.of();

	private List<String> ciphers = List.of();

	private List<Protocol> protocols = List.of();

	private @Nullable Duration handshakeTimeout;

	private @Nullable PlainHttp plainHttp;

	private @Nullable Boolean rejectMisdirected;

	private final List<ServerNameSettings> serverNames = new ArrayList<>();

	HttpsOptions(ConfigurationKey key, boolean endpoint) {
		this.key = key;
		this.endpoint = endpoint;
	}

	/**
	 * Set the certificate: that of an SSL bundle, or of {@code server.certificates}.
	 * @param bundle the name
	 * @return these options
	 */
	public HttpsOptions bundle(String bundle) {
		this.certificate = new CertificateSettings(this.key, bundle, null, null, null);
		return this;
	}

	/**
	 * Set the certificate: that of a PKCS#12 file.
	 * @param path location of the file
	 * @param password its password
	 * @return these options
	 */
	public HttpsOptions certificate(String path, @Nullable String password) {
		return certificate(path, null, password);
	}

	/**
	 * Set the certificate: PEM files.
	 * @param path location of the certificate, followed by those that signed it
	 * @param keyPath location of the private key
	 * @param password password of the private key
	 * @return these options
	 */
	public HttpsOptions certificate(String path, @Nullable String keyPath, @Nullable String password) {
		this.certificate = new CertificateSettings(this.key, null, path, keyPath, password);
		return this;
	}

	/**
	 * Ask clients for a certificate.
	 * @param clientAuth whether they must have one
	 * @return these options
	 */
	public HttpsOptions clientAuth(ClientAuth clientAuth) {
		this.clientAuth = clientAuth;
		return this;
	}

	/**
	 * Set whose client certificates are accepted. By default what the bundle of the
	 * certificate trusts.
	 * @param path location of a PKCS#12 trust store or of PEM certificates
	 * @param password password of the trust store
	 * @param crlPath location of revocation lists, {@code null} for no check
	 * @return these options
	 */
	public HttpsOptions trust(String path, @Nullable String password, @Nullable String crlPath) {
		this.trust = new TrustSettings(this.key, null, path, password, crlPath);
		return this;
	}

	/**
	 * Set the versions of TLS, {@code TLSv1.3} and {@code TLSv1.2} by default.
	 * @param names their names in Java
	 * @return these options
	 */
	public HttpsOptions enabledProtocols(String... names) {
		this.enabledProtocols = List.of(names);
		return this;
	}

	/**
	 * Set the cipher suites, by default those with forward secrecy and authenticated
	 * encryption.
	 * @param names their names in Java
	 * @return these options
	 */
	public HttpsOptions ciphers(String... names) {
		this.ciphers = List.of(names);
		return this;
	}

	/**
	 * Set how long a handshake may take, from the first byte of the connection on.
	 * @param timeout the time, 10 s by default
	 * @return these options
	 */
	public HttpsOptions handshakeTimeout(Duration timeout) {
		this.handshakeTimeout = timeout;
		return this;
	}

	/**
	 * Set the versions of HTTP for a server name. Those of an endpoint are set with
	 * {@link ListenOptions#protocols(Protocol...)}.
	 * @param protocols the versions
	 * @return these options
	 * @throws IllegalStateException if these are the options of an endpoint
	 */
	public HttpsOptions protocols(Protocol... protocols) {
		Assert.state(!this.endpoint, "protocols(...) of an endpoint is a method of ListenOptions");
		this.protocols = List.of(protocols);
		return this;
	}

	/**
	 * Set what a client gets that speaks HTTP in clear text.
	 * @param plainHttp what it gets, {@link PlainHttp#REJECT} by default
	 * @return these options
	 * @throws IllegalStateException if these are the options of a server name
	 */
	public HttpsOptions plainHttp(PlainHttp plainHttp) {
		assertEndpoint("plainHttp");
		this.plainHttp = plainHttp;
		return this;
	}

	/**
	 * Set whether a request is answered 421 whose host does not belong to the certificate
	 * of its connection (RFC 9110, section 15.5.20).
	 * @param reject whether it is, {@code false} by default
	 * @return these options
	 * @throws IllegalStateException if these are the options of a server name
	 */
	public HttpsOptions rejectMisdirectedRequests(boolean reject) {
		assertEndpoint("rejectMisdirectedRequests");
		this.rejectMisdirected = reject;
		return this;
	}

	/**
	 * Set what is different for those who ask for a server name. As soon as there is one,
	 * other names are refused unless there is {@code *}.
	 * @param name a host, {@code *.suffix}, or {@code *} for all others
	 * @param options sets it
	 * @return these options
	 * @throws IllegalStateException if these are the options of a server name
	 */
	public HttpsOptions serverName(String name, Consumer<HttpsOptions> options) {
		assertEndpoint("serverName");
		ConfigurationKey nameKey = ConfigurationKey.of(this.key + ", serverName(\"" + name + "\")");
		HttpsOptions own = new HttpsOptions(nameKey, false);
		options.accept(own);
		this.serverNames.add(new ServerNameSettings(name, own.protocols, own.tls(), nameKey));
		return this;
	}

	private void assertEndpoint(String method) {
		Assert.state(this.endpoint, () -> method + "(...) is for a whole endpoint, not for one server name");
	}

	private TlsSettings tls() {
		return new TlsSettings(this.certificate, this.trust, this.clientAuth, this.enabledProtocols, this.ciphers,
				this.handshakeTimeout);
	}

	HttpsSettings build() {
		return new HttpsSettings(tls(), this.serverNames, this.plainHttp, this.rejectMisdirected, List.of());
	}

}
