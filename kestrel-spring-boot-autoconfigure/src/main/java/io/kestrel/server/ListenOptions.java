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

import java.util.List;
import java.util.function.Consumer;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.endpoint.EndpointOptions;
import io.kestrel.endpoint.EndpointSetting;
import io.kestrel.endpoint.SocketOptions;
import io.kestrel.https.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Options of one endpoint that {@code listen(...)} of
 * {@link KestrelServerOptions.Builder} added.
 *
 * @since 0.1.0
 */
public final class ListenOptions {

	private String url;

	private final ConfigurationKey key;

	private @Nullable String name;

	private final LimitOptions limits;

	private final HttpsOptions https;

	private List<Protocol> protocols = List.of();

	private SocketOptions socket = SocketOptions.DEFAULT;

	ListenOptions(String url, ConfigurationKey key) {
		this.url = url;
		this.key = key;
		this.limits = new LimitOptions(key.name());
		this.https = new HttpsOptions(key, true);
	}

	/**
	 * Name the endpoint, so that its port can be read as
	 * {@code local.server.<name>.port}. Unnamed by default.
	 * @param name the name, unique among all endpoints
	 * @return these options
	 */
	public ListenOptions name(String name) {
		this.name = name;
		return this;
	}

	/**
	 * Set how the listening socket is made.
	 * @param socket the options of the socket
	 * @return these options
	 */
	public ListenOptions socket(SocketOptions socket) {
		this.socket = socket;
		return this;
	}

	/**
	 * Set limits of this endpoint alone.
	 * @param limits sets them
	 * @return these options
	 */
	public ListenOptions limits(Consumer<LimitOptions> limits) {
		limits.accept(this.limits);
		return this;
	}

	/**
	 * Set the versions of HTTP. By default both with TLS, and HTTP/1.1 in clear text,
	 * where HTTP/2 means prior knowledge.
	 * @param protocols the versions
	 * @return these options
	 */
	public ListenOptions protocols(Protocol... protocols) {
		this.protocols = List.of(protocols);
		return this;
	}

	/**
	 * Speak TLS, with what the properties say.
	 * @return these options
	 */
	public ListenOptions https() {
		this.url = this.url.replaceFirst("^http:", "https:");
		return this;
	}

	/**
	 * Speak TLS with the certificate of a PKCS#12 file.
	 * @param path location of the file, as Spring has it
	 * @param password its password
	 * @return these options
	 */
	public ListenOptions https(String path, String password) {
		return https((https) -> https.certificate(path, password));
	}

	/**
	 * Speak TLS.
	 * @param https sets how
	 * @return these options
	 */
	public ListenOptions https(Consumer<HttpsOptions> https) {
		https.accept(this.https);
		return https();
	}

	private EndpointOptions options() {
		return new EndpointOptions(this.protocols, this.socket, this.limits.build(), this.https.build());
	}

	EndpointSetting toSetting() {
		return new EndpointSetting(this.name, this.url, options(), this.key);
	}

}
