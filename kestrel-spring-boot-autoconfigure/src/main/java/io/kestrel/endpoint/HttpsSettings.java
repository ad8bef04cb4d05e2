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

package io.kestrel.endpoint;

import java.util.List;

import io.kestrel.configuration.ConfigurationKey;
import org.jspecify.annotations.Nullable;

/**
 * What was said about an endpoint that has a meaning with {@code https} only. What is
 * {@code null} or empty is not set here.
 *
 * @param tls how TLS is spoken
 * @param serverNames what is different for some server names
 * @param plainHttp what happens to clear text
 * @param rejectMisdirected whether a request is refused whose host does not belong to the
 * certificate of its connection
 * @param keys the keys that were written, for messages
 * @since 0.1.0
 */
public record HttpsSettings(TlsSettings tls, List<ServerNameSettings> serverNames, @Nullable PlainHttp plainHttp,
		@Nullable Boolean rejectMisdirected, List<ConfigurationKey> keys) {

	/**
	 * Nothing set.
	 */
	public static final HttpsSettings NONE = new HttpsSettings(TlsSettings.NONE, List.of(), null, null, List.of());

	public HttpsSettings {
		serverNames = List.copyOf(serverNames);
		keys = List.copyOf(keys);
	}

	/*
	 * These settings where they are set, and the defaults where they are not. Server
	 * names have their own first, then those of their endpoint.
	 */
	HttpsSettings over(EndpointDefaults defaults, List<Protocol> protocols) {
		HttpsSettings others = defaults.https();
		TlsSettings merged = this.tls.over(others.tls);
		List<ServerNameSettings> names = this.serverNames.stream()
			.map((name) -> name.over(defaults, protocols, merged))
			.toList();
		return new HttpsSettings(defaults.withCertificate(merged), names,
				(this.plainHttp != null) ? this.plainHttp : others.plainHttp,
				(this.rejectMisdirected != null) ? this.rejectMisdirected : others.rejectMisdirected, this.keys);
	}

}
