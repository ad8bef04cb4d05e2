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

package io.kestrel.https;

import java.util.List;
import java.util.function.UnaryOperator;

import io.kestrel.configuration.ConfigurationKey;

/**
 * What those get who ask for one server name in the TLS handshake.
 *
 * @param name the name as it was written: a host, {@code *.suffix} or {@code *}
 * @param protocols versions of HTTP, none for those of the endpoint
 * @param tls how TLS is spoken, over what the endpoint says
 * @param key where it was written: the prefix of the group, for example
 * {@code server.endpoints.web.sni[a.example]}
 * @since 0.1.0
 */
public record ServerNameSettings(String name, List<Protocol> protocols, TlsSettings tls, ConfigurationKey key) {

	public ServerNameSettings {
		protocols = List.copyOf(protocols);
	}

	ServerNameSettings over(List<Protocol> endpointProtocols, TlsSettings endpoint,
			UnaryOperator<TlsSettings> completion) {
		return new ServerNameSettings(this.name, this.protocols.isEmpty() ? endpointProtocols : this.protocols,
				completion.apply(this.tls.over(endpoint)), this.key);
	}

}
